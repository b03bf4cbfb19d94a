"""The copyright line names another year than the mail's."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "stale-copyright"


def test_old_year() -> None:
    """Last year's line is noted, and weighs nothing."""
    (finding,) = findings_of(mail(text="Copyright 2021 Example"), ID)
    assert (finding.strength, finding.facts["year"]) == (Strength.NOTE, 2021)


def test_honest_twin_range() -> None:
    """This year's line and a range of years stay silent."""
    assert findings_of(mail(text="© 2024 Example"), ID) == ()
    assert findings_of(mail(text="Copyright 2001-2024 Example"), ID) == ()
