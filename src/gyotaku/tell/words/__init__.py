"""Words for people, Japanese and English beside each other, keyed by id.

A group of a TOML file holds both languages::

    [sender-not-brand]
    ja.title = "公式のアドレスではありません"
    en.title = "Not the brand's own address"

Only the groups that a report speaks are parsed: the file is cut at its table headers, which costs microseconds, and
each group is read by :mod:`tomllib` when it is first asked for. A test reads every file whole and compares.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gyotaku.model import Fact

LANGUAGES = ("ja", "en")

_FOLDER = Path(__file__).parent
_HEADER = re.compile(r"^\[([a-z0-9-]+)\][ \t]*(?:#.*)?$", re.MULTILINE)
_SLOT = re.compile(r"\{(\w+)\}")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?")
_MONTHS = ("January February March April May June July August September October November December").split()

Group = Mapping[str, str | tuple[str, ...]]


class Piece(NamedTuple):
    """A stretch of a sentence: our words, or a value out of the mail (which a format may set apart)."""

    text: str
    value: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words."""

    lang: str

    def __call__(self, group: str, name: str, **slots: Fact) -> str:
        """One line of ours, e.g. ``words("heading", "subject")``.

        Raises :class:`KeyError` when there is none: ids are written by us, and a test reads them all.
        """
        line = _group(group, self.lang)[name]
        assert isinstance(line, str)
        return "".join(p.text for p in self.fill(line, slots)) if slots else line

    def has(self, group: str, name: str) -> bool:
        """True when there are words for that id."""
        return group in _texts() and name in _group(group, self.lang)

    def steps(self, group: str) -> tuple[str, ...]:
        """The steps of a first-aid group, in order."""
        lines = _group(group, self.lang)["steps"]
        assert isinstance(lines, tuple)
        return lines

    def finding(self, sign: str, facts: Mapping[str, Fact]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Title and sentence of a finding; the fact ``variant`` chooses among a sign's wordings.

        A sign whose words are missing gives its id and no sentence: a report must not fail over a word.
        """
        if sign not in _texts():
            return (Piece(sign, False),), ()
        group = _group(sign, self.lang)
        variant = facts.get("variant")
        return self.fill(_pick(group, "title", variant) or sign, facts), self.fill(_pick(group, "text", variant), facts)

    def fill(self, line: str, slots: Mapping[str, Fact]) -> tuple[Piece, ...]:
        """The line cut at its slots, each slot replaced by its printed value."""
        return tuple(
            Piece(self.show(slots.get(text)), True) if slot else Piece(text, False) for text, slot in _slots(line)
        )

    def show(self, value: Fact) -> str:
        """A value as a reader expects it: dates in full, numbers without needless zeros, nothing as a dash."""
        if value is None or value == "":
            return "―" if self.lang == "ja" else "–"
        if isinstance(value, bool):
            return ({"ja": "はい", "en": "yes"} if value else {"ja": "いいえ", "en": "no"})[self.lang]
        if isinstance(value, float):
            return f"{value:g}"
        if isinstance(value, str):
            return self.date(value) if value[:4].isdigit() else value
        return str(value)

    def date(self, iso: str) -> str:
        """``2024-11-11T15:46+09:00`` → 「2024年11月11日 15:46」/ “11 November 2024, 15:46 (UTC+9)”.

        A zone is named unless the reader's language implies it (Japanese and +09:00). What is no ISO 8601 date comes
        back as it is.
        """
        match = _ISO.fullmatch(iso)
        if match is None:
            return iso
        year, month, day, hour, minute, zone = match.groups()
        if not 1 <= int(month) <= 12:
            return iso
        name = _zone(zone, self.lang)
        if self.lang == "ja":
            return f"{int(year)}年{int(month)}月{int(day)}日" + (f" {hour}:{minute}{name}" if hour else "")
        return f"{int(day)} {_MONTHS[int(month) - 1]} {int(year)}" + (f", {hour}:{minute}{name}" if hour else "")


@cache
def words(lang: str) -> Words:
    """The words of ``ja`` or ``en``. Raises :class:`ValueError` for another language."""
    if lang not in LANGUAGES:
        raise ValueError(f"no words in {lang!r}: ja or en")
    return Words(lang)


def files() -> Iterable[Path]:
    """Every file of words."""
    yield from sorted(_FOLDER.glob("*.toml"))
    yield from sorted(_FOLDER.glob("signs/*.toml"))


def signs() -> tuple[str, ...]:
    """Ids of all signs that have words."""
    return tuple(name for path in files() if path.parent.name == "signs" for name in _cut(path))


def viewpoint_of(sign: str) -> str | None:
    """The viewpoint under whose file a sign's words stand."""
    return next((p.stem for p in files() if p.parent.name == "signs" and sign in _cut(p)), None)


def _pick(group: Group, name: str, variant: Fact) -> str:
    line = group.get(f"{name}_{variant}") if variant else None
    line = group.get(name, "") if line is None else line
    return line if isinstance(line, str) else "".join(line)


@cache
def _slots(line: str) -> tuple[tuple[str, bool], ...]:
    """The line cut at its slots: (our words, False) or (the slot's name, True)."""
    return tuple((text, odd % 2 == 1) for odd, text in enumerate(_SLOT.split(line)) if text)


def _zone(zone: str | None, lang: str) -> str:
    if zone is None:
        return ""
    if zone == "Z":
        return " (UTC)"
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if lang == "ja" and zone[0] == "+" and (hours, minutes) == (9, 0):
        return ""
    if not hours and not minutes:
        return " (UTC)"
    return f" (UTC{zone[0]}{hours}{f':{minutes:02}' if minutes else ''})"


@cache
def _cut(path: Path) -> dict[str, str]:
    """Group name → its TOML text."""
    text = path.read_text(encoding="utf-8")
    heads = list(_HEADER.finditer(text))
    ends = [h.start() for h in heads[1:]] + [len(text)]
    return {head[1]: text[head.start() : end] for head, end in zip(heads, ends, strict=True)}


@cache
def _texts() -> dict[str, str]:
    return {name: text for path in files() for name, text in _cut(path).items()}


@cache
def _group(name: str, lang: str) -> Group:
    table = tomllib.loads(_texts()[name])[name]
    return {k: tuple(v) if isinstance(v, list) else v for k, v in table.get(lang, {}).items()}
