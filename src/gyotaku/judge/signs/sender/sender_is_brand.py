"""The mail comes from the brand's own domain, and a check proves it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, brand_facts, from_domain, is_everybodys, of_auth, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """COUNTER. Authentication says who, the catalogue says that this is the brand."""
    domain = from_domain(d)
    brand = next((b for b in d.brands if b.sends_from(domain)), None) if domain else None
    if (
        brand is None
        or is_everybodys(domain)
        or (d.claimed and d.claimed.brand != brand.brand and not d.claimed.sends_from(domain))
    ):
        return
    result = aligned_pass(d)
    if result:
        facts = {"method": result.method, "domain": domain, **brand_facts(brand)}
        yield Finding("sender-is-brand", Strength.COUNTER, (*of_from(d), *of_auth(result, d)), facts)


SIGN = Sign(
    id="sender-is-brand",
    viewpoint="sender",
    benign="all honest mail of the brand; a broken-into mailbox of the brand would show it too",
    look=look,
)
