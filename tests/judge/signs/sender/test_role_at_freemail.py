"""A desk's name stands at a provider where such names are not given to customers."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "role-at-freemail"


def test_support_at_a_free_provider() -> None:
    """Nobody but the provider has support@ there."""
    raw = mail(sender="サポート <support@yahoo.co.jp>", subject="f")
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.STRONG]


def test_honest_twin_person_and_shop() -> None:
    """A person at the provider and a shop at its own domain stay silent."""
    assert findings_of(mail(sender="花子 <hanako.y@yahoo.co.jp>"), ID) == ()
    assert findings_of(mail(sender="お店 <support@shop.example.com>"), ID) == ()
