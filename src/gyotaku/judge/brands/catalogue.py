"""The brand catalogue as a run uses it: the compiled index, read in a few milliseconds and only as far as it is asked.

The facts themselves, with source, date and basis, are the TOML files in ``catalogue/``; after a change there, run
``python -m gyotaku.judge.brands.catalogue`` (or ``gyotaku brands compile``) and commit both.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

INDEX = "index.txt"


@dataclass(frozen=True, slots=True)
class Brand:
    """What a run knows of one brand. Domains are A-labels, lower case; ``()`` = none known."""

    id: str
    """kebab-case, for ever."""
    name: str
    """As a Japanese reader knows it."""
    name_en: str
    sector: str
    parent: str | None
    """Id of the brand this one is part of; ``None`` = none in the catalogue."""
    group: str | None
    """Brands of one group share customers and sometimes senders; ``None`` = alone."""
    legal_entity: str | None
    mail_domains: tuple[str, ...]
    web_domains: tuple[str, ...]
    shared_domains: tuple[str, ...]
    """Owned, and full of customers: proves nothing, with everything below it."""
    customer_domains: tuple[str, ...]
    """Mailboxes of customers end in exactly this: as a sender it proves nothing; its sub-domains may be the firm's."""
    sender_services: tuple[str, ...]
    """Other firms' domains the brand is known to mail from or log in through."""
    not_official: tuple[str, ...]
    """Seen in fakes, or taken for the brand's by mistake."""
    real_notices_ja: str | None
    """What its real notices do and do not do, in our words; ``None`` = not known."""
    real_notices_en: str | None
    report_to: str | None
    """Address or page that takes reports; ``None`` = not known."""

    @property
    def official(self) -> tuple[str, ...]:
        """Mail and web domains, each once."""
        return tuple(dict.fromkeys((*self.mail_domains, *self.web_domains)))


@dataclass(frozen=True, slots=True)
class Index:
    """The compiled catalogue, split but not yet parsed."""

    rows: tuple[str, ...]
    kin: tuple[str, ...]
    """Id, parent, group, parted by tabs."""
    names: tuple[str, ...]
    name_owners: tuple[str, ...]
    labels: tuple[str, ...]
    label_owners: tuple[str, ...]
    domains: dict[str, str]
    """Domain to row number, space, what it is: ``o`` official, ``c`` customers' mailboxes, ``s`` shared."""


@cache
def index() -> Index:
    """The bundled index; a few milliseconds."""
    text = (files("gyotaku.judge.brands") / INDEX).read_text(encoding="utf-8")
    _, rows, kin, names, name_owners, labels, label_owners, domains, whose = (
        tuple(section.split("\n")) for section in text.rstrip("\n").split("\n\n")
    )
    return Index(rows, kin, names, name_owners, labels, label_owners, dict(zip(domains, whose, strict=True)))


@cache
def brand_at(number: int) -> Brand:
    """The brand in that row of the index."""
    (
        id_,
        name,
        name_en,
        sector,
        parent,
        group,
        entity,
        mail,
        web,
        shared,
        customers,
        services,
        fakes,
        ja,
        en,
        report,
    ) = json.loads(index().rows[number])
    return Brand(
        id=id_,
        name=name,
        name_en=name_en,
        sector=sector,
        parent=parent,
        group=group,
        legal_entity=entity,
        mail_domains=tuple(mail),
        web_domains=tuple(web),
        shared_domains=tuple(shared),
        customer_domains=tuple(customers),
        sender_services=tuple(services),
        not_official=tuple(fakes),
        real_notices_ja=ja,
        real_notices_en=en,
        report_to=report,
    )


@cache
def _numbers() -> dict[str, int]:
    return {line.partition("\t")[0]: number for number, line in enumerate(index().kin)}


def number_of(brand_id: str) -> int:
    """Row of the brand in the index; ``KeyError`` when the catalogue has none."""
    return _numbers()[brand_id]


def brand(brand_id: str) -> Brand | None:
    """The brand with that id; ``None`` when the catalogue has none."""
    number = _numbers().get(brand_id)
    return None if number is None else brand_at(number)


def brands() -> Iterator[Brand]:
    """Every brand, by id (parses all rows: some ten milliseconds)."""
    return (brand_at(number) for number in range(len(index().rows)))


def _suffixes(domain: str) -> Iterator[str]:
    """``a.b.c``, ``b.c``, ``c``; at most eight, for no official domain is deeper."""
    labels = domain.rstrip(".").lower().split(".")[-8:]
    return (".".join(labels[i:]) for i in range(len(labels)))


def by_domain(domain: str) -> Brand | None:
    """Whose official domain this is or stands under; ``None`` when nobody's that we know.

    Shared and customers' domains are nobody's: an address there says nothing about the firm.
    """
    owner: int | None = None
    for depth, suffix in enumerate(_suffixes(domain)):
        number, _, what = index().domains.get(suffix, "").partition(" ")
        if "s" in what or ("c" in what and depth == 0):
            return None
        if "o" in what and owner is None:
            owner = int(number)
    return None if owner is None else brand_at(owner)


def shared_part(domain: str) -> str | None:
    """The part of ``domain`` that is open to some brand's customers (``s3.amazonaws.com`` gives ``amazonaws.com``);
    ``None`` when it is no such domain."""
    for depth, suffix in enumerate(_suffixes(domain)):
        what = index().domains.get(suffix, "").partition(" ")[2]
        if "s" in what or ("c" in what and depth == 0):
            return suffix
    return None


def proves_nothing(domain: str) -> str | None:
    """Id of the brand that owns ``domain`` and lets its customers use it (server names, customers' mailboxes, site
    builders); ``None`` when it is no such domain."""
    part = shared_part(domain)
    return brand_at(int(index().domains[part].partition(" ")[0])).id if part else None


@cache
def _relations() -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Children by parent id, members by group."""
    children: dict[str, list[int]] = defaultdict(list)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(index().kin):
        _, parent, group = line.split("\t")
        children[parent].append(number)
        groups[group].append(number)
    del children[""], groups[""]
    return children, groups


def ancestors(of: Brand) -> tuple[Brand, ...]:
    """Parent, its parent, and so on; ends even if the data went round in a circle."""
    line: list[Brand] = []
    parent = of.parent
    while parent and len(line) < 5 and (found := brand(parent)):
        line.append(found)
        parent = found.parent
    return tuple(line)


@cache
def family(brand_id: str) -> tuple[Brand, ...]:
    """The brand itself, then those above it, those below it, and the rest of its group."""
    own = brand(brand_id)
    if own is None:
        return ()
    children, groups = _relations()
    found = {own.id: own}
    for relative in ancestors(own):
        found.setdefault(relative.id, relative)
    below = list(children.get(own.id, ()))
    while below:
        relative = brand_at(below.pop(0))
        if relative.id not in found:
            found[relative.id] = relative
            below.extend(children.get(relative.id, ()))
    for number in groups.get(own.group or "", ()):
        found.setdefault(brand_at(number).id, brand_at(number))
    return tuple(found.values())


if __name__ == "__main__":
    from gyotaku.judge.brands.check import write_index

    print(write_index())  # noqa: T201
