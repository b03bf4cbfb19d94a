"""The catalogue as it is kept: one TOML file a brand, every fact with its source, date and basis.

This is the slow, full reading, for ``gyotaku brands`` and for making the index; :mod:`.catalogue` is the fast one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

DOMAIN_TABLES = (
    "mail_domain", "web_domain", "shared_domain", "customer_domain", "sender_service", "not_official",
)  # fmt: skip
TEXT_TABLES = ("real_notices", "report_to", "jpcert")
NAME_KINDS = ("aliases", "weak", "offered", "misspellings", "labels")

DOCUMENTED_KEYS = frozenset(
    {"id", "sector", "legal_entity", "parent", "group", "ended", "names", *DOMAIN_TABLES, *TEXT_TABLES}
)


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact and who says so."""

    table: str
    """``names``, ``mail_domain``, ``real_notices``…"""
    value: str
    """The domain, or a short form of what is said."""
    use: str
    source: str
    date: str
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: of the source; ``undated`` when it carries none; when basis is
    ``knowledge``, the month in which it was written down."""
    basis: str
    """``read`` (someone saw the source say it) or ``knowledge`` (only known; check before leaning on it)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One brand file."""

    id: str
    file: str
    """File name without ``.toml``."""
    data: dict[str, Any]
    facts: tuple[Stated, ...]

    def domains(self, table: str) -> tuple[str, ...]:
        """The domains of one table, in file order."""
        return tuple(str(d.get("domain", "")) for d in self.data.get(table, ()))

    def names(self, kind: str) -> tuple[str, ...]:
        """``aliases``, ``weak``, ``offered``, ``misspellings`` or ``labels``."""
        return tuple(self.data.get("names", {}).get(kind, ()))


def _facts(data: dict[str, Any]) -> Iterator[Stated]:
    for table in ("names", *DOMAIN_TABLES, *TEXT_TABLES):
        found = data.get(table)
        for row in found if isinstance(found, list) else [found] if found else []:
            value = row.get("domain") or row.get("ja") or row.get("to") or row.get("en") or table
            source, date, basis = (str(row.get(k, "")) for k in ("source", "date", "basis"))
            yield Stated(table, str(value), str(row.get("use", "")), source, date, basis)


def read_entry(name: str, text: str) -> Entry:
    """One brand from its TOML text; ``tomllib.TOMLDecodeError`` when it is none."""
    data = tomllib.loads(text)
    return Entry(str(data.get("id", "")), name, data, tuple(_facts(data)))


def folder() -> Traversable:
    """Where the brand files are."""
    return files("gyotaku.judge.brands") / "catalogue"


def read_entries() -> tuple[Entry, ...]:
    """Every brand file, in the order of their names (about 0.3 s)."""
    paths = sorted((p for p in folder().iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return tuple(read_entry(p.name[:-5], p.read_text(encoding="utf-8")) for p in paths)
