"""Every link leads to the brand's own site."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import brand_facts
from gyotaku.judge.signs.ways import of_link, own, sender_proven, strange, ways
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Speaks for the mail only when the sender is proven too: links are copied as easily as words."""
    brand = d.claimed
    if brand is None or not sender_proven(d):
        return
    links = list(ways(d))
    if not any(own(brand, link.host) for link in links):
        return
    if all(strange(d, link, brand) is None for link in links):
        facts: dict[str, Fact] = {"count": len(links), **brand_facts(brand)}
        yield Finding("links-official", Strength.COUNTER, tuple(of_link(link) for link in links[:3]), facts)


SIGN = Sign(
    id="links-official",
    viewpoint="link",
    benign="a phish that asks for an answer by mail or telephone and copied the brand's links",
    look=look,
)
