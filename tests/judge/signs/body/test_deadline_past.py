"""The limit had already passed when the mail was sent."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "deadline-past"


def test_expired_before_it_was_sent() -> None:
    """A term that ended the day before is told with the number of days."""
    (finding,) = findings_of(mail(text="有効期限: 2024年11月10日"), ID)
    assert finding.facts == {"day": "2024-11-10", "days": 1}


def test_honest_twin_future_limit() -> None:
    """A limit ahead stays silent."""
    assert findings_of(mail(text="有効期限: 2025年3月31日"), ID) == ()
