"""The host name wears a brand's name, but the domain is somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import brand_facts
from gyotaku.judge.signs.ways import mostly_own, neutral, of_link, own, sender_proven, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """The brand's Latin name or a label of its own domains stands in a foreign host or path."""
    brand = d.claimed
    if brand is None or sender_proven(d):
        return
    labels = {domain.split(".", 1)[0] for domain in (*brand.web_domains, *brand.mail_domains)}
    labels |= {brand.brand, brand.brand.replace("-", "")}
    labels = {label for label in labels if len(label) >= 4 and label not in _PLAIN}
    for link in ways(d):
        for step in d.trails[link.id].steps:
            if not step.host or own(brand, step.host) or neutral(step.host) or tracked(step.host):
                continue
            path = step.url.partition("//")[2].partition("/")[2].partition("?")[0].lower()
            label = next((x for x in sorted(labels) if x in step.host or f"/{x}" in f"/{path}"), None)
            if label:
                strong = label in step.host and not mostly_own(d, brand)
                strength = Strength.STRONG if strong else Strength.WEAK
                facts = {"host": step.host, "label": label, **brand_facts(brand)}
                yield Finding("link-brand-in-name", strength, (of_link(link),), facts)
                return


_PLAIN: Final = frozenset(
    {"mail", "info", "news", "shop", "card", "bank", "points", "email", "members", "login", "account"}
)
"""Labels too common to be anybody's name."""


SIGN = Sign(
    id="link-brand-in-name",
    viewpoint="link",
    benign="resellers, fan pages and news about the brand",
    look=look,
)
