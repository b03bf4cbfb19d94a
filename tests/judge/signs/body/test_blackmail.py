"""The sender claims to have filmed or hacked you and wants coins."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "blackmail"


def test_story_and_coin_address() -> None:
    """Filmed, hacked, and an address to pay to: decisive."""
    text = "I hacked your computer and recorded you by webcam. Pay in bitcoin: 1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
    assert [f.strength for f in findings_of(mail(text=text), ID)] == [Strength.DECISIVE]


def test_honest_twin_news() -> None:
    """A warning about such mails stays silent."""
    assert findings_of(mail(text="Police warn of blackmail mails that demand bitcoin. Do not pay."), ID) == ()
