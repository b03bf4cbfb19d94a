"""The bundled table: every announced network of the internet, its AS and its country, in about three megabytes.

Three files of xz blocks, written by :mod:`gyotaku.gather.atlas.press`, so that one question unpacks three blocks, which
costs milliseconds. A file begins with the number of its blocks (four bytes, little-endian as everything here) and one
entry a block: the first address it holds (eight bytes) and its length in the file (four bytes).

``ipv4`` and ``ipv6`` hold ranges in address order as columns: the distance from the start of the range before (a range
ends where the next one starts), the number of its AS in ``names``, and the number of its country in ``about.json``. A
column of ``n`` numbers of ``w`` bytes is stored as ``w`` planes of ``n`` bytes, lowest byte first: equal high bytes
stand beside each other and pack to nothing. IPv6 ranges count in /64 networks. ``names`` is UTF-8 text, one AS a line:
number, handle and organisation, tab between them; its blocks hold :data:`NAMES` lines each. The AS number 0 means
"nobody announces this".
"""

from __future__ import annotations

import json
import lzma
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import IPv4Address, IPv6Address
from itertools import accumulate, pairwise
from pathlib import Path

BUNDLED = Path(__file__).parent / "data"
ROWS = 8192
"""Ranges in a block."""
NAMES = 1024
"""Names in a block."""
STEP_BYTES = 8
AS_BYTES = 3
COUNT = struct.Struct("<I")
ENTRY = struct.Struct("<QI")


@dataclass(frozen=True, slots=True)
class Announced:
    """Who announces an address."""

    asn: int
    as_name: str
    country: str | None
    """ISO 3166-1 alpha-2 of where its machines stand; ``None`` when the data does not say."""


class Blocks:
    """One file of the table; each block is unpacked when first needed and then kept: 25 MB when all are."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        (count,) = COUNT.unpack_from(data)
        entries = [ENTRY.unpack_from(data, COUNT.size + ENTRY.size * i) for i in range(count)]
        head = COUNT.size + ENTRY.size * count
        ends = list(accumulate((length for _, length in entries), initial=head))
        self._data = data
        self._spans = list(pairwise(ends))
        self.firsts = [first for first, _ in entries]

    def __getitem__(self, number: int) -> bytes:
        start, end = self._spans[number]
        return lzma.decompress(self._data[start:end])


def pack(blocks: Sequence[tuple[int, bytes]]) -> bytes:
    """The bytes of a file of blocks, each with the first address it holds."""
    packed = [(first, lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)) for first, data in blocks]
    head = COUNT.pack(len(packed)) + b"".join(ENTRY.pack(first, len(data)) for first, data in packed)
    return head + b"".join(data for _, data in packed)


class Table:
    """A folder with the four files, read when first asked."""

    def __init__(self, folder: Path = BUNDLED) -> None:
        self.folder = folder
        self.about: dict[str, object] = json.loads((folder / "about.json").read_text(encoding="utf-8"))

    def find(self, ip: IPv4Address | IPv6Address) -> Announced | None:
        """``None`` when nobody announces that address."""
        address = int(ip) if ip.version == 4 else int(ip) >> 64
        blocks = self._ipv4 if ip.version == 4 else self._ipv6
        block = bisect_right(blocks.firsts, address) - 1
        if block < 0:
            return None
        starts, systems, countries = _rows(blocks, block)
        at = bisect_right(starts, address) - 1
        number, name = self._name(systems[at])
        if not number:
            return None
        return Announced(number, name, self._countries[countries[at]] or None)

    @cached_property
    def _ipv4(self) -> Blocks:
        return Blocks(self.folder / "ipv4")

    @cached_property
    def _ipv6(self) -> Blocks:
        return Blocks(self.folder / "ipv6")

    @cached_property
    def _names(self) -> Blocks:
        return Blocks(self.folder / "names")

    @cached_property
    def _countries(self) -> tuple[str, ...]:
        codes = self.about["countries"]
        assert isinstance(codes, str)
        return ("", *codes.split())

    def _name(self, index: int) -> tuple[int, str]:
        line = _lines(self._names, index // NAMES)[index % NAMES]
        number, handle, organisation = line.split("\t")
        return int(number), as_name(handle, organisation)


def as_name(handle: str, organisation: str) -> str:
    """Both names of an AS where they differ: readers know one, registries the other.

    >>> as_name("AS-COLOCROSSING", "HostPapa"), as_name("GOOGLE", "Google LLC")
    ('HostPapa (AS-COLOCROSSING)', 'Google LLC')
    """
    if not organisation or not handle or handle.lower() in organisation.lower():
        return organisation or handle
    return f"{organisation} ({handle})"


@lru_cache(maxsize=256)
def _rows(blocks: Blocks, number: int) -> tuple[array[int], array[int], bytes]:
    """Starts, systems and countries of a block."""
    data = blocks[number]
    count = len(data) // (STEP_BYTES + AS_BYTES + 1)
    split = count * STEP_BYTES
    steps = _column(data[:split], "Q")
    systems = _column(data[split : split + count * AS_BYTES] + bytes(count), "I")
    return array("Q", accumulate(steps)), systems, data[-count:]


@lru_cache(maxsize=256)
def _lines(blocks: Blocks, number: int) -> list[str]:
    return blocks[number].decode("utf-8").split("\n")


def _column(planes: bytes, code: str) -> array[int]:
    """The numbers of a column stored as byte planes, as many planes as the type has bytes."""
    numbers = array(code)
    width = numbers.itemsize
    laid = bytearray(len(planes))
    count = len(planes) // width
    for plane in range(width):
        laid[plane::width] = planes[plane * count : (plane + 1) * count]
    numbers.frombytes(bytes(laid))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
