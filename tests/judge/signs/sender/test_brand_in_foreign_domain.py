"""``brand-in-foreign-domain``: the brand's word in somebody else's domain."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "brand-in-foreign-domain"


@pytest.mark.parametrize(
    ("address", "strength"),
    [
        ("info@eki-net.com.member.cn", Strength.STRONG),
        ("info@eki-net-update.top", Strength.STRONG),
        ("eki-net-update@faxohbr.cn", Strength.WEAK),
    ],
)
def test_borrowed_word(address: str, strength: Strength) -> None:
    """Sub-domain and name are strong; before the @ anybody writes anything."""
    raw = mail(sender=f"えきねっと <{address}>", subject="えきねっと", text="えきねっとからのお知らせ")
    assert [f.strength for f in findings_of(raw, ID)] == [strength]


@pytest.mark.parametrize(
    "sender", ["えきねっと <info@eki-net.com>", "Amazon.it <conferma@amazon.it>", "旅の会 <amazon@example.com>"]
)
def test_twin_honest_address_is_silent(sender: str) -> None:
    """The brand itself, the brand in another country, someone who keeps an address a shop."""
    assert findings_of(mail(sender=sender, text="お知らせです"), ID) == ()
