"""Fetches newer data through the gate: ``gyotaku data update``. Never at import, never by itself.

A file is asked for in pieces that fit the gate's lane (RFC 9110 section 14), checked as what it claims to be, and only
then laid over the old one. Where each comes from can be changed by the setting ``data.NAME`` (a URL).
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import maxminddb

from gyotaku.errors import ConfigError, GyotakuError, RefusedByPolicy, WorldFailure
from gyotaku.gather.atlas.maxmind import Database
from gyotaku.gather.source import Network

PIECE = 8_000_000
"""Bytes asked for at once; the gate's lane for HTTP ends a connection at ten million."""
MAX_FILE = 400_000_000
"""Bytes of a file, packed or unpacked; the largest, DB-IP City Lite, is 130 MB unpacked."""

_IP_LOCATION_DB = "https://github.com/sapics/ip-location-db/releases/download/latest/{name}.mmdb"
_DB_IP = "https://download.db-ip.com/free/{name}-{{month}}.mmdb.gz"
_IANA = "https://data.iana.org/rdap/{name}.json"
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")


@dataclass(frozen=True, slots=True)
class Item:
    """One file that can be refreshed."""

    name: str
    """In the setting ``data.NAME`` and on the command line."""
    path: str
    """Below the data folder."""
    url: str
    """``{month}`` stands for this month as ``2026-09``, or the one before where this month's is not out yet."""
    licence: str
    about: str


ITEMS = (
    Item("network", "atlas/origin-asn.mmdb", _IP_LOCATION_DB.format(name="origin-asn"), "PDDL 1.0", "who announces it"),
    Item("country", "atlas/server-country.mmdb", _IP_LOCATION_DB.format(name="server-country"), "PDDL 1.0", "country"),
    Item("city", "atlas/dbip-city-lite.mmdb", _DB_IP.format(name="dbip-city-lite"), "CC BY 4.0 (DB-IP)", "town, 60 MB"),
    Item("rdap-dns", "rdap/dns.json", _IANA.format(name="dns"), "IANA, public", "which registry answers for a domain"),
    Item("rdap-ipv4", "rdap/ipv4.json", _IANA.format(name="ipv4"), "IANA, public", "the same for IPv4"),
    Item("rdap-ipv6", "rdap/ipv6.json", _IANA.format(name="ipv6"), "IANA, public", "the same for IPv6"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    item: Item
    what: Literal["updated", "unchanged", "failed"]
    detail: str
    """Where it came from and of which date, or why it failed, in one line."""


async def refresh(
    network: Network, data_dir: Path, names: Iterable[str] = (), say: Callable[[Outcome], None] = lambda _: None
) -> tuple[Outcome, ...]:
    """Fetches the named items (all of them unless named) into ``data_dir``; ``say`` hears of each as it is done.

    Raises :class:`ConfigError` for an unknown name; what the outside does becomes the outcome ``failed``.
    """
    wanted = set(names)
    unknown = wanted - {item.name for item in ITEMS}
    if unknown:
        known = ", ".join(item.name for item in ITEMS)
        raise ConfigError(f"no data called {', '.join(sorted(unknown))}; there are: {known}")
    outcomes = []
    for item in ITEMS:
        if not wanted or item.name in wanted:
            outcome = await _one(network, data_dir, item)
            outcomes.append(outcome)
            say(outcome)
    return tuple(outcomes)


async def _one(network: Network, data_dir: Path, item: Item) -> Outcome:
    failure = ""
    for url in _urls(network.setting(f"data.{item.name}") or item.url, network.clock().date()):
        try:
            return _install(await fetch(network, url), data_dir / item.path, item, url)
        except (GyotakuError, OSError, ValueError) as error:
            failure = failure or str(error)
    return Outcome(item, "failed", failure)


def _urls(url: str, today: date) -> Iterator[str]:
    if "{month}" not in url:
        yield url
        return
    for day in (today, today.replace(day=1) - timedelta(days=1)):
        yield url.replace("{month}", f"{day:%Y-%m}")


async def fetch(network: Network, url: str, piece: int = PIECE) -> bytes:
    """A file in pieces. Raises WorldFailure or RefusedByPolicy; a server that knows no pieces may send a small one."""
    parts: list[bytes] = []
    at, total = 0, 1
    while at < total:
        headers = {"range": f"bytes={at}-{at + piece - 1}"}
        try:
            reply = await network.http_get(url, headers=headers, max_bytes=piece)
        except RefusedByPolicy as error:
            raise RefusedByPolicy(f"{error} (asked for {piece} bytes at a time)") from error
        if reply.status == 200 and not parts:
            return reply.body
        said = _RANGE.fullmatch(reply.headers.get("content-range", ""))
        if reply.status != 206 or said is None:
            raise WorldFailure(f"{url}: status {reply.status} instead of the file")
        start, end, size = (int(number) for number in said.groups())
        if start != at or end - start + 1 != len(reply.body) or (parts and size != total):
            raise WorldFailure(f"{url}: the pieces do not fit; the file changed while it was read")
        if size > MAX_FILE:
            raise RefusedByPolicy(f"{url}: {size} bytes, more than {MAX_FILE}")
        parts.append(reply.body)
        at, total = end + 1, size
    return b"".join(parts)


def _install(data: bytes, target: Path, item: Item, url: str) -> Outcome:
    """Checks the file under another name, then lays it over the old one. Raises ValueError for what it is not."""
    if data[:2] == b"\x1f\x8b":
        data = _unpack(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    try:
        fresh.write_bytes(data)
        of = _built(fresh) if target.suffix == ".mmdb" else _published(data)
        if target.exists() and target.read_bytes() == data:
            return Outcome(item, "unchanged", f"already the newest, of {of}")
        if target.suffix == ".mmdb" and target.exists() and _built(target) > of:
            raise ValueError(f"{url}: of {of}, older than the file that is there")
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return Outcome(item, "updated", f"of {of}, {len(data)} bytes, from {url}")


def _built(path: Path) -> str:
    try:
        return Database(path).built.isoformat()
    except maxminddb.InvalidDatabaseError as error:
        raise ValueError(f"{path.name}: not a database: {error}") from None


def _published(data: bytes) -> str:
    """Date of an RDAP bootstrap file (RFC 9224 section 3)."""
    said = json.loads(data)
    if not isinstance(said, dict) or not isinstance(said.get("services"), list) or not said["services"]:
        raise ValueError("not an RDAP bootstrap file")
    return str(said.get("publication", ""))[:10] or "unknown date"


def _unpack(data: bytes) -> bytes:
    engine = zlib.decompressobj(31)
    try:
        out = engine.decompress(data, MAX_FILE)
    except zlib.error as error:
        raise ValueError(f"not packed as it says: {error}") from None
    if engine.unconsumed_tail:
        raise ValueError(f"unpacks to more than {MAX_FILE} bytes")
    if not engine.eof:
        raise ValueError("the packed file is cut short")
    return out
