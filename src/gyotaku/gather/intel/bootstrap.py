"""Which RDAP service answers for a name or an address (RFC 9224)."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

MAX_FILE = 4_000_000
"""Bytes of a refreshed registry file; IANA's largest is about 80 kB."""


def service(kind: str, subject: str, data_dir: Path | None) -> str | None:
    """Base URL, with a slash at its end, for a domain or an IP address; ``None`` when IANA names no service.

    Of several the https one (RFC 9224 section 3 lets the client choose). A refreshed file goes before the snapshot;
    one that cannot be read counts as absent.
    """
    if kind == "domain":
        tables = (_services(data_dir, "dns"), _services(None, "dns"))
        return next((url for table in tables if (url := _of_name(table, subject))), None)
    name = "ipv6" if ":" in subject else "ipv4"
    return next((url for d in (data_dir, None) if (url := _of_address(_services(d, name), subject))), None)


def _of_name(table: dict[str, str], subject: str) -> str | None:
    """Longest match by labels (RFC 9224 section 4)."""
    labels = subject.lower().split(".")
    return next((table[key] for at in range(len(labels)) if (key := ".".join(labels[at:])) in table), None)


def _of_address(table: dict[str, str], subject: str) -> str | None:
    """Longest prefix (RFC 9224 section 5)."""
    address = ip_address(subject)
    best: tuple[int, str] | None = None
    for key, url in table.items():
        try:
            network = ip_network(key)
        except ValueError:
            continue
        if network.version == address.version and address in network and (best is None or network.prefixlen > best[0]):
            best = (network.prefixlen, url)
    return best[1] if best else None


def _services(data_dir: Path | None, name: str) -> dict[str, str]:
    if data_dir is None:
        return _bundled(name)
    path = data_dir / "rdap" / f"{name}.json"
    try:
        stat = path.stat()
    except OSError:
        return {}
    return _refreshed(path, stat.st_mtime_ns) if stat.st_size <= MAX_FILE else {}


@lru_cache(maxsize=3)
def _bundled(name: str) -> dict[str, str]:
    return _table(json.loads(files("gyotaku.gather.intel").joinpath("bootstrap.json").read_bytes())[name])


@lru_cache(maxsize=6)
def _refreshed(path: Path, _changed: int) -> dict[str, str]:
    try:
        return _table(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return {}


def _table(data: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    services = data.get("services") if isinstance(data, dict) else None
    for entry in services if isinstance(services, list) else []:
        if not isinstance(entry, list) or len(entry) != 2 or not all(isinstance(part, list) for part in entry):
            continue
        urls = [u for u in entry[1] if isinstance(u, str) and u.startswith(("https://", "http://"))]
        if urls:
            url = next((u for u in urls if u.startswith("https://")), urls[0])
            found.update((key.lower(), url.rstrip("/") + "/") for key in entry[0] if isinstance(key, str))
    return found
