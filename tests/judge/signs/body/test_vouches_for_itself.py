"""The mail says of itself that it is safe, checked or from a trusted sender."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "vouches-for-itself"


def test_says_it_is_trusted() -> None:
    """In several languages."""
    for text in ("This message was sent by a trusted sender.", "このメールは信頼できる送信者から届いています。"):
        assert [f.strength for f in findings_of(mail(text=text), ID)] == [Strength.STRONG]


def test_honest_twin_trust_in_prose() -> None:
    """Talk of trust, and of senders, stays silent."""
    assert findings_of(mail(text="We trust you enjoyed your stay. The sender pays the postage."), ID) == ()
