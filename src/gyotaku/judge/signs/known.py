"""Which known firm a host name belongs to, or borrows the word of."""

from __future__ import annotations

from functools import cache, lru_cache

from gyotaku.judge.brands.catalogue import Brand, brand_at, by_domain, family, index
from gyotaku.judge.signs.lists import CHEAP_ENDINGS, GENERIC_CC
from gyotaku.judge.signs.shapes import org
from gyotaku.model import BrandClaim

_SHORTEST = 5
"""Shorter words (au, ana, jcb) stand in too many honest names."""
_PLAIN = frozenset(
    """
    bank book books card club family global life line mail member mobile money news north online plus point post shop
    smart store times travel world
    """.split()
)
"""Words too plain to point at the firm whose domain they are, even when the mail names that firm."""
_COMMON = _PLAIN | frozenset("apple chase discover oracle orange prime ripple square target".split())
"""Words that people use in host names without thinking of the firm."""


@lru_cache(maxsize=4096)
def owner_of(host: str) -> Brand | None:
    """The firm under one of whose official domains ``host`` lies; ``None`` when the catalogue knows none."""
    return by_domain(host) if "." in host else None


@cache
def _words() -> dict[str, int]:
    """First labels of the official registrable domains, with the brand's row."""
    words: dict[str, int] = {}
    for domain, whose in index().domains.items():
        number, _, what = whose.partition(" ")
        label = domain.partition(".")[0]
        if "o" in what and len(label) >= _SHORTEST and label not in _COMMON and org(domain) == domain:
            words.setdefault(label, int(number))
    return words


@lru_cache(maxsize=4096)
def borrowed_word(host: str) -> Brand | None:
    """The firm whose domain's word stands as a sub-domain label of somebody else's domain (``amazon.server.co.jp``)."""
    if owner_of(host):
        return None
    words = _words()
    for label in host.lower().rstrip(".").removesuffix(org(host)).split("."):
        number = words.get(label)
        if number is not None:
            return brand_at(number)
    return None


def same_name_elsewhere(domains: tuple[str, ...], domain: str) -> bool:
    """True for a brand's own name under another country's ending (``amazon.it`` beside ``amazon.com``).

    Such a domain is most often the brand's, and the catalogue does not list every country; endings that frauds favour
    are no country in this sense.
    """
    label, _, ending = org(domain).partition(".")
    if len(ending.rpartition(".")[2]) != 2 or ending in CHEAP_ENDINGS or ending in GENERIC_CC:
        return False
    return any(org(known).partition(".")[0] == label for known in domains)


def related(owner: Brand, brand: BrandClaim) -> bool:
    """True when both are one firm, or of one family or group."""
    return owner.id == brand.brand or any(relative.id == owner.id for relative in family(brand.brand))


@lru_cache(maxsize=512)
def words_of(domains: tuple[str, ...]) -> tuple[str, ...]:
    """The words by which a brand's domains are known: first labels of the registrable domains, four letters or more."""
    labels = dict.fromkeys(org(domain).partition(".")[0] for domain in domains)
    return tuple(label for label in labels if len(label) >= 4 and label not in _PLAIN)
