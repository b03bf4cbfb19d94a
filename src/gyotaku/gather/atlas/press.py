"""Presses the bundled table out of .mmdb files that the operator has.

    python -m gyotaku.gather.atlas.press origin-asn.mmdb iptoasn-asn.mmdb server-country.mmdb FOLDER

The three are the public-domain (PDDL 1.0) sets of https://github.com/sapics/ip-location-db: who announces a network
under its organisation's name, the same with the registry's handle, and the country its machines stand in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import maxminddb

from gyotaku.gather.atlas.table import AS_BYTES, NAMES, ROWS, STEP_BYTES, pack

T = TypeVar("T")

Range = tuple[int, int, T]
"""First and last address, and what holds for them."""

LICENCE = "PDDL 1.0"
SOURCE = "https://github.com/sapics/ip-location-db"


def press(organisations: Path, handles: Path, countries: Path, folder: Path) -> dict[str, object]:
    """Writes ``ipv4 ipv6 names about.json`` into ``folder``; returns what ``about.json`` says."""
    names: dict[int, str] = {}
    systems = _ranges(organisations, lambda record: _remember(names, record))
    short: dict[int, str] = {}
    _ranges(handles, lambda record: _remember(short, record))
    stands = _ranges(countries, lambda record: str(record["country_code"]))
    codes = sorted({code for family in stands.values() for *_, code in family})
    numbers = [0, *sorted(names)]
    where = {number: index for index, number in enumerate(numbers)}
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for version, shift in ((4, 0), (6, 64)):
        rows = list(_joined(systems[version], stands[version], shift))
        counts[f"ipv{version}"] = len(rows)
        blocks = [_block(rows[at : at + ROWS], where, codes) for at in range(0, len(rows), ROWS)]
        (folder / f"ipv{version}").write_bytes(pack(blocks))
    lines = [f"{n}\t{_handle(short.get(n, ''))}\t{_clean(names.get(n, ''))}" for n in numbers]
    texts = [(0, "\n".join(lines[at : at + NAMES]).encode("utf-8")) for at in range(0, len(lines), NAMES)]
    (folder / "names").write_bytes(pack(texts))
    about: dict[str, object] = {
        "name": "ip-location-db",
        "built": min(_built(path) for path in (organisations, handles, countries)),
        "licence": LICENCE,
        "source": SOURCE,
        "sets": [path.stem for path in (organisations, handles, countries)],
        "ranges": counts,
        "systems": len(numbers) - 1,
        "countries": " ".join(codes),
    }
    (folder / "about.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return about


def _remember(names: dict[int, str], record: Any) -> int:
    number = int(record["autonomous_system_number"])
    if number > 0xFFFFFFFF:
        return 0
    names.setdefault(number, str(record.get("autonomous_system_organization") or ""))
    return number


def _ranges(path: Path, value: Callable[[Any], T]) -> dict[int, list[Range[T]]]:
    """The database's networks by address family, neighbours of equal value joined."""
    found: dict[int, list[Range[T]]] = {4: [], 6: []}
    with maxminddb.open_database(path) as database:
        for network, record in database:
            rows = found[network.version]
            first, last, said = int(network.network_address), int(network.broadcast_address), value(record)
            if rows and rows[-1][1] + 1 == first and rows[-1][2] == said:
                rows[-1] = (rows[-1][0], last, said)
            else:
                rows.append((first, last, said))
    return found


def _joined(
    systems: Sequence[Range[int]], countries: Sequence[Range[str]], shift: int
) -> Iterator[tuple[int, int, str]]:
    """(start, AS, country) wherever one of the two changes; where nobody announces, the country is left out."""
    edges = sorted({edge for rows in (systems, countries) for first, last, _ in rows for edge in (first, last + 1)})
    says_as, says_country = _walk(systems, 0), _walk(countries, "")
    pending: tuple[int, int, str] | None = None
    before: tuple[int, str] | None = None
    for edge in edges:
        number = says_as(edge)
        now = (number, says_country(edge) if number else "")
        if now == before:
            continue
        before = now
        row = (edge >> shift, *now)
        if pending is not None and pending[0] != row[0]:
            yield pending
        pending = row  # of two ranges inside one /64 the later one stays
    if pending is not None:
        yield pending


def _walk(rows: Sequence[Range[T]], nothing: T) -> Callable[[int], T]:
    """What holds at an address, for addresses asked in rising order."""
    at = 0

    def holds(address: int) -> T:
        nonlocal at
        while at < len(rows) and rows[at][1] < address:
            at += 1
        return rows[at][2] if at < len(rows) and rows[at][0] <= address else nothing

    return holds


def _block(rows: Sequence[tuple[int, int, str]], where: dict[int, int], codes: list[str]) -> tuple[int, bytes]:
    """First address and columns of a stretch of ranges; the first step counts from zero."""
    starts = [row[0] for row in rows]
    steps = starts[:1] + [b - a for a, b in pairwise(starts)]
    columns = (
        _planes(steps, STEP_BYTES),
        _planes([where[row[1]] for row in rows], AS_BYTES),
        bytes(codes.index(row[2]) + 1 if row[2] else 0 for row in rows),
    )
    return starts[0], b"".join(columns)


def _planes(numbers: Iterable[int], width: int) -> bytes:
    data = b"".join(number.to_bytes(width, "little") for number in numbers)
    return b"".join(data[plane::width] for plane in range(width))


def _handle(text: str) -> str:
    """The registry's short name: the first word, where it is written like one."""
    word = _clean(text).split(" ")[0]
    return word if word.isascii() and word.upper() == word else ""


def _clean(text: str) -> str:
    return " ".join(text.split())


def _built(path: Path) -> str:
    with maxminddb.open_database(path) as database:
        return datetime.fromtimestamp(database.metadata().build_epoch, UTC).date().isoformat()


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    about = press(*(Path(argument) for argument in sys.argv[1:]))
    sys.stdout.write(f"{about['built']}: {about['ranges']}\n")
