"""The mail comes in the name of the brand's own domain, and nothing proves it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import (
    aligned_pass,
    brand_facts,
    failure,
    from_domain,
    is_list_mail,
    is_official,
    of_from,
)
from gyotaku.model import Dissection, Finding, Sign, Strength

LEAST = 0.12
"""Score of a single mention: the domain and one mention of its brand make the claim together."""


def look(d: Dissection) -> Iterator[Finding]:
    """Anybody can write any address into From; the receiving server's results could tell. A failure is another sign."""
    domain = from_domain(d)
    if not domain:
        return
    named = (b for b in d.brands if b.score >= LEAST and is_official(b, domain))
    brand = d.claimed if d.claimed and is_official(d.claimed, domain) else next(named, None)
    if brand is None:
        return
    if aligned_pass(d) or failure(d) or is_list_mail(d):
        return
    variant = "unaligned" if any(r.status == "pass" for r in d.auth) else "silent"
    facts = {"domain": domain, "variant": variant, **brand_facts(brand)}
    yield Finding("brand-unproven", Strength.WEAK, of_from(d), facts)


SIGN = Sign(
    id="brand-unproven",
    viewpoint="sender",
    benign="genuine mail whose receiving server writes no results, and copies saved without their headers",
    look=look,
)
