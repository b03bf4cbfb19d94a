"""A stranger offers a fortune, a loan or a share."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "fortune"


def test_old_story() -> None:
    """Three moves of the advance-fee story."""
    text = "I am a barrister. My late client left million dollars and you are the beneficiary of this inheritance."
    assert [f.strength for f in findings_of(mail(text=text, sender="x <x@gmail.com>"), ID)] == [Strength.STRONG]


def test_honest_twin_charity() -> None:
    """A receipt for a donation stays silent."""
    assert findings_of(mail(text="Thank you for your donation to our school library."), ID) == ()
