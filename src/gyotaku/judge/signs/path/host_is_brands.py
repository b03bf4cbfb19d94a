"""The machine that handed the mail over carries the brand's own name, checked by the receiving server."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import brand_facts, from_domain, handed_over, of_hop
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """COUNTER. Only a reverse name in Postfix's form counts: Postfix confirms it forward before it writes it."""
    hop, brand = handed_over(d), d.claimed
    if hop is None or brand is None or not hop.ptr or not hop.ip:
        return
    ptr = hop.ptr.lower().rstrip(".")
    if not brand.sends_from(ptr) or not brand.sends_from(from_domain(d)):
        return
    if f"({hop.ptr} [" not in hop.raw or "may be forged" in hop.raw or "Postfix" not in hop.raw:
        return
    yield Finding("host-is-brands", Strength.COUNTER, (of_hop(hop),), {"host": ptr, **brand_facts(brand)})


SIGN = Sign(
    id="host-is-brands",
    viewpoint="path",
    benign="all honest mail from the brand's own servers",
    look=look,
)
