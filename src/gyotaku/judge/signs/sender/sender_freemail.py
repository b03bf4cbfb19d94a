"""A firm writes from a mailbox that anybody can get."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import brand_facts, from_domain, of_from, sender_is_official, shows_brand
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Free providers, carriers and access providers count alike."""
    brand, domain = d.claimed, from_domain(d)
    if not brand or not is_public_mail_domain(domain) or sender_is_official(d):
        return
    strength = Strength.STRONG if shows_brand(d) else Strength.WEAK
    yield Finding("sender-freemail", strength, of_from(d), {"domain": domain, **brand_facts(brand)})


SIGN = Sign(
    id="sender-freemail",
    viewpoint="sender",
    benign="people who forward or discuss a brand's mail; very small shops",
    look=look,
)
