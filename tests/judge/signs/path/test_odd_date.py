"""``odd-date``: the written date against the arrival."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "odd-date"


@pytest.mark.parametrize(
    ("date", "strength", "variant"),
    [
        ("Thu, 25 Jul 2030 01:00:00 +0900", Strength.STRONG, "future"),
        ("Wed, 13 Nov 2024 15:46:00 +0900", Strength.WEAK, "future"),
        ("Wed, 06 Nov 2024 15:46:00 +0900", Strength.WEAK, "past"),
        ("Thu, 01 Jan 2009 00:00:00 +0900", Strength.STRONG, "past"),
        ("yesterday at noon", Strength.WEAK, "unreadable"),
        (None, Strength.WEAK, "missing"),
    ],
)
def test_odd(date: str | None, strength: Strength, variant: str) -> None:
    """Arrival is 11 November 2024, 15:46 in Japan."""
    (finding,) = findings_of(mail(date=date, received=received()), ID)
    assert (finding.strength, finding.facts["variant"]) == (strength, variant)


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 11 Nov 2024 15:45:58 +0900",
        "Mon, 11 Nov 2024 06:45:58 +0000",
        "Sun, 10 Nov 2024 22:45:58 -0800",
        "Mon, 11 Nov 2024 15:46:00 +0000",
        "Sun, 10 Nov 2024 09:00:00 +0900",
    ],
)
def test_twin_honest_date_is_silent(date: str) -> None:
    """The same moment in any zone, a wrong zone on a right clock, a day in a queue."""
    assert findings_of(mail(date=date, received=received()), ID) == ()
