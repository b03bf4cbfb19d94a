"""The mail speaks of your affairs with a brand, but the sender is not that brand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.phrases import alarm_word, of_family
from gyotaku.judge.signs.proof import aligned_pass, brand_facts, from_domain, is_list_mail, is_official, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength

_LEAST = 0.12
"""Score of a single mention in the body."""

_AFFAIRS: Final = ("closure", "verify", "payment-trouble", "intrusion", "login", "secret", "prize")


LONG = 4_000
"""Characters beyond which a text is a letter of news that mentions many firms."""


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: below the claim of being the brand; silent for proven senders, lists and answers in a thread."""
    domain = from_domain(d)
    if not d.brands or d.claimed or not domain or aligned_pass(d) or is_list_mail(d) or d.mail.first("in-reply-to"):
        return
    if len(d.body.text) > LONG:
        return
    brand = d.brands[0]
    if brand.score < _LEAST or any(is_official(b, domain) for b in d.brands) or not brand.web_domains:
        return
    if alarm_word(d.subject.text[:500]) or of_family(d.body.text, *_AFFAIRS):
        facts = {"domain": domain, **brand_facts(brand)}
        yield Finding("about-brand", Strength.WEAK, (*of_from(d), *brand.grounds[:1]), facts)


SIGN = Sign(
    id="about-brand",
    viewpoint="sender",
    benign="shops, agencies and newspapers that write about the brand",
    look=look,
)
