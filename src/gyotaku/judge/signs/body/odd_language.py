"""The mail claims a Japanese brand in another language, or mixes its subject's and body's."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, brand_facts
from gyotaku.model import Dissection, Finding, Sign, Strength

ENOUGH = 40
"""Characters below which a name alone may pass for a language."""


def look(d: Dissection) -> Iterator[Finding]:
    """A Chinese or Korean text under a Japanese brand; weak."""
    brand = d.claimed
    if brand is None or d.body.language not in ("zh", "ko") or len(d.body.text) < ENOUGH or aligned_pass(d):
        return
    japanese = any(domain.endswith(".jp") for domain in (*brand.web_domains, *brand.mail_domains))
    if japanese:
        size = min(60, len(d.body.text))
        facts = {"language": d.body.language, **brand_facts(brand)}
        yield Finding("odd-language", Strength.WEAK, (d.body.quote(0, size),), facts)


SIGN = Sign(
    id="odd-language",
    viewpoint="body",
    benign="international parents of Japanese shops, bilingual notices",
    look=look,
)
