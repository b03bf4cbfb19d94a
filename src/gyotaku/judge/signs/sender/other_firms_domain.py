"""The mail wears one brand's face and another known firm's address."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.known import owner_of, related
from gyotaku.judge.signs.proof import aligned_pass, from_domain, of_from, sender_is_official, shows_brand
from gyotaku.model import Dissection, Finding, Sign, Strength, under


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG when the From field names the brand and nothing proves the other firm's domain."""
    brand, domain = d.claimed, from_domain(d)
    if not brand or not domain or sender_is_official(d) or under(domain, brand.shared_domains):
        return
    owner = owner_of(domain)
    if owner is None or related(owner, brand):
        return
    strength = Strength.STRONG if shows_brand(d) else Strength.NOTE if aligned_pass(d) else Strength.WEAK
    facts = {
        "domain": domain,
        "brand": brand.name,
        "brand_en": brand.name_en,
        "owner": owner.name,
        "owner_en": owner.name_en,
    }
    yield Finding("other-firms-domain", strength, of_from(d), facts)


SIGN = Sign(
    id="other-firms-domain",
    viewpoint="sender",
    benign="firms that sell another's cards, tickets or points and write about them",
    look=look,
)
