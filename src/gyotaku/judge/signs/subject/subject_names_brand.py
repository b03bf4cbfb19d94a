"""The subject names a brand that the sender's name and address do not."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import (
    aligned_pass,
    brand_facts,
    from_domain,
    is_list_mail,
    named_in,
    of_subject,
    sender_is_official,
    shows_brand,
)
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """The name in the subject is the bait; the sender's field stays neutral."""
    brand, domain = d.claimed, from_domain(d)
    if not brand or not domain or sender_is_official(d) or is_list_mail(d):
        return
    if not named_in(brand, d.subject.header) or shows_brand(d):
        return
    if not (brand.mail_domains or brand.web_domains):
        return
    strength = Strength.NOTE if aligned_pass(d) and _mentions_itself(d) else Strength.WEAK
    yield Finding("subject-names-brand", strength, of_subject(d), {"domain": domain, **brand_facts(brand)})


def _mentions_itself(d: Dissection) -> bool:
    """True when the sender's own organisation appears in its subject: a partner writing about the brand."""
    label = from_domain(d).split(".", 1)[0]
    return len(label) > 3 and label in d.subject.text.lower()


SIGN = Sign(
    id="subject-names-brand",
    viewpoint="subject",
    benign="shops and newspapers writing about the brand, agencies selling its cards or tickets",
    look=look,
)
