"""The link is a chain: another address is packed inside it."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "link-redirects"


def test_chain_of_three() -> None:
    """An address in an address in an address is strong, and told from first to last."""
    url = "https://a.example.com/r?url=https%3A%2F%2Fb.example.net%2Fgo%3Furl%3Dhttps%253A%252F%252Fc.example.org%252Fx"
    (finding,) = findings_of(mail(html=f'<a href="{url}">開く</a>'), ID)
    assert finding.strength is Strength.STRONG
    assert (finding.facts["first"], finding.facts["last"]) == ("a.example.com", "c.example.org")


def test_honest_twin_plain_link() -> None:
    """A link with ordinary parameters is no chain."""
    raw = mail(html='<a href="https://www.example.com/a?utm_source=mail&id=3">開く</a>')
    assert findings_of(raw, ID) == ()


def test_honest_twin_gateway() -> None:
    """What the receiver's gateway wrapped is not the sender's chain."""
    url = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.com%2Fa&data=1"
    assert findings_of(mail(html=f'<a href="{url}">開く</a>'), ID) == ()
