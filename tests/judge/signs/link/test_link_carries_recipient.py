"""The link carries your own address, so that opening it tells who you are."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "link-carries-recipient"
B64 = "aGFuYWtvQGV4YW1wbGUuanA="


def test_base64_in_the_fragment() -> None:
    """The address as base64 behind # is strong: the page will greet its victim by it."""
    (finding,) = findings_of(mail(html=f'<a href="https://evil.example.net/login#{B64}">a</a>'), ID)
    assert (finding.strength, finding.facts["how"], finding.facts["where"]) == (Strength.STRONG, "base64", "fragment")


def test_honest_twin_unsubscribe() -> None:
    """An unsubscribe link that names the reader stays silent."""
    raw = mail(html='<a href="https://example.com/unsubscribe?m=hanako@example.jp">配信停止</a>')
    assert findings_of(raw, ID) == ()
