"""``subject-clock``: the moment of sending in the subject."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


@pytest.mark.parametrize(
    "subject",
    [
        "Important update on October 11, 2023, 2:40:28 PM",
        "必要なアクション(2022年2月11日金曜日GMT + 9)",
    ],
)
def test_clock(subject: str) -> None:
    """Seconds, or a written-out day with a time zone."""
    assert [f.strength for f in findings_of(mail(subject=subject), "subject-clock")] == [Strength.WEAK]


@pytest.mark.parametrize("subject", ["10月利用分のご請求額のご案内", "2024年11月11日のご利用明細", "本日 21:00 まで"])
def test_twin_ordinary_dates_are_silent(subject: str) -> None:
    """A month, a day, an hour: what honest notices write."""
    assert findings_of(mail(subject=subject), "subject-clock") == ()
