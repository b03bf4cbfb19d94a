"""Whether a list of phishing addresses that lies on this machine knows one (PhishTank, OpenPhish, or one's own)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

import anyio.to_thread

from gyotaku.gather.intel.feed_index import Index, Rows, csv_rows, index_of, json_rows, text_rows
from gyotaku.gather.source import Network, Source, found, unknown
from gyotaku.model import Answer, Listing, State

MAX_FILES = 200
"""JPCERT/CC publishes one a month since 2019; of more the last by name count."""


def _phishtank(file: IO[str]) -> Any:
    """``phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target``."""
    return csv_rows(file, "url", "verification_time")


READERS: Final[dict[str, Rows]] = {".csv": _phishtank, ".json": json_rows, ".txt": text_rows}


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """FOUND a :class:`~gyotaku.model.Listing` with the file's name and date; SKIPPED when there is no file."""
    folder = network.data_dir / "feeds" if network.data_dir else None
    return await look_up(f"feeds:{kind}", subject, folder, READERS, network)


async def look_up(
    source: str, subject: str, folder: Path | None, readers: dict[str, Rows], network: Network
) -> Answer[Any]:
    """The answer of all files of a folder; reading happens beside the loop, which must not wait for a disk."""
    return await anyio.to_thread.run_sync(_search, source, subject, folder, readers, network.clock())


def _search(source: str, subject: str, folder: Path | None, readers: dict[str, Rows], now: datetime) -> Answer[Any]:
    tables = [(path.name, index_of(path, reader)) for path, reader in _files(folder, readers)]
    if not tables:
        return Answer(source, subject, State.SKIPPED, None, "not asked: no list has been fetched", None)
    by_url = source.endswith(":url")
    whole = [(name, table) for name, table in tables if table is not None]
    for name, table in whole:
        if table.has_url(subject) if by_url else table.has_host(subject):
            threat = "phishing" if by_url else "phishing on this host"
            return found(source, subject, Listing(True, threat, _named(name, table)), now)
    broken = [name for name, table in tables if table is None]
    if broken:
        return unknown(source, subject, f"could not be read: {', '.join(broken[:5])}", now)
    name, table = max(whole, key=lambda item: item[1].newest)
    return found(source, subject, Listing(False, None, _named(name, table)), now)


def _files(folder: Path | None, readers: dict[str, Rows]) -> list[tuple[Path, Rows]]:
    if folder is None or not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.rglob("*"))[: 10 * MAX_FILES]:
        reader = readers.get(Path(path.name.removesuffix(".gz")).suffix.lower())
        if reader and path.is_file():
            found.append((path, reader))
    return found[-MAX_FILES:]


def _named(name: str, table: Index) -> str:
    return f"{name}, {table.newest:%Y-%m-%d}"


SOURCE = Source(
    id="feeds",
    kinds=("host", "url"),
    role="reputation",
    third_party=False,
    ask=ask,
    about="Lists in the data folder's feeds/ (PhishTank .csv .json, OpenPhish .txt, .gz of them): nothing leaves.",
    fresh_for=3600.0,
)
