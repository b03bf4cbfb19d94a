"""The web sites of an example's world: real HTTP servers, with and without TLS, that answer by ``pages.toml``.

The rows are told in :mod:`gyotaku.pages.site`. One pair of servers plays all hosts, told apart by the ``Host`` field;
every address that the zone gives them leads there, on every port of the web.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from gyotaku.gather.egress import Endpoint
from gyotaku.pages.site import Asked, Site, answer, read_site
from gyotaku.testing.servers import HOST, HttpServer, Reply, Request, Server, Zone

MAX_LABEL = 63
"""Octets of one label (RFC 1035 section 2.3.4)."""
PORTS = {"http": (80, 8080), "https": (443, 8443)}


class Sites:
    """The hosts of one folder; none when it has no ``pages.toml``."""

    def __init__(self, folder: Path) -> None:
        """Raises :class:`~gyotaku.errors.ConfigError` for rows that cannot be read."""
        table = folder / "pages.toml"
        self._site = read_site(table.read_text(encoding="utf-8")) if table.is_file() else Site(())
        found = sorted(folder.iterdir()) if table.is_file() else []
        self._files = {p.name: p.read_bytes() for p in found if p.is_file()}
        self._spent: frozenset[int] = frozenset()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host patterns, for the certificate."""
        return self._site.hosts

    async def serve(
        self, zone: Zone, context: ssl.SSLContext, listen: Callable[[Server], Awaitable[None]]
    ) -> dict[Endpoint, Endpoint]:
        """Start the servers; which public end point leads to which of them."""
        only: dict[Endpoint, Endpoint] = {}
        for scheme, tls in (("http", None), ("https", context)) if self.hosts else ():
            server = HttpServer(f"web {scheme}", lambda request, scheme=scheme: self._reply(scheme, request), tls=tls)  # type: ignore[misc]
            await listen(server)
            for pattern in self.hosts:
                for addresses in zone.addresses(pattern).values():
                    for address in addresses:
                        only |= {(address, port): (HOST, server.port) for port in PORTS[scheme]}
        return only

    def _reply(self, scheme: str, request: Request) -> Reply:
        target = urlsplit(request.target)
        host = request.host.partition(":")[0]
        asked = Asked(scheme, host, target.path or "/", target.query, request.method)
        said = answer(self._site, asked, frozenset(self._files), self._spent)
        self._spent = said.spent
        body = self._files.get(said.file, b"") if said.file else said.body.encode()
        return Reply(said.status, body, said.headers)
