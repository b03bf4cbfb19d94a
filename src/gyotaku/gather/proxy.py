"""The gate as a proxy on loopback, for a browser: every request of every page it opens comes through here.

Chromium runs with this proxy and ``--proxy-bypass-list=<-loopback>``, so that nothing, loopback included, is reached in
any other way. The proxy resolves names by our resolver, refuses what the gate refuses, connects to the address that
was checked, counts, and closes everything when a visit has had its fill. What it refuses it notes with the reason.

TLS goes through as it is (CONNECT, RFC 9110 section 9.3.6). Plain HTTP serves one request a connection: what follows
the first is never sent on to a host it was not checked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import anyio
import anyio.abc

from gyotaku.errors import GyotakuError, RefusedByPolicy
from gyotaku.gather.egress import Connection, Gate, LaneName
from gyotaku.gather.stops import stop_word
from gyotaku.model import under

HOST = "127.0.0.1"

MAX_HEAD = 262_144
"""Bytes of one request's or answer's header; Chromium itself gives up at 256 kB."""
HEAD_SECONDS = 20.0
MAX_OPEN = 128
"""Connections at one time of one visit; Chromium keeps at most 32 to a proxy unless a page opens WebSockets."""
PATIENCE = 0.4
"""Seconds in which a page's wish for a host that the browser itself also likes to ask is waited for."""

BACKGROUND = (
    "accounts.google.com",
    "update.googleapis.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "safebrowsing.googleapis.com",
    "safebrowsingohttpgateway.googleapis.com",
    "passwordsleakcheck-pa.googleapis.com",
    "chromesyncpasswords-pa.googleapis.com",
    "edgedl.me.gvt1.com",
    "redirector.gvt1.com",
    "clients1.google.com",
    "clients2.google.com",
    "clients3.google.com",
    "clients4.google.com",
    "clientservices.googleapis.com",
    "android.clients.google.com",
    "mtalk.google.com",
    "dl.google.com",
    "tools.google.com",
    "detectportal.firefox.com",
)
"""Hosts that Chromium 156 asks of its own accord, seen at the proxy or read in its source; denied unless a page wants
them too."""

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.I | re.M)
_ENDS_HERE = re.compile(rb"^(?:connection|proxy-connection|keep-alive|proxy-authorization):[^\n]*\n", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Passage:
    """One request that came to the proxy."""

    host: str
    port: int
    address: str | None
    """Where it was connected to; ``None`` = nowhere."""
    stopped_by: str = ""
    """``""`` = let through; else the word of :mod:`gyotaku.gather.stops`, or ``background``."""
    why: str = ""
    """The gate's reason, one plain line."""


class VisitProxy:
    """``async with VisitProxy(gate) as proxy``: one visit's way out, at ``proxy.url``."""

    def __init__(self, gate: Gate, lane: LaneName = "web", max_bytes: int = 30_000_000) -> None:
        """``max_bytes``: of all answers together, TLS included; then the visit is over."""
        self._gate = gate
        self._lane = lane
        self._max_bytes = max_bytes
        self._stack = AsyncExitStack()
        self._open: dict[anyio.CancelScope, str] = {}
        self._refused: Callable[[str], bool] = lambda host: False
        self._wanted: set[str] = set()
        self.port = 0
        self.received = 0
        self.sent = 0
        self.passages: list[Passage] = []
        self.over = anyio.Event()
        """Set when the visit has loaded more than it may."""

    @property
    def url(self) -> str:
        """For ``--proxy-server``."""
        return f"http://{HOST}:{self.port}"

    def want(self, host: str) -> None:
        """A page asks for this host: it is no errand of the browser's own."""
        self._wanted.add(host)

    def refuse(self, official: Callable[[str], bool]) -> None:
        """From now on nothing goes to these hosts, not even over connections that are open."""
        self._refused = official
        for scope, host in tuple(self._open.items()):
            if host and official(host):
                scope.cancel()

    def address_of(self, host: str) -> str | None:
        """The address the host was last connected to at."""
        return next((p.address for p in reversed(self.passages) if p.host == host and p.address), None)

    def stop_of(self, host: str) -> Passage | None:
        """Why the host was not reached, when it was not and nothing of it was ever let through."""
        mine = [p for p in self.passages if p.host == host]
        return mine[-1] if mine and all(p.stopped_by for p in mine) else None

    async def __aenter__(self) -> VisitProxy:
        self._group = await self._stack.enter_async_context(anyio.create_task_group())
        await self._group.start(self._listen)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._group.cancel_scope.cancel()
        await self._stack.aclose()

    async def _listen(self, *, task_status: anyio.abc.TaskStatus[None]) -> None:
        async with await anyio.create_tcp_listener(local_host=HOST) as listener:
            self.port = int(listener.extra(anyio.abc.SocketAttribute.local_port))  # noqa: S610  # anyio's, no Django
            task_status.started()
            await listener.serve(self._guarded)

    async def _guarded(self, client: anyio.abc.ByteStream) -> None:
        scope = anyio.CancelScope()
        try:
            async with client:
                if len(self._open) >= MAX_OPEN or self.over.is_set():
                    return
                self._open[scope] = ""
                with scope:
                    await self._serve(client, scope)
        except (OSError, anyio.BrokenResourceError, anyio.EndOfStream, anyio.ClosedResourceError, GyotakuError):
            return  # one side went away, or the gate said no in the middle: the visit notes that, others go on
        finally:
            self._open.pop(scope, None)

    async def _serve(self, client: anyio.abc.ByteStream, scope: anyio.CancelScope) -> None:
        with anyio.move_on_after(HEAD_SECONDS):
            head, rest = await _head(client)
            break_at = head.find(b"\r\n")
            words = head[:break_at].decode("latin-1").split(" ")
            if len(words) != 3:
                return
            method, target, _ = words
        if not head:
            return
        if method == "CONNECT":
            name, _, port = target.rpartition(":")
            host = self._open[scope] = name.strip("[]").lower()
            connection = await self._connect(host, int(port) if port.isdigit() else 0)
            if connection is None:
                await client.send(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                return
            async with connection:
                await client.send(b"HTTP/1.1 200 OK\r\n\r\n")
                if rest:
                    await connection.send(rest)
                await self._relay(client, connection, None)
        else:
            await self._plain(client, target, head, rest)

    async def _plain(self, client: anyio.abc.ByteStream, target: str, head: bytes, rest: bytes) -> None:
        """One plain HTTP request; refused ones are hung up on, so that no answer of ours is taken for the page's."""
        try:
            url = self._gate.check_url(self._lane, target)
        except RefusedByPolicy as error:
            host = target.partition("//")[2].partition("/")[0]
            self._note(host.rpartition(":")[0] or host, 80, None, error)
            return
        if url.scheme != "http":
            self._note(url.host, url.port or 443, None, RefusedByPolicy(f"{url.host}: TLS is spoken through CONNECT"))
            return
        connection = await self._connect(url.host.strip("[]"), url.port or 80)
        if connection is None:
            return
        path = "/" + target.partition("//")[2].partition("/")[2]
        first, _, fields = head.partition(b"\r\n")
        method, _, version = [*first.split(b" "), b""][:3]
        fields = _ENDS_HERE.sub(b"", fields)
        length = _LENGTH.search(fields)
        async with connection:
            request = b"%s %s %s\r\nConnection: close\r\n%s" % (method, path.encode("latin-1"), version, fields)
            await connection.send(request + rest)
            left = max(0, int(length[1]) - len(rest)) if length else 0
            await self._relay(client, connection, left)

    async def _connect(self, host: str, port: int) -> Connection | None:
        """A connection through the gate; ``None`` and a note when there is none."""
        if self._refused(host):
            self._note(host, port, None, RefusedByPolicy(f"{host}: an official site gets no decoy"))
            return None
        if under(host, BACKGROUND) and not await self._is_wanted(host):
            self.passages.append(Passage(host, port, None, "background", "an errand of the browser's own"))
            return None
        try:
            connection = await self._gate.connect(self._lane, host, port)
        except GyotakuError as error:
            self._note(host, port, None, error)
            return None
        self._note(host, port, connection.address, None)
        return connection

    async def _is_wanted(self, host: str) -> bool:
        with anyio.move_on_after(PATIENCE):
            while host not in self._wanted:
                await anyio.sleep(0.02)
        return host in self._wanted

    def _note(self, host: str, port: int, address: str | None, error: GyotakuError | None) -> None:
        stopped_by, why = (stop_word(error), str(error)) if error else ("", "")
        self.passages.append(Passage(host, port, address, stopped_by, why))

    async def _relay(self, client: anyio.abc.ByteStream, server: Connection, left: int | None) -> None:
        """Both ways until one side ends. ``left``: bytes of the request still to come; ``None`` = a tunnel."""

        async def up() -> None:
            remaining = left
            while remaining is None or remaining > 0:
                data = await client.receive(65_536)
                if remaining is not None:
                    data = data[:remaining]
                    remaining -= len(data)
                self.sent += len(data)
                await server.send(data)
            with anyio.move_on_after(600):
                await client.receive(1)  # nothing more is let through: only the end of the connection is waited for
            group.cancel_scope.cancel()

        async def down() -> None:
            if left is not None:
                await _pass_head(server, client, self._count)
            while data := await server.receive():
                self._count(len(data))
                await client.send(data)
            group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(_quietly, up, group)
            group.start_soon(_quietly, down, group)

    def _count(self, size: int) -> None:
        self.received += size
        if self.received > self._max_bytes and not self.over.is_set():
            self.over.set()
            for scope in tuple(self._open):
                scope.cancel()


async def _quietly(run: Callable[[], object], group: anyio.abc.TaskGroup) -> None:
    """One direction; when it breaks the other has nothing left to do."""
    try:
        await run()  # type: ignore[misc]
    except (OSError, anyio.BrokenResourceError, anyio.EndOfStream, anyio.ClosedResourceError, GyotakuError):
        group.cancel_scope.cancel()


async def _head(stream: anyio.abc.ByteStream) -> tuple[bytes, bytes]:
    """(header with its last line end, what came behind it)."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        if len(data) > MAX_HEAD:
            raise RefusedByPolicy(f"a request header of more than {MAX_HEAD} bytes")
        data += await stream.receive(65_536)
    return data[: end + 4], data[end + 4 :]


async def _pass_head(server: Connection, client: anyio.abc.ByteStream, count: Callable[[int], None]) -> None:
    """The answer's header, with a word to the browser that the connection ends with it."""
    data = b""
    while b"\n" not in data and len(data) < MAX_HEAD:
        more = await server.receive()
        if not more:
            break
        count(len(more))
        data += more
    if data[:5].upper() == b"HTTP/":
        first, mark, rest = data.partition(b"\n")
        while not re.search(rb"\n\r?\n", mark + rest) and len(rest) < MAX_HEAD:
            more = await server.receive()
            if not more:
                break
            count(len(more))
            rest += more
        status = first.split(b" ", 2)[1:2]
        if not (status and status[0][:1] == b"1"):
            first += mark + b"Connection: close\r\n"
            mark = b""
        data = first + mark + rest
    await client.send(data)
