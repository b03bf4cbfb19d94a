"""The specimen card: header lines to show, and numbered marks at the places the evidence speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gyotaku.model import Dissection, Finding
from gyotaku.tell import defang
from gyotaku.tell.places import Places
from gyotaku.tell.report import Field, Mark

_SHOWN = {"subject": 0, "from": 1, "reply-to": 2, "date": 3}
"""What a reader of mail is used to see, in this order."""
_MAX_MARKS = 60
"""More numbers than anybody follows; the evidence stays in the findings all the same."""


def card_of(d: Dissection, findings: Iterable[Finding], clean: Callable[[str, str], str]) -> tuple[Field, ...]:
    """Header lines of the card: subject, every From, Reply-To, Date, and what the evidence points at besides.

    Received lines are not among them: they are stations of the path.
    """
    wanted = {e.pointer for f in findings for e in f.evidence if e.pointer.startswith("header:")}
    indexes = {_number(pointer.removeprefix("header:")) for pointer in wanted}
    rows: list[tuple[int, int, Field]] = []
    for header in d.mail.headers:
        name = header.name.lower()
        if (name not in _SHOWN and header.index not in indexes) or name == "received":
            continue
        value = defang.text(clean(header.value.strip(), "headers"))
        field = Field(clean(header.name, "headers"), value, f"header:{header.index}")
        rows.append((_SHOWN.get(name, len(_SHOWN)), header.index, field))
    return tuple(field for _, _, field in sorted(rows, key=lambda row: row[:2]))


def marks_of(
    d: Dissection,
    findings: Iterable[Finding],
    places: Places,
    card: Sequence[Field],
) -> tuple[Mark, ...]:
    """One mark for each place of evidence that the report can show, numbered in reading order.

    ``card`` holds the header lines in the order they are shown.
    """
    hops = {f"header:{h.header}": f"hop:{h.index}" for h in d.hops}
    trails = {f"trail:{index}": f"link:{trail.link}" for index, trail in enumerate(d.trails)}
    links = {f"link:{link.id}" for link in d.links if link.clickable}
    rows = {field.pointer: index for index, field in enumerate(card)}
    found: dict[tuple[int, int, int], dict[str, None]] = {}
    for pointer in dict.fromkeys(e.pointer for f in findings for e in f.evidence):
        # A Received header is a station of the path, a step of a trail a station of its link.
        place = trails.get(pointer.partition("/")[0]) or hops.get(pointer, pointer)
        kind, _, rest = place.partition(":")
        key = None
        if place in rows:
            key = (0, rows[place], 0)
        elif kind == "part" and "@" in rest:
            span = places.of(pointer)
            key = (1, *span) if span else None
        elif kind == "hop":
            key = (2, _number(rest), 0)
        elif place in links:
            key = (3, _number(rest), 0)
        if key is not None:
            found.setdefault(key, {}).update({place: None, pointer: None})
    marks = []
    for number, key in enumerate(sorted(found)[:_MAX_MARKS], 1):
        start, end = key[1:] if key[0] == 1 else (None, None)
        marks.append(Mark(number, tuple(found[key]), start, end))
    return tuple(marks)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
