"""Which known firm a host name belongs to, or borrows the word of."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from gyotaku.judge.signs.shapes import org
from gyotaku.model import BrandClaim

_SHORTEST = 5
"""Shorter words (au, ana, jcb) stand in too many honest names."""


class Owner(NamedTuple):
    """A firm of the catalogue."""

    brand: str
    name: str
    name_en: str
    group: str


class _Index(NamedTuple):
    domains: dict[str, Owner]
    words: dict[str, Owner]


@cache
def _index() -> _Index:
    domains: dict[str, Owner] = {}
    words: dict[str, Owner] = {}
    folder = resources.files("gyotaku.judge.brands") / "catalogue"
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        data = tomllib.loads(entry.read_text("utf-8"))
        names = data.get("names", {})
        owner = Owner(
            data["id"], names.get("ja", ""), names.get("en", ""), data.get("group") or data.get("parent") or ""
        )
        for field in ("mail_domain", "web_domain"):
            for item in data.get(field, ()):
                domains.setdefault(item["domain"], owner)
    for domain, owner in domains.items():
        label = org(domain).partition(".")[0]
        if len(label) >= _SHORTEST:
            words.setdefault(label, owner)
    return _Index(domains, words)


@lru_cache(maxsize=4096)
def owner_of(host: str) -> Owner | None:
    """The firm under one of whose domains ``host`` lies; ``None`` when the catalogue knows none."""
    known = _index().domains
    labels = host.rstrip(".").lower().split(".")
    for at in range(len(labels) - 1):
        owner = known.get(".".join(labels[at:]))
        if owner:
            return owner
    return None


@lru_cache(maxsize=4096)
def borrowed_word(host: str) -> Owner | None:
    """The firm whose domain's word stands as a sub-domain label of somebody else's domain (``amazon.server.co.jp``)."""
    if owner_of(host):
        return None
    words = _index().words
    own = org(host)
    for label in host.removesuffix(own).rstrip(".").lower().split("."):
        owner = words.get(label)
        if owner:
            return owner
    return None


def related(one: Owner, brand: BrandClaim) -> bool:
    """True when both are one firm, or of one group."""
    if one.brand == brand.brand:
        return True
    other = owner_of(brand.owner_domain or "")
    return bool(other and one.group and one.group in (other.group, other.brand)) or bool(
        other and other.group == one.brand
    )


@lru_cache(maxsize=512)
def words_of(domains: tuple[str, ...]) -> tuple[str, ...]:
    """The words by which a brand's domains are known: first labels of the registrable domains, four letters or more."""
    labels = dict.fromkeys(org(domain).partition(".")[0] for domain in domains)
    return tuple(label for label in labels if len(label) >= 4)
