"""Sites as data: what the hosts of an example answer, for the loopback servers that play them.

``pages.toml`` holds rows; the first that fits a request answers it::

    [[page]]
    host = "www.example.com"        # or "*.example.com": every host below it
    path = "/a/*/login.php"         # * = one part, ** at the end = the rest, both kept as {1}, {2} ...
    method = "GET"                  # the default; HEAD is answered as GET
    scheme = "https"                # default: both
    status = 302                    # default 200
    headers = { location = "https://drop.example/#{1}" }
    file = "login.html"             # body, a file beside pages.toml
    files = "."                     # body, the file of that folder that the last * names; none = the row does not fit
    body = "text"                   # body, written out
    once = true                     # answers one request, then the next row that fits does: a site that closes

Slots in ``headers`` and ``body``: ``{1}`` parts of the path, ``{query:NAME}`` a parameter, ``{base64:NAME}`` the same,
decoded. Pure: the state of ``once`` rows is handed in and out; reading files is the caller's.
"""

from __future__ import annotations

import base64
import binascii
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

from gyotaku.errors import ConfigError
from gyotaku.patterns import pattern

MEDIA = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
_KEYS = frozenset("host path method scheme status headers file files body once".split())
_SLOT = pattern(r"\{(\d|query:[\w-]{1,40}|base64:[\w-]{1,40})\}")
_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of ``pages.toml``."""

    host: str
    path: str
    method: str
    scheme: str
    status: int
    headers: tuple[tuple[str, str], ...]
    file: str | None
    files: str | None
    body: str
    once: bool


@dataclass(frozen=True, slots=True)
class Site:
    """All rows of an example."""

    rows: tuple[Row, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host patterns, each once."""
        return tuple(dict.fromkeys(row.host for row in self.rows))


class Asked(NamedTuple):
    """A request as a server saw it."""

    scheme: str
    host: str
    path: str
    """Percent-encoded, without the query."""
    query: str = ""
    method: str = "GET"


class Served(NamedTuple):
    """The answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    file: str | None
    """Name of the file that is the body; ``None`` = ``body`` is."""
    body: str
    spent: frozenset[int]
    """``once`` rows used up, to be handed in next time."""


NOT_FOUND = Served(404, (("content-type", "text/plain; charset=utf-8"),), None, "not found\n", frozenset())


def read_site(text: str) -> Site:
    """The rows of a ``pages.toml``. Raises :class:`ConfigError` naming the row that cannot be read."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"pages.toml: {error}") from error
    rows = []
    for index, row in enumerate(data.get("page", ())):
        unknown = row.keys() - _KEYS
        if unknown or "host" not in row or "path" not in row:
            raise ConfigError(
                f"pages.toml: row {index + 1}: {'unknown ' + sorted(unknown)[0] if unknown else 'no host'}"
            )
        rows.append(
            Row(
                host=str(row["host"]).lower(),
                path=str(row["path"]),
                method=str(row.get("method", "GET")).upper(),
                scheme=str(row.get("scheme", "")),
                status=int(row.get("status", 200)),
                headers=tuple((str(k).lower(), str(v)) for k, v in row.get("headers", {}).items()),
                file=row.get("file"),
                files=row.get("files"),
                body=str(row.get("body", "")),
                once=bool(row.get("once", False)),
            )
        )
    return Site(tuple(rows))


def answer(site: Site, asked: Asked, names: frozenset[str], spent: frozenset[int] = frozenset()) -> Served:
    """What the site says; 404 where no row fits.

    ``names`` are the files beside ``pages.toml``; ``spent`` the ``once`` rows already used.
    """
    method = "GET" if asked.method.upper() == "HEAD" else asked.method.upper()
    for index, row in enumerate(site.rows):
        if index in spent or row.method != method or (row.scheme and row.scheme != asked.scheme):
            continue
        parts = _parts(row.path, asked.path) if _is_host(row.host, asked.host) else None
        if parts is None:
            continue
        name = row.file
        if row.files is not None:
            name = parts[-1] if parts and _NAME.match(parts[-1]) and parts[-1] in names else None
            if name is None:
                continue
        slots = _slots(parts, asked.query)
        headers = tuple((key, _fill(value, slots)) for key, value in row.headers)
        if "content-type" not in dict(headers):
            ending = (name or ".html").rpartition(".")[2].lower()
            headers = (("content-type", MEDIA.get(ending, "application/octet-stream")), *headers)
        now = spent | {index} if row.once else spent
        return Served(row.status, headers, name, _fill(row.body, slots), frozenset(now))
    return NOT_FOUND._replace(spent=spent)


def _is_host(pattern: str, host: str) -> bool:
    host = host.lower().rstrip(".")
    return host.endswith(pattern[1:]) and len(host) >= len(pattern) if pattern.startswith("*.") else host == pattern


def _parts(pattern: str, path: str) -> tuple[str, ...] | None:
    """What the stars stand for; ``None`` when the path does not fit."""
    wanted, given = pattern.split("/"), path.split("/")
    found = []
    for index, part in enumerate(wanted):
        if part == "**" and index == len(wanted) - 1:
            found.append(unquote("/".join(given[index:])))
            return tuple(found)
        if index >= len(given) or (part != "*" and part != given[index]):
            return None
        if part == "*":
            found.append(unquote(given[index]))
    return tuple(found) if len(wanted) == len(given) else None


def _slots(parts: tuple[str, ...], query: str) -> Mapping[str, str]:
    slots = {str(index): part for index, part in enumerate(parts, 1)}
    for name, values in parse_qs(query, keep_blank_values=True).items():
        slots[f"query:{name}"] = values[0]
        try:
            plain = base64.b64decode(values[0].replace(" ", "+") + "=" * (-len(values[0]) % 4))
            slots[f"base64:{name}"] = plain.decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue
    return slots


def _fill(text: str, slots: Mapping[str, str]) -> str:
    """Slots replaced; line ends cut, so that a visitor cannot write headers."""
    return _SLOT.sub(lambda m: slots.get(m[1], "").replace("\r", "").replace("\n", ""), text)
