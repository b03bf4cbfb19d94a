"""The text names a date that no calendar has."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "impossible-date"


def test_no_such_day() -> None:
    """The 31st of September does not exist."""
    (finding,) = findings_of(mail(text="9月31日までにお手続きください"), ID)
    assert finding.facts["date"] == "9月31日"


def test_honest_twin_real_day() -> None:
    """A leap day of a leap year stays silent."""
    assert findings_of(mail(text="2024年2月29日までに"), ID) == ()
