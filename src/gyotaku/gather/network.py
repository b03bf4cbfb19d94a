"""What a source may use, for real: DNS, HTTP and WHOIS, each through the gate.

HTTP is spoken by httpcore2 over the gate's connections; redirects are followed here, one at a time, each checked anew.
A connection serves one request: the few requests of a mail go to different hosts, and nothing is kept open behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urljoin

import anyio
import httpcore2

from gyotaku import __version__
from gyotaku.errors import ConfigError, GyotakuError, RefusedByPolicy, WorldFailure
from gyotaku.gather.dns import Resolver
from gyotaku.gather.egress import LANES, Connection, Gate, LaneName
from gyotaku.gather.source import MAX_REPLY, HttpReply
from gyotaku.gather.world import Clock, utc_now
from gyotaku.model import Answer, Records

if TYPE_CHECKING:
    import ssl

MAX_REDIRECTS = 5
"""Honest RDAP needs two (a redirect service, then a registry that sends on to the registrar)."""
AGENT = f"gyotaku/{__version__}"


class GatedNetwork:
    """The network of the live world. See :class:`gyotaku.gather.source.Network` for what each method promises."""

    def __init__(
        self,
        gate: Gate,
        resolver: Resolver,
        *,
        data_dir: Path | None = None,
        settings: Mapping[str, str] | None = None,
        clock: Clock = utc_now,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``tls``: whose certificates are believed; the system's authorities unless given (:func:`believing`)."""
        self.gate = gate
        self.resolver = resolver
        self._data_dir = data_dir
        self._settings = dict(settings or {})
        self._clock = clock
        self._tls = tls

    @property
    def data_dir(self) -> Path | None:
        """Where refreshed data stand."""
        return self._data_dir

    @property
    def tls(self) -> ssl.SSLContext:
        """Whose certificates are believed."""
        return self._context()

    def clock(self) -> datetime:
        """Now."""
        return self._clock()

    def setting(self, name: str) -> str | None:
        """The operator's setting of that name."""
        return self._settings.get(name)

    async def dns(self, name: str, rtype: str) -> Answer[Records]:
        """One DNS question."""
        return await self.resolver.ask(name, rtype)

    async def http_get(
        self, url: str, *, headers: Mapping[str, str] | None = None, max_bytes: int = MAX_REPLY, accept: str = "*/*"
    ) -> HttpReply:
        """GET with redirects."""
        sent = {"accept": accept, **(headers or {})}
        for _ in range(MAX_REDIRECTS + 1):
            reply = await self._request("GET", url, sent, None, max_bytes)
            target = reply.headers.get("location")
            if reply.status not in (301, 302, 303, 307, 308) or not target:
                return reply
            before, url = url, urljoin(reply.url, target)
            if before.startswith("https:") and not url.startswith("https:"):
                raise RefusedByPolicy(f"{url[:200]}: a redirect from https to something weaker")
            # What was meant for one host (a key) is not told to the next; which piece of a file is wanted is no secret.
            sent = {"accept": accept} | {name: value for name, value in sent.items() if name.lower() == "range"}
        raise WorldFailure(f"{url[:200]}: more than {MAX_REDIRECTS} redirects")

    async def http_post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None, max_bytes: int = MAX_REPLY
    ) -> HttpReply:
        """POST, once."""
        return await self._request("POST", url, dict(headers or {}), body, max_bytes)

    async def port43(self, host: str, query: bytes, max_bytes: int = 200_000) -> bytes:
        """WHOIS."""
        if b"\r" in query or b"\n" in query:
            raise RefusedByPolicy(f"{host}: a WHOIS query of more than one line")
        parts: list[bytes] = []
        size = 0
        async with await self.gate.connect("whois", host, 43) as connection:
            await connection.send(query + b"\r\n")
            while data := await connection.receive():
                parts.append(data)
                size += len(data)
                if size > max_bytes:
                    raise RefusedByPolicy(f"{host}: more than {max_bytes} bytes")
        if not size:
            raise WorldFailure(f"{host}: closed without a word")
        return b"".join(parts)

    async def _request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, max_bytes: int
    ) -> HttpReply:
        parsed = self.gate.check_url("http", url)
        host = parsed.host if parsed.port is None else f"{parsed.host}:{parsed.port}"
        fields = {"host": host, "user-agent": AGENT, "accept-encoding": "identity", **headers}
        fields = {name.lower(): value for name, value in fields.items()}
        if body is not None:
            fields["content-length"] = str(len(body))
        backend = Backend(self.gate)
        pool = httpcore2.AsyncConnectionPool(
            ssl_context=self._context() if parsed.scheme == "https" else None,
            network_backend=backend,
            max_connections=1,
            max_keepalive_connections=0,
        )
        try:
            with anyio.fail_after(LANES["http"].seconds):
                target = parsed.href.partition("#")[0]
                async with pool, pool.stream(method, target, headers=list(fields.items()), content=body) as response:
                    parts, size = [], 0
                    async for data in response.aiter_stream():
                        parts.append(data)
                        size += len(data)
                        if size > max_bytes:
                            raise RefusedByPolicy(f"{parsed.host}: more than {max_bytes} bytes")
                    got = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                    return HttpReply(response.status, got, b"".join(parts), target)
        except TimeoutError:
            raise WorldFailure(f"{parsed.host}: no answer within {LANES['http'].seconds:g} s") from None
        except GyotakuError:
            raise
        except Exception as error:
            # httpcore2 and h11 have a dozen kinds for "this is not HTTP"; the gate's own reason goes before theirs.
            raise backend.failure or WorldFailure(f"{parsed.host}: answered nonsense instead of HTTP") from error

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = believing(None)
        return self._tls


@cache
def believing(ca_file: Path | None) -> ssl.SSLContext:
    """TLS that believes the system's authorities, and those in the file (PEM), as behind a company's inspecting proxy.

    Loading the system's takes some 30 ms: once for a process. Raises :class:`ConfigError`.
    """
    import ssl

    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=str(ca_file))
        except OSError as error:
            raise ConfigError(f"{ca_file}: no certificate authorities can be read there: {error}") from None
    return context


class Backend(httpcore2.AsyncNetworkBackend):
    """httpcore2's way to a connection: the gate, and nothing else. Remembers the last connection, and its failure."""

    def __init__(self, gate: Gate, lane: LaneName = "http") -> None:
        self._gate = gate
        self._lane = lane
        self.failure: GyotakuError | None = None
        self.connection: Connection | None = None
        self.broken: BaseException | None = None
        """What TLS broke on."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection by the gate."""
        try:
            self.connection = await self._gate.connect(self._lane, host.strip("[]"), port)
        except GyotakuError as error:
            self.failure = error
            raise
        return _Stream(self.connection, self)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> NoReturn:
        """Never: what is asked for is on the network."""
        raise RefusedByPolicy("no local sockets")

    async def sleep(self, seconds: float) -> None:
        """httpcore2's pause between tries."""
        await anyio.sleep(seconds)


class _Stream(httpcore2.AsyncNetworkStream):
    """A connection of the gate in httpcore2's words; it remembers why it failed."""

    def __init__(self, connection: Connection, backend: Backend) -> None:
        self._connection = connection
        self._backend = backend

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return await self._connection.receive(max_bytes)
        except GyotakuError as error:
            self._backend.failure = error
            raise

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        try:
            await self._connection.send(buffer)
        except GyotakuError as error:
            self._backend.failure = error
            raise

    async def aclose(self) -> None:
        await self._connection.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        try:
            await self._connection.start_tls(ssl_context, server_hostname or "")
        except GyotakuError as error:
            self._backend.failure, self._backend.broken = error, error.__cause__
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        return None
