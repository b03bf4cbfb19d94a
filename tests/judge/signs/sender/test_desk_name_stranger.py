"""The sender calls itself a desk of some firm, and not a word of that name stands in its address."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "desk-name-stranger"


def test_desk_of_nobody() -> None:
    """A tracking desk of a carrier nobody knows, written from a florist's domain."""
    (finding,) = findings_of(mail(sender="Speedico Delivery <info@blumen-wagner.de>"), ID)
    assert (finding.strength, finding.facts["desk"]) == (Strength.WEAK, "delivery")


def test_honest_twin_own_name() -> None:
    """A firm's desk under the firm's name, a person, and a desk named in the domain itself stay silent."""
    for sender in (
        "Speedico Delivery <info@speedico.example.com>",
        "Hanako Yamada <hanako@wagner.example.com>",
        "Security alerts <no-reply@security.example.com>",
    ):
        assert findings_of(mail(sender=sender), ID) == ()
