"""A mail in a Japanese firm's name was handed over by a machine whose name lies in another country."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.lists import GENERIC_CC
from gyotaku.judge.signs.proof import brand_facts, handed_over, host_is_explained, of_hop, sender_is_official
from gyotaku.model import BrandClaim, Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """By the country ending of the host's name alone: no map of addresses is asked, so .com hosts stay silent."""
    hop, brand = handed_over(d), d.claimed
    if hop is None or brand is None or not _is_japanese(brand) or host_is_explained(d):
        return
    name = (hop.ptr or hop.helo or "").lower().rstrip(".")
    ending = name.rpartition(".")[2]
    if "." not in name or len(ending) != 2 or not ending.isalpha() or ending == "jp" or ending in GENERIC_CC:
        return
    if sender_is_official(d) and not hop.ptr:
        return
    facts = {"host": name, "country": ending, **brand_facts(brand)}
    yield Finding("foreign-host", Strength.WEAK, (of_hop(hop),), facts)


def _is_japanese(brand: BrandClaim) -> bool:
    """True when the first of the brand's web or mail domains ends in .jp: its business is in Japan."""
    return any(domain.endswith(".jp") for domain in (*brand.web_domains[:1], *brand.mail_domains[:1]))


SIGN = Sign(
    id="foreign-host",
    viewpoint="path",
    benign="Japanese firms that send through an agency abroad",
    look=look,
)
