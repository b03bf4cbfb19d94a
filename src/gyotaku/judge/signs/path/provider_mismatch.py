"""A hosting firm's notice comes from another firm's network."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.brands.catalogue import brand as entry
from gyotaku.judge.signs.known import owner_of, words_of
from gyotaku.judge.signs.networks import place_of
from gyotaku.judge.signs.proof import brand_facts, handed_over, host_is_explained, of_hop
from gyotaku.judge.signs.ways import sender_proven
from gyotaku.model import Dissection, Finding, Sign, Strength

_SECTORS = frozenset({"hosting"})


def look(d: Dissection) -> Iterator[Finding]:
    """WEAK: such firms have networks of their own to send from, but some use a mailing service."""
    brand, hop = (d.claimed, handed_over(d)) if d.intel else (None, None)
    where = place_of(d, hop.ip) if hop is not None else None
    if brand is None or hop is None or where is None or not where[0].as_name or sender_proven(d):
        return
    known = entry(brand.brand)
    if known is None or known.sector not in _SECTORS or _its_own(where[0].as_name, brand.brand, known.name_en):
        return
    owner = owner_of(hop.ptr) if hop.ptr else None
    if (owner is not None and owner.id == brand.brand) or (hop.ptr and host_is_explained(d)):
        return
    facts: dict[str, str | int] = {
        "ip": str(hop.ip),
        "as_name": where[0].as_name,
        "asn": where[0].asn or 0,
        **brand_facts(brand),
    }
    yield Finding("provider-mismatch", Strength.WEAK, (of_hop(hop), where[1]), facts)


def _its_own(as_name: str, brand_id: str, name_en: str) -> bool:
    """True when the network's name holds a word by which the brand, its parent or its group is known."""
    folded = "".join(c for c in as_name.casefold() if c.isalnum())
    known = entry(brand_id)
    words = [w for w in name_en.casefold().split() if len(w) >= 4]
    if known is not None:
        words += [*words_of((*known.official, *known.shared_domains)), *(w for w in (known.parent, known.group) if w)]
    return any(w in folded for word in words if len(w := "".join(c for c in word if c.isalnum())) >= 3)


SIGN = Sign(
    id="provider-mismatch",
    viewpoint="path",
    benign="a hosting firm's newsletter sent through a mailing service or from a cloud",
    look=look,
)
