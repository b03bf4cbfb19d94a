"""The sender calls itself a brand, and its address is not the brand's."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.known import same_name_elsewhere
from gyotaku.judge.signs.proof import (
    brand_facts,
    from_domain,
    is_everybodys,
    of_from,
    sender_is_official,
    shows_brand,
)
from gyotaku.judge.signs.shapes import org
from gyotaku.model import BrandClaim, Dissection, Evidence, Finding, Sign, Strength, under
from gyotaku.patterns import pattern

_BRACKETS = pattern(r"[【\[［《〈<「『]([^】\]］》〉>」』]{1,60})[】\]］》〉>」』]")


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG when the sender's name wears the brand's; WEAK when only subject, address or text do."""
    brand, domain = d.claimed, from_domain(d)
    if not brand or not domain or not (brand.mail_domains or brand.web_domains):
        return
    shared = is_everybodys(domain)
    if sender_is_official(d) and not shared:
        return
    shown = shows_brand(d)
    facts = {"display": d.sender.display or domain, "domain": domain, **brand_facts(brand)}
    strength = Strength.STRONG if shown else _without_name(d, domain)
    if under(domain, brand.shared_domains) or (shared and brand.sends_from(domain)):
        facts["variant"] = "shared"
        strength = Strength.WEAK if brand.sends_from(domain) or not shown else Strength.STRONG
    elif not shown:
        facts["variant"] = "text"
    elif same_name_elsewhere((*brand.mail_domains, *brand.web_domains), domain):
        strength = Strength.WEAK
    evidence: tuple[Evidence, ...] = of_from(d)
    if not shown:
        evidence += brand.grounds[:2]
    yield Finding("sender-not-brand", strength, evidence, facts)


def _without_name(d: Dissection, domain: str) -> Strength:
    """How far a sender goes that does not wear the name itself.

    STRONG for a nameless one whose subject is signed by the brand as firms do (【えきねっと】). NOTE for one that
    shows its own domain's word as its name and so writes in its own: a shop, a newspaper, a partner.
    """
    if not d.sender.display.strip() and d.claimed and _subject_is_signed(d.subject.text, d.claimed):
        return Strength.STRONG
    label = org(domain).split(".", 1)[0]
    return Strength.NOTE if len(label) > 2 and label in d.sender.display.lower().replace(" ", "") else Strength.WEAK


def _subject_is_signed(subject: str, brand: BrandClaim) -> bool:
    """True when the brand's name stands in brackets in the subject, alone or first."""
    names = tuple(name.casefold() for name in (brand.name, brand.name_en) if name)
    return any(match.group(1).strip().casefold().startswith(names) for match in _BRACKETS.finditer(subject[:1000]))


SIGN = Sign(
    id="sender-not-brand",
    viewpoint="sender",
    benign="help desks, agencies and mailing services writing in a brand's name that the catalogue does not know",
    look=look,
)
