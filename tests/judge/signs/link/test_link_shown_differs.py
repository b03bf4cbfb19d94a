"""The link shows one address and leads to another."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "link-shown-differs"


def test_shown_address_is_not_the_target() -> None:
    """The text says soumu.go.jp, the target is elsewhere."""
    raw = mail(html='<a href="https://lervixa.example.net/a">https://www.soumu.go.jp/tax</a>')
    (finding,) = findings_of(raw, ID)
    assert finding.strength is Strength.STRONG
    assert finding.facts == {"shown": "www.soumu.go.jp", "host": "lervixa.example.net"}


def test_honest_twin_same_site() -> None:
    """A shown address with another path or sub-domain of the same site stays silent."""
    raw = mail(html='<a href="https://click.example.com/r?id=1">https://www.example.com/news</a>')
    assert findings_of(raw, ID) == ()


def test_honest_twin_wrapped_by_the_receiver() -> None:
    """A link that the receiver's SafeLinks rewrote leads, unwrapped, where it says."""
    url = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.com%2Fa&data=1"
    assert findings_of(mail(html=f'<a href="{url}">https://www.example.com/a</a>'), ID) == ()
