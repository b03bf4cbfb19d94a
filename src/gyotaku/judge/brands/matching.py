"""Finds the catalogue's names in folded text, and its labels inside host names and paths: one automaton pass each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from gyotaku.judge.brands.catalogue import index
from gyotaku.judge.brands.folding import bounded

MAX_HITS = 2_000
"""Hits looked at in one text: a mail that names brands more often than this is a list of brands."""

_SCAN_FROM = 3
"""Two Latin letters (BB, TD) stand in every second sentence: looked for only as a whole display name."""

ANYWHERE, AT_START = 7, 6
"""A host token of seven letters betrays the brand anywhere (``myrakuten-card``), of six at the start of a word
(``amazonjp``), a shorter one only as a word of its own."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a name or label means."""

    brand: int
    """Row of the index."""
    kind: str
    """``s`` strong, ``w`` weak, ``o`` offered by others, ``f`` written so by fakes."""
    name: str
    """The name as written, for weak ones (their case matters); ``""`` otherwise."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at ``text[start:end]``."""

    start: int
    end: int
    owners: tuple[Owner, ...]


@cache
def _owners(line: str) -> tuple[Owner, ...]:
    found = []
    for one in line.split("\t"):
        number, kind, *name = one.split(" ", 2)
        found.append(Owner(int(number), kind, name[0] if name else ""))
    return tuple(found)


@cache
def _names() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    chosen = [i for i, name in enumerate(index().names) if len(name) >= _SCAN_FROM or not name.isascii()]
    automaton = ahocorasick_rs.AhoCorasick(
        [index().names[i] for i in chosen], implementation=ahocorasick_rs.Implementation.NoncontiguousNFA
    )
    return automaton, tuple(index().name_owners[i] for i in chosen)


@cache
def _labels() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(index().labels, implementation=ahocorasick_rs.Implementation.NoncontiguousNFA)


@cache
def _exact() -> dict[str, str]:
    return dict(zip(index().names, index().name_owners, strict=True))


def whole_name(folded: str) -> tuple[Owner, ...]:
    """Who a text that is nothing but a name means; ``()`` when it is none."""
    line = _exact().get(folded.strip())
    return _owners(line) if line else ()


def find_names(folded: str) -> list[Hit]:
    """Names that stand as words of their own, leftmost and longest, none inside another (PayPay銀行, not PayPay)."""
    automaton, owners = _names()
    raw = automaton.find_matches_as_indexes(folded, overlapping=True)
    if len(raw) > 1:
        raw.sort(key=lambda m: (m[1], -m[2]))
    hits: list[Hit] = []
    last = -1
    for pattern, start, end in raw:
        if start >= last and bounded(folded, start, end):
            hits.append(Hit(start, end, _owners(owners[pattern])))
            last = end
            if len(hits) >= MAX_HITS:
                break
    return hits


def find_labels(folded: str) -> list[Hit]:
    """Labels in host names and paths (folded), longest first where they overlap."""
    raw = _labels().find_matches_as_indexes(folded, overlapping=True)
    raw.sort(key=lambda m: (m[1], -m[2]))
    hits: list[Hit] = []
    last = -1
    for pattern, start, end in raw:
        if start >= last and _stands_out(folded, start, end):
            hits.append(Hit(start, end, _owners(index().label_owners[pattern])))
            last = end
            if len(hits) >= MAX_HITS:
                break
    return hits


def _stands_out(folded: str, start: int, end: int) -> bool:
    """Whether a reader's eye would take the token for the brand there."""
    length = end - start
    opens = start == 0 or not folded[start - 1].isalnum()
    closes = end == len(folded) or not folded[end].isalnum()
    return (opens and closes) or (length >= AT_START and opens) or length >= ANYWHERE
