"""``sender-no-address``: nothing that could be answered."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "sender-no-address"


@pytest.mark.parametrize(
    ("sender", "strength"),
    [("Amazon.co.jp", Strength.STRONG), (None, Strength.WEAK), ("Correios <naoresponder@correios>", Strength.WEAK)],
)
def test_unanswerable(sender: str | None, strength: Strength) -> None:
    """A name without an address, no field, a domain that is no place on the internet."""
    assert [f.strength for f in findings_of(mail(sender=sender, received=received()), ID)] == [strength]


def test_twin_honest_sender_is_silent() -> None:
    """An ordinary address, and a machine's report inside one network."""
    assert findings_of(mail(received=received()), ID) == ()
    assert findings_of(mail(sender="root@fileserver"), ID) == ()
