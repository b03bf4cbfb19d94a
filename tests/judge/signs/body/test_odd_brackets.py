"""A Japanese bracket is opened or closed without its partner."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "odd-brackets"


def test_closing_without_opening() -> None:
    """A lost 【 is told."""
    (finding,) = findings_of(mail(text="誤って個人情報を入力した場合は】"), ID)
    assert finding.facts["missing"] == "【"


def test_honest_twin_pairs() -> None:
    """Brackets in pairs stay silent."""
    assert findings_of(mail(text="【重要】「お知らせ」『本』"), ID) == ()
