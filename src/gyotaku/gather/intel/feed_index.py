"""Lists of phishing addresses as files: read once, line by line, and kept as hashes.

A list of a million addresses takes about 16 MB that way. Nothing of a file is trusted: broken rows are passed over, and
lines, rows and unpacked bytes are limited.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from gyotaku.domains import parse_url
from gyotaku.gather.intel.stamps import read_stamp

MAX_ROWS = 3_000_000
"""PhishTank's whole list has about 60,000, JPCERT/CC's of seven years about 250,000."""
MAX_LINE = 20_000
MAX_BYTES = 2_000_000_000
"""Unpacked: a compressed file may promise more."""

Rows = Callable[[IO[str]], Iterator[tuple[str, str]]]
"""(address, the row's date or "") of each row of an open file."""


@dataclass(frozen=True, slots=True)
class Index:
    """What one file lists."""

    urls: array[int]
    hosts: array[int]
    """Sorted 64-bit hashes of this process: an index is never stored."""
    newest: datetime
    """The latest date in its rows, else the file's own."""

    def has_url(self, url: str) -> bool:
        """True when that address is listed, as it is or without its query."""
        keys = url_keys(url)
        return bool(keys) and any(_in(self.urls, hash(key)) for key in keys)

    def has_host(self, host: str) -> bool:
        """True when some address on that host is listed."""
        return _in(self.hosts, hash(host.lower().rstrip(".")))


def _in(table: array[int], value: int) -> bool:
    at = bisect_left(table, value)
    return at < len(table) and table[at] == value


def url_keys(url: str) -> tuple[str, ...]:
    """The forms under which an address is listed and sought: without scheme and fragment, then without its query too.

    The second only where a path remains that means something by itself.
    """
    plain = _PLAIN.fullmatch(url := url.strip()[:MAX_LINE])
    if plain is not None and "/." not in url:
        host, path, query = plain.groups()
        return _keys(host, path or "/", query or "")
    parsed = parse_url(url)
    if parsed is None or parsed.scheme not in ("http", "https") or not parsed.host:
        return ()
    return _keys(f"{parsed.host}:{parsed.port}" if parsed.port else parsed.host, parsed.path, parsed.query)


_PLAIN = re.compile(
    r"https?://([a-z][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,20}\.[a-z]{2,20})"
    r"(/[A-Za-z0-9._~!$&()*+,;=:@%/-]{0,4000})?(?:\?([A-Za-z0-9._~!$&()*+,;=:@%/?-]{0,4000}))?(?:#.{0,4000})?"
)
"""Addresses that a browser leaves as they are: nine of ten in such lists, and thirty times as fast to read."""


def _keys(host: str, path: str, query: str) -> tuple[str, ...]:
    bare = host + path
    if not query:
        return (bare,)
    return (f"{bare}?{query}", bare) if len(path) > 1 else (f"{bare}?{query}",)


def _host_of(key: str) -> str:
    """The host of a key without its port; IPv6 without brackets, as it is asked for."""
    return key[1:].partition("]")[0] if key.startswith("[") else key.partition("/")[0].partition(":")[0]


def index_of(path: Path, rows: Rows) -> Index | None:
    """The index of a file, made anew only when the file has changed; ``None`` when it cannot be read."""
    try:
        stat = path.stat()
        return _index(path, rows, stat.st_mtime_ns, stat.st_size)
    except (OSError, EOFError, ValueError, csv.Error):
        return None


@lru_cache(maxsize=200)
def _index(path: Path, rows: Rows, changed: int, _size: int) -> Index:
    urls, hosts = set[int](), set[int]()
    newest: datetime | None = None
    latest = ""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as raw:
        text = io.TextIOWrapper(io.BufferedReader(_Limited(raw)), encoding="utf-8-sig", errors="replace", newline="")
        for number, (url, date) in enumerate(rows(text)):
            if number >= MAX_ROWS:
                break
            keys = url_keys(url)
            if keys:
                urls.update(hash(key) for key in keys)
                hosts.add(hash(_host_of(keys[0])))
            if date > latest and (at := read_stamp(date)) is not None:  # one form a file, so that text order is time's
                latest, newest = date, at
    return Index(array("q", sorted(urls)), array("q", sorted(hosts)), newest or _file_time(changed))


def _file_time(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds / 1e9, UTC)


class _Limited(io.RawIOBase):
    """Reads on until :data:`MAX_BYTES`."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile) -> None:
        self._inner = inner
        self._left = MAX_BYTES

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As :meth:`io.RawIOBase.readinto`."""
        data = self._inner.read(min(len(buffer), self._left))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)


def lines(file: IO[str]) -> Iterator[str]:
    """Lines, the too long ones cut."""
    while line := file.readline(MAX_LINE):
        yield line


def csv_rows(file: IO[str], url: str, date: str) -> Iterator[tuple[str, str]]:
    """Of a CSV file with a header line that names its columns (in any case of letters)."""
    reader = csv.reader(lines(file))
    header = [name.strip().lower() for name in next(reader, [])]
    if url not in header:
        raise ValueError(f"no column {url}")
    at, when = header.index(url), header.index(date) if date in header else -1
    for row in reader:
        if len(row) > at:
            yield row[at], row[when] if 0 <= when < len(row) else ""


def text_rows(file: IO[str]) -> Iterator[tuple[str, str]]:
    """One address a line; ``#`` starts a comment."""
    for line in lines(file):
        if not line.startswith("#"):
            yield line.strip(), ""


def json_rows(file: IO[str]) -> Iterator[tuple[str, str]]:
    """An array of objects with ``url`` (PhishTank's form), read object by object."""
    decoder, buffer, at = json.JSONDecoder(), "", 0
    for chunk in _chunks(file):
        buffer, at = buffer[at:] + chunk, 0
        while (start := buffer.find("{", at)) >= 0:
            try:
                item, at = decoder.raw_decode(buffer, start)
            except (ValueError, RecursionError):
                at = start
                break
            if isinstance(item, dict):
                yield str(item.get("url", "")), str(item.get("verification_time") or item.get("submission_time") or "")
        else:
            at = len(buffer)
        if len(buffer) - at > 8 * MAX_LINE:  # no honest object is that long: not PhishTank's form
            raise ValueError("an object without an end")


def _chunks(file: IO[str]) -> Iterable[str]:
    return iter(lambda: file.read(65_536), "")
