"""The specimen card: header lines to show, and numbered marks at the places the evidence speaks of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

from gyotaku.model import Dissection, Finding
from gyotaku.tell import defang
from gyotaku.tell.report import Field, Mark

_SHOWN = {"subject": "subject", "from": "from", "reply-to": "reply-to", "date": "date"}
_MAX_MARKS = 60
"""More numbers than anybody follows; the evidence stays in the findings all the same."""


def card_of(d: Dissection, findings: Iterable[Finding], clean: Callable[[str, str], str]) -> tuple[Field, ...]:
    """Header lines of the card: subject, every From, Reply-To, Date, and what the evidence points at besides.

    Received lines are not among them: they are stations of the path.
    """
    wanted = {e.pointer for f in findings for e in f.evidence if e.pointer.startswith("header:")}
    order = {name: i for i, name in enumerate(_SHOWN)}
    rows: list[tuple[int, int, Field]] = []
    for header in d.mail.headers:
        name, pointer = header.name.lower(), f"header:{header.index}"
        if name == "received" or (name not in _SHOWN and pointer not in wanted):
            continue
        value = defang.text(clean(header.value.strip(), "headers"))
        rows.append((order.get(name, len(order)), header.index, Field(clean(header.name, "headers"), value, pointer)))
    return tuple(field for _, _, field in sorted(rows, key=lambda row: row[:2]))


def marks_of(
    d: Dissection,
    findings: Iterable[Finding],
    shown: str,
    card: set[str],
    clean: Callable[[str, str], str],
) -> tuple[Mark, ...]:
    """One mark for each place of evidence that the report can show, numbered in reading order.

    ``shown`` is the body's text as the report prints it: its characters have moved wherever something was taken out, so
    a place is found again by its line and its own cleaned words.
    """
    hops = {f"header:{h.header}": f"hop:{h.index}" for h in d.hops}
    links = {f"link:{link.id}" for link in d.links}
    lines = _Lines(d.body.text, shown)
    places: dict[tuple[int, int, int], dict[str, None]] = {}
    for pointer in dict.fromkeys(e.pointer for f in findings for e in f.evidence):
        place = hops.get(pointer, pointer)
        kind, _, rest = place.partition(":")
        key = None
        if place in card:
            key = (0, _number(rest), 0)
        elif kind == "part" and "@" in rest:
            span = _span(d, rest)
            found = lines.find(*span, clean) if span else None
            key = (1, *found) if found else None
        elif kind == "hop":
            key = (2, _number(rest), 0)
        elif place in links:
            key = (3, _number(rest), 0)
        if key is not None:
            places.setdefault(key, {})[pointer] = None
    marks = []
    for number, key in enumerate(sorted(places)[:_MAX_MARKS], 1):
        start, end = key[1:] if key[0] == 1 else (None, None)
        marks.append(Mark(number, tuple(places[key]), start, end))
    return tuple(marks)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _span(d: Dissection, rest: str) -> tuple[int, int] | None:
    """``1.2@120-180`` as characters of the whole body text."""
    path, _, numbers = rest.partition("@")
    low, _, high = numbers.partition("-")
    if not (low.isdigit() and high.isdigit()):
        return None
    start, end = int(low), int(high)
    for section in d.body.sections:
        if section.path == path and end <= section.end - section.start:
            return section.start + start, section.start + end
    return (start, end) if end <= len(d.body.text) and not d.body.sections else None


class _Lines:
    """Finds a span of one text again in its changed copy, which has the same lines."""

    __slots__ = ("_new", "_new_starts", "_old", "_old_starts", "_same")

    def __init__(self, old: str, new: str) -> None:
        self._same = old == new
        self._old, self._old_starts = (old, []) if self._same else (old, _starts(old))
        self._new, self._new_starts = (new, []) if self._same else (new, _starts(new))

    def find(self, start: int, end: int, clean: Callable[[str, str], str]) -> tuple[int, int] | None:
        if self._same:
            return start, end
        low, high = 0, len(self._new)
        guess = start
        if len(self._old_starts) == len(self._new_starts):
            line = _line(self._old_starts, start)
            last = _line(self._old_starts, max(start, end - 1))
            low = self._new_starts[line]
            high = self._new_starts[last + 1] if last + 1 < len(self._new_starts) else len(self._new)
            guess = low + start - self._old_starts[line]
        words = defang.text(clean(self._old[start:end], "body"))
        if not words:
            return None
        if self._new.startswith(words, guess):
            return guess, guess + len(words)
        before, after = self._new.rfind(words, low, min(high, guess + len(words))), self._new.find(words, guess, high)
        hits = [at for at in (before, after) if at >= 0]
        if not hits:
            return None
        at = min(hits, key=lambda hit: abs(hit - guess))
        return at, at + len(words)


def _starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _line(starts: list[int], at: int) -> int:
    return bisect_right(starts, at) - 1
