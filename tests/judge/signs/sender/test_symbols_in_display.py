"""The sender's name is decorated with pictures."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "symbols-in-display"


def test_pictures() -> None:
    """A bell and a gift before the name."""
    (finding,) = findings_of(mail(sender="🔔 当選センター 🎁 <a@example.net>"), ID)
    assert (finding.strength, finding.facts["symbols"]) == (Strength.WEAK, "🔔🎁")


def test_honest_twin_plain_name() -> None:
    """Japanese punctuation and marks of everyday names stay silent."""
    assert findings_of(mail(sender="花屋「はなや」・駅前店 <a@example.net>"), ID) == ()
