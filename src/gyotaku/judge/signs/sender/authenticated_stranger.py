"""The checks prove where the mail is from, and that is not the brand."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, brand_facts, from_domain, of_auth, sender_is_official
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Said so that a pass is not taken for comfort; the weight is carried by ``sender-not-brand``."""
    brand, domain = d.claimed, from_domain(d)
    if not brand or not domain or sender_is_official(d):
        return
    if not (brand.mail_domains or brand.web_domains):
        return
    result = aligned_pass(d)
    if result:
        facts = {"method": result.method, "domain": domain, **brand_facts(brand)}
        yield Finding("authenticated-stranger", Strength.NOTE, of_auth(result, d), facts)


SIGN = Sign(
    id="authenticated-stranger",
    viewpoint="sender",
    benign="every honest sender that merely mentions a brand",
    look=look,
)
