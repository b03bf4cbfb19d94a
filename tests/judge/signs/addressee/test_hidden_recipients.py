"""``hidden-recipients``: one of many, unseen."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "hidden-recipients"
FRAUD = "えきねっと <a@member-qx.cn>"


@pytest.mark.parametrize("to", [None, "undisclosed-recipients:;", "a@member-qx.cn"])
def test_hidden(to: str | None) -> None:
    """Nobody in To, or the sender itself, in a brand's name."""
    raw = mail(subject="えきねっと", sender=FRAUD, to=to, text="えきねっと", received=received())
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]


def test_a_clubs_bcc_is_only_noted() -> None:
    """Honest people send to themselves and Bcc the rest."""
    raw = mail(sender="句会 <kukai@example.com>", to="kukai@example.com", text="次回のご案内", received=received())
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.NOTE]


def test_twin_addressed_mail_is_silent() -> None:
    """To the recipient, from a fraud or not."""
    assert findings_of(mail(subject="えきねっと", sender=FRAUD, text="えきねっと", received=received()), ID) == ()
    assert findings_of(mail(received=received()), ID) == ()
