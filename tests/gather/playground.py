"""A closed world of one web server on loopback for the tests of visits: any host, any answer, no way out of it."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import anyio.abc
import pytest
import trustme

from gyotaku.gather.browser import find_engine
from gyotaku.gather.egress import Gate, Policy
from gyotaku.testing.servers import HOST, HttpServer, Reply, Request, Server

ADDRESS = "203.0.113.9"
"""Where every host of the playground stands."""

Raw = Callable[[anyio.abc.ByteStream, Request], Awaitable[None]]

has_browser = anyio.run(find_engine) is not None
needs_browser = pytest.mark.skipif(not has_browser, reason="there is no Chromium here (gyotaku doctor tells how)")


class RawServer(Server):
    """Reads one request's header, then does as it was told with the stream."""

    def __init__(self, handler: Raw, tls: ssl.SSLContext | None = None) -> None:
        super().__init__("raw", tls=tls)
        self._handler = handler

    async def _serve(self, stream: anyio.abc.ByteStream) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            data += await stream.receive()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        method, target = lines[0].split(" ")[:2]
        self.asked.append(f"{method} {headers.get('host', '')}{target}")
        await self._handler(stream, Request(method, headers.get("host", ""), target, headers, body))


@dataclass
class Playground:
    """The servers and the gate that leads to them."""

    plain: Server
    secure: Server
    gate: Gate
    asked_names: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """Every request, on one line each."""
        return self.plain.asked + self.secure.asked


@asynccontextmanager
async def playground(
    answer: Callable[[Request], Reply] | None = None,
    raw: Raw | None = None,
    names: dict[str, tuple[str, ...]] | None = None,
) -> AsyncIterator[Playground]:
    """Every name ends at the servers unless ``names`` says otherwise."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("*.example", "evil.example").configure_cert(context)
    plain: Server
    secure: Server
    if raw is not None:
        plain, secure = RawServer(raw), RawServer(raw, context)
    else:
        assert answer is not None
        plain, secure = HttpServer("plain", answer), HttpServer("secure", answer, tls=context)
    asked: list[str] = []

    async def resolve(host: str) -> tuple[str, ...]:
        asked.append(host)
        return (names or {}).get(host, (ADDRESS,))

    async with anyio.create_task_group() as group:
        await plain.start(group)
        await secure.start(group)
        only = {(ADDRESS, port): (HOST, plain.port) for port in (80, 8080)}
        only |= {(ADDRESS, port): (HOST, secure.port) for port in (443, 8443)}
        yield Playground(plain, secure, Gate(Policy(only=only), resolve), asked)
        group.cancel_scope.cancel()


def html(text: str, status: int = 200, *headers: tuple[str, str]) -> Reply:
    """A page."""
    return Reply(status, text.encode(), (("content-type", "text/html; charset=utf-8"), *headers))
