"""``helo-forged``: a name that cannot be the machine's own."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "helo-forged"


@pytest.mark.parametrize(
    ("helo", "ptr", "strength"),
    [
        ("amazon.server.co.jp", "unknown", Strength.STRONG),
        ("mail.kuronekoyamato.co.jp", "unknown", Strength.STRONG),
        ("mail.example.jp", "unknown", Strength.STRONG),
        ("mx.example.jp", "vps7.example.net", Strength.STRONG),
    ],
)
def test_false_name(helo: str, ptr: str, strength: Strength) -> None:
    """A firm's word, a firm's domain, the recipient's domain, the receiving server itself."""
    raw = mail(sender="えきねっと <a@faxohbr.cn>", received=received(helo=helo, ptr=ptr))
    assert [f.strength for f in findings_of(raw, ID)] == [strength]


@pytest.mark.parametrize(
    ("helo", "ptr"),
    [
        ("mail.kuronekoyamato.co.jp", "mail.kuronekoyamato.co.jp"),
        ("smtp.example.com", "unknown"),
        ("a8-61.smtp-out.amazonses.com", "unknown"),
        ("mail-vk1-f180.google.com", "unknown"),
        ("new194", "vps7.example.net"),
        ("mail.example.jp", "mail.example.jp"),
    ],
)
def test_twin_honest_name_is_silent(helo: str, ptr: str) -> None:
    """Confirmed by reverse DNS, the sender's own, a mailing service, a provider, a bare word, the own server."""
    assert findings_of(mail(sender="a@example.com", received=received(helo=helo, ptr=ptr)), ID) == ()


def test_the_brand_itself_without_reverse_name_is_weak() -> None:
    """A firm's own server may lack a reverse name; then the name alone is not strong."""
    raw = mail(
        subject="えきねっと",
        sender="えきねっと <info@eki-net.com>",
        text="えきねっと",
        received=received(helo="mail.eki-net.com", ptr="unknown"),
    )
    assert all(f.strength is Strength.WEAK for f in findings_of(raw, ID))
