"""``address-in-display``: the name shows another address."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "address-in-display"


@pytest.mark.parametrize(
    ("sender", "strength", "variant"),
    [
        ('"info@eki-net.com" <a@example.net>', Strength.STRONG, "address"),
        ('"hanako@example.jp" <a@example.net>', Strength.STRONG, "recipient"),
        ('"eki-net.com" <a@example.net>', Strength.WEAK, "domain"),
    ],
)
def test_other_address(sender: str, strength: Strength, variant: str) -> None:
    """Another firm's address, the recipient's own, a known firm's domain."""
    (finding,) = findings_of(mail(sender=sender), ID)
    assert (finding.strength, finding.facts["variant"]) == (strength, variant)


@pytest.mark.parametrize(
    "sender",
    [
        '"info@example.com" <info@example.com>',
        '"info@example.com" <bounce@mail.example.com>',
        '"Amazon.co.jp" <auto-confirm@amazon.co.jp>',
        '"Yamada, K." <yamada@example.com>',
        '"News.example" <a@example.net>',
    ],
)
def test_twin_honest_name_is_silent(sender: str) -> None:
    """The same address twice, a sub-domain, a brand's own domain, a name with a dot, an unknown domain."""
    assert findings_of(mail(sender=sender), ID) == ()
