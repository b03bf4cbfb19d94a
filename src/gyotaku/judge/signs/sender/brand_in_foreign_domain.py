"""The brand's word stands in an address whose domain is somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.known import same_name_elsewhere, words_of
from gyotaku.judge.signs.proof import brand_facts, is_official, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength, under


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG in the domain, WEAK before the @, where honest people keep an address a shop."""
    address, brand = d.sender.address, d.claimed
    if not address or not brand or not address.domain or is_official(brand, address.domain):
        return
    domains = brand.mail_domains + brand.web_domains
    if under(address.domain, brand.shared_domains) or same_name_elsewhere(domains, address.domain):
        return
    local = address.local.lower()
    for word in words_of(domains):
        facts = {"address": address.spec, "word": word, "domain": address.domain, **brand_facts(brand)}
        if word in address.domain:
            yield Finding("brand-in-foreign-domain", Strength.STRONG, of_from(d), facts)
            return
        if word in local:
            yield Finding("brand-in-foreign-domain", Strength.WEAK, of_from(d), {**facts, "variant": "local"})
            return


SIGN = Sign(
    id="brand-in-foreign-domain",
    viewpoint="sender",
    benign="a brand's own further domain that the catalogue does not know; dealers and fan clubs",
    look=look,
)
