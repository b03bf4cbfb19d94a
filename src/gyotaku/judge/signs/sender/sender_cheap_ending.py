"""The sender's domain ends in a name that costs next to nothing and is dropped as fast."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.lists import CHEAP_ENDINGS
from gyotaku.judge.signs.proof import from_domain, is_list_mail, of_from, sender_is_official
from gyotaku.judge.signs.shapes import org
from gyotaku.model import Dissection, Finding, Sign, Strength

_COUNTRIES = frozenset({"cn", "ru", "su", "in"})
"""Whole countries write from these; under a brand's name ``random-domain`` counts them."""


def look(d: Dissection) -> Iterator[Finding]:
    """Where a brand is claimed ``random-domain`` says it; here nobody known is."""
    domain = from_domain(d)
    if not domain or d.claimed or sender_is_official(d) or is_list_mail(d):
        return
    ending = org(domain).partition(".")[2]
    if ending in CHEAP_ENDINGS and ending not in _COUNTRIES:
        facts = {"domain": domain, "ending": "." + ending}
        yield Finding("sender-cheap-ending", Strength.WEAK, of_from(d), facts)


SIGN = Sign(
    id="sender-cheap-ending",
    viewpoint="sender",
    benign="small shops, artists and young projects under .shop, .xyz or .site",
    look=look,
)
