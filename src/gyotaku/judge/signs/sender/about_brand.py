"""The mail speaks of your affairs with a brand, but the sender is not that brand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import aligned_pass, brand_facts, from_domain, is_list_mail, is_official, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength

_LEAST = 0.12
"""Score of a single mention in the body."""

_AFFAIRS: Final = ("closure", "verify", "payment-trouble", "intrusion", "login", "secret", "prize")


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: below the claim of being the brand; silent for proven senders, lists and answers in a thread."""
    domain = from_domain(d)
    if not d.brands or d.claimed or not domain or aligned_pass(d) or is_list_mail(d) or d.mail.first("in-reply-to"):
        return
    brand = d.brands[0]
    if brand.score < _LEAST or any(is_official(b, domain) for b in d.brands) or not brand.web_domains:
        return
    text = d.subject.text
    alarmed = of_family(text, *_AFFAIRS) or "重要" in text or "お知らせ" in text or "ご案内" in text or "確認" in text
    if alarmed or of_family(d.body.text, *_AFFAIRS):
        facts = {"domain": domain, **brand_facts(brand)}
        yield Finding("about-brand", Strength.WEAK, (*of_from(d), *brand.grounds[:1]), facts)


SIGN = Sign(
    id="about-brand",
    viewpoint="sender",
    benign="shops, agencies and newspapers that write about the brand",
    look=look,
)
