"""Real servers on 127.0.0.1, each on a port the system chose: DNS, HTTP with and without TLS, WHOIS.

Each serves what it was given, notes what it was asked, and can be made to fail in the three ways servers fail: killed
(nothing listens), slow (an answer that crawls), nonsense (bytes that are no answer).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import anyio
import anyio.abc
from dnslib import QTYPE, RCODE, RR, DNSHeader, DNSRecord  # type: ignore[import-untyped]

from gyotaku.model import under

if TYPE_CHECKING:
    import ssl

Mode = Literal["well", "killed", "slow", "nonsense"]

HOST = "127.0.0.1"
CRAWL = 2.0
"""Seconds between two bytes of a slow server."""
NONSENSE = random.Random(20).randbytes(1500)  # noqa: S311  # the same bytes in every run, secret to nobody
"""No DNS message, no HTTP, no text."""
MAX_REQUEST = 1_000_000


class Server:
    """A TCP server that can be made to fail. ``port`` is known once it was started and stays the same."""

    def __init__(self, name: str, delay: float = 0.0, tls: ssl.SSLContext | None = None) -> None:
        """``delay``: seconds before each answer, so that a test knows what the slowest one took."""
        self.name = name
        self.port = 0
        self.mode: Mode = "well"
        self.delay = delay
        self.asked: list[str] = []
        """Every request as it came, on one line."""
        self._tls = tls
        self._group: anyio.abc.TaskGroup | None = None
        self._running: anyio.CancelScope | None = None

    async def start(self, group: anyio.abc.TaskGroup) -> None:
        """Listen; returns when connections are taken."""
        self._group = group
        self._running = anyio.CancelScope()
        ready = anyio.Event()
        group.start_soon(self._run, self._running, ready)
        await ready.wait()

    async def fail(self, mode: Mode) -> None:
        """From now on answer in this way; ``well`` mends it."""
        self.mode = mode
        if mode == "killed" and self._running is not None:
            self._running.cancel()
            self._running = None
            await anyio.wait_all_tasks_blocked()
        elif mode != "killed" and self._running is None and self._group is not None:
            await self.start(self._group)

    async def _run(self, scope: anyio.CancelScope, ready: anyio.Event) -> None:
        with scope:
            await self._listen(ready)

    async def _listen(self, ready: anyio.Event) -> None:
        async with await anyio.create_tcp_listener(local_host=HOST, local_port=self.port) as listener:
            self.port = _port(listener)
            ready.set()
            served: anyio.abc.Listener[Any] = listener
            if self._tls is not None:
                from anyio.streams.tls import TLSListener

                served = TLSListener(listener, self._tls, standard_compatible=False)
            await served.serve(self._guarded)

    async def _guarded(self, stream: anyio.abc.ByteStream) -> None:
        try:
            async with stream:
                await self._serve(stream)
        except (OSError, anyio.BrokenResourceError, anyio.EndOfStream, anyio.ClosedResourceError):
            return  # the client went away; that is its right

    async def _serve(self, stream: anyio.abc.ByteStream) -> None:
        raise NotImplementedError

    async def _send(self, stream: anyio.abc.ByteStream, data: bytes) -> None:
        """Answer as the mode says."""
        if self.delay:
            await anyio.sleep(self.delay)
        if self.mode == "nonsense":
            data = NONSENSE
        if self.mode == "slow":
            for at in range(len(data)):
                await anyio.sleep(CRAWL)
                await stream.send(data[at : at + 1])
        else:
            await stream.send(data)


def _port(socket: Any) -> int:
    return int(socket.extra(anyio.abc.SocketAttribute.local_port))  # noqa: S610  # anyio's extra, no Django anywhere


# -- DNS ---------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Zone:
    """What the name server knows. Below an SOA it is the authority ("no such name"); elsewhere it refuses."""

    text: str
    """A zone file (RFC 1035 section 5), names absolute."""
    validated: tuple[str, ...] = ()
    """Names, and all below them, that are answered with the AD bit."""
    silent: tuple[str, ...] = ()
    """Never answered."""
    servfail: tuple[str, ...] = ()
    garbage: tuple[str, ...] = ()
    """Answered with bytes that are no DNS message."""
    _names: dict[str, dict[str, list[RR]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rr in RR.fromZone(self.text):
            owner = str(rr.rname).rstrip(".").lower()
            self._names.setdefault(owner, {}).setdefault(QTYPE[rr.rtype], []).append(rr)

    def add(self, name: str, address: str) -> None:
        """One more host."""
        for rr in RR.fromZone(f"{name}. 300 IN A {address}"):
            self._names.setdefault(name.lower(), {}).setdefault("A", []).append(rr)

    def addresses(self, host: str) -> dict[str, tuple[str, ...]]:
        """IPv4 addresses by name: of the host, or for ``*.example`` of every name below and of the name itself."""
        wide, wanted = host.startswith("*."), host.removeprefix("*.").lower()
        return {
            owner: tuple(str(rr.rdata) for rr in records["A"])
            for owner, records in self._names.items()
            if "A" in records and (owner == wanted or (wide and owner.endswith("." + wanted)))
        }

    def exists(self, name: str) -> bool:
        """The name or one below it has records (an empty non-terminal exists: RFC 8020)."""
        return any(owner == name or owner.endswith("." + name) for owner in self._names)

    def authority(self, name: str) -> RR | None:
        """The SOA above the name."""
        labels = name.split(".")
        for at in range(len(labels) + 1):
            found = self._names.get(".".join(labels[at:]), {}).get("SOA")
            if found:
                return found[0]
        return None

    def answer(self, query: DNSRecord) -> DNSRecord:
        """A resolver's answer: the records, or the CNAME and what it leads to, or no."""
        reply = DNSRecord(DNSHeader(id=query.header.id, bitmap=query.header.bitmap, qr=1, ra=1), q=query.q)
        name = str(query.q.qname).rstrip(".").lower()
        wanted = QTYPE[query.q.qtype]
        if under(name, self.servfail):
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        reply.header.ad = 1 if under(name, self.validated) else 0
        for _ in range(20):
            records = self._names.get(name, {})
            if wanted in records or "CNAME" not in records:
                break
            reply.add_answer(records["CNAME"][0])
            name = str(records["CNAME"][0].rdata).rstrip(".").lower()
        for rr in self._names.get(name, {}).get(wanted, ()):
            reply.add_answer(rr)
        if wanted not in self._names.get(name, {}):
            soa = self.authority(name)
            if soa is None and not self.exists(name):
                reply.header.rcode = RCODE.REFUSED
            else:
                if soa is not None:
                    reply.add_auth(soa)
                if not self.exists(name):
                    reply.header.rcode = RCODE.NXDOMAIN
        return reply


class DnsServer(Server):
    """A name server, UDP and TCP on the same port."""

    def __init__(self, zone: Zone, delay: float = 0.0) -> None:
        super().__init__("dns", delay)
        self.zone = zone
        self._writing = anyio.Lock()

    async def _listen(self, ready: anyio.Event) -> None:
        for _ in range(20):
            async with await anyio.create_udp_socket(local_host=HOST, local_port=self.port) as socket:
                chosen, self.port = self.port, _port(socket)
                try:
                    async with anyio.create_task_group() as group:
                        group.start_soon(self._datagrams, socket, group)
                        await super()._listen(ready)
                except* OSError:
                    # The port was free for UDP and taken for TCP: another one.
                    if ready.is_set():
                        raise
                    self.port = chosen

    async def _datagrams(self, socket: anyio.abc.UDPSocket, group: anyio.abc.TaskGroup) -> None:
        async for data, client in socket:
            group.start_soon(self._datagram, socket, data, client)

    async def _datagram(self, socket: anyio.abc.UDPSocket, data: bytes, client: tuple[str, int]) -> None:
        reply = self._reply(data, udp=True)
        # A name server that crawls is one whose answer comes after everybody stopped waiting.
        await anyio.sleep(3600 if self.mode == "slow" else self.delay)
        if reply is not None:
            async with self._writing:
                await socket.sendto(NONSENSE[:100] if self.mode == "nonsense" else reply, *client)

    async def _serve(self, stream: anyio.abc.ByteStream) -> None:
        data = b""
        while len(data) < 2 or len(data) < 2 + int.from_bytes(data[:2], "big"):
            data += await stream.receive()
        reply = self._reply(data[2:], udp=False)
        if reply is None:
            await anyio.sleep(3600)
        else:
            await self._send(stream, len(reply).to_bytes(2, "big") + reply)

    def _reply(self, data: bytes, *, udp: bool) -> bytes | None:
        try:
            query = DNSRecord.parse(data)
            name = str(query.q.qname).rstrip(".").lower()
        except Exception:  # whatever was sent, it was no question
            return None
        self.asked.append(f"{QTYPE[query.q.qtype]} {name}")
        if under(name, self.zone.silent):
            return None
        if under(name, self.zone.garbage):
            return NONSENSE[:200]
        reply = self.zone.answer(query)
        wire = bytes(reply.pack())
        payload = max((rr.rclass for rr in query.ar if rr.rtype == QTYPE.OPT), default=512)
        if udp and len(wire) > payload:
            cut = DNSRecord(DNSHeader(id=query.header.id, bitmap=reply.header.bitmap), q=query.q)
            cut.header.tc = 1
            wire = bytes(cut.pack())
        return wire


# -- HTTP --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it came."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back; the length is counted for it."""

    status: int
    body: bytes = b""
    headers: Iterable[tuple[str, str]] = ()


class HttpServer(Server):
    """HTTP/1.1, one request a connection, any host name."""

    def __init__(
        self, name: str, answer: Callable[[Request], Reply], delay: float = 0.0, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(name, delay, tls)
        self._answer = answer

    async def _serve(self, stream: anyio.abc.ByteStream) -> None:
        data = b""
        while b"\r\n\r\n" not in data and len(data) < MAX_REQUEST:
            data += await stream.receive()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        while len(body) < min(int(headers.get("content-length", "0")), MAX_REQUEST):
            body += await stream.receive()
        method, target = lines[0].split(" ")[:2]
        self.asked.append(f"{method} {headers.get('host', '')}{target} {body.decode('latin-1')}".strip())
        reply = self._answer(Request(method, headers.get("host", ""), target, headers, body))
        fields = [*reply.headers, ("content-length", str(len(reply.body))), ("connection", "close")]
        top = "\r\n".join([f"HTTP/1.1 {reply.status} -", *(f"{k}: {v}" for k, v in fields), "", ""])
        await self._send(stream, top.encode("latin-1") + reply.body)


# -- WHOIS -------------------------------------------------------------------------------------------------------------


class WhoisServer(Server):
    """Port 43 (RFC 3912): a line in, a text out. ``texts`` by the query's last word, lower case."""

    def __init__(self, name: str, texts: Mapping[str, bytes], none: bytes, delay: float = 0.0) -> None:
        super().__init__(name, delay)
        self._texts = texts
        self._none = none

    async def _serve(self, stream: anyio.abc.ByteStream) -> None:
        data = b""
        while b"\n" not in data and len(data) < 1000:
            data += await stream.receive()
        line = data.decode("latin-1").strip()
        self.asked.append(line)
        words = line.lower().split("/e")[0].split() or [""]
        await self._send(stream, self._texts.get(words[-1], self._none))
