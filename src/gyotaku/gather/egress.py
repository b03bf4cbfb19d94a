"""The one gate: the only code that opens a connection to anywhere, and the only place that decides whether it may.

A name is resolved by our own resolver, every address is held against our own table, and the connection is made to the
very address that was checked: a name server that changes its mind between check and connect gains nothing. Whoever
follows a redirect comes through here again. What the operator named in the settings (name servers, upstream proxies) is
reached as named; nothing else that is not public is reached at all.
"""

from __future__ import annotations

import base64
import ipaddress
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

import anyio
import anyio.abc

from gyotaku.domains import Url, parse_url
from gyotaku.errors import RefusedByPolicy, WorldFailure

if TYPE_CHECKING:
    import ssl

Endpoint = tuple[str, int]
"""(address in canonical text form, port)."""

LaneName = Literal["dns", "http", "whois", "web", "web-abroad"]


@dataclass(frozen=True, slots=True)
class Lane:
    """What one kind of traffic may do."""

    ports: frozenset[int]
    schemes: frozenset[str]
    max_bytes: int
    """Received on one connection; more is refused in the middle of it."""
    seconds: float
    """From the first packet of the connection to its last."""
    connect_seconds: float = 4.0
    """For one address; a silent one must leave time for the next."""


_WEB_PORTS = frozenset(
    {80, 443, 2052, 2053, 2082, 2083, 2086, 2087, 2095, 2096, 8000, 8008, 8080, 8081, 8088, 8443, 8880, 8888}
)
"""Where pages are served: the usual ones, Cloudflare's and the control panels' (a broken-in site's phish stands there).
Nothing that could be a mail, file or database server."""

LANES: Mapping[LaneName, Lane] = {
    # A DNS message over TCP is at most 65,535 bytes (RFC 1035 section 4.2.2) and its two bytes of length.
    "dns": Lane(frozenset({53, 853}), frozenset(), 65_537, 5.0, 2.0),
    "http": Lane(frozenset({80, 443}), frozenset({"http", "https"}), 10_000_000, 15.0),
    "whois": Lane(frozenset({43}), frozenset(), 400_000, 10.0),
    # Visits to pages. Two lanes, so that each can have an upstream proxy of its own: a look from here, one from abroad.
    "web": Lane(_WEB_PORTS, frozenset({"http", "https"}), 60_000_000, 90.0, 5.0),
    "web-abroad": Lane(_WEB_PORTS, frozenset({"http", "https"}), 60_000_000, 90.0, 5.0),
}
"""The lanes of the gatherer. A visit has limits of its own beside its lane's (:mod:`gyotaku.gather.proxy`)."""

MAX_ADDRESSES = 4
"""Addresses of one name that are tried; a name with a thousand of them is no reason to make a thousand connections."""


# -- The table ---------------------------------------------------------------------------------------------------------

_V4 = {
    "0.0.0.0/8": "this host (RFC 791)",
    "10.0.0.0/8": "private (RFC 1918)",
    "100.64.0.0/10": "carrier-grade NAT (RFC 6598)",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "a cloud's internal service (Azure)",
    "169.254.0.0/16": "link-local and cloud metadata (RFC 3927)",
    "172.16.0.0/12": "private (RFC 1918)",
    "192.0.0.0/24": "protocol assignments (RFC 6890)",
    "192.0.2.0/24": "documentation (RFC 5737)",
    "192.88.99.0/24": "6to4 relay (RFC 7526)",
    "192.168.0.0/16": "private (RFC 1918)",
    "198.18.0.0/15": "benchmarking (RFC 2544)",
    "198.51.100.0/24": "documentation (RFC 5737)",
    "203.0.113.0/24": "documentation (RFC 5737)",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved or broadcast (RFC 1112)",
}
_V6 = {
    "2001::/32": "Teredo tunnel (RFC 4380)",
    "2001::/23": "protocol assignments (RFC 2928)",
    "2001:db8::/32": "documentation (RFC 3849)",
    "3fff::/20": "documentation (RFC 9637)",
}
"""Inside 2000::/3, the only block of public unicast; all of IPv6 outside it is forbidden but for the two carriers of an
IPv4 address in :func:`_carried`."""
_PUBLIC_ANYWAY = (
    "192.0.0.9/32",  # Port Control Protocol anycast (RFC 7723)
    "192.0.0.10/32",  # TURN anycast (RFC 8155)
    "2001:1::1/128",
    "2001:1::2/128",
    "2001:1::3/128",  # DNS-SD service registration anycast (RFC 9665)
    "2001:3::/32",  # AMT (RFC 7450)
    "2001:4:112::/48",  # AS112 (RFC 7535)
    "2001:20::/28",  # ORCHIDv2 (RFC 7343)
    "2001:30::/28",  # drone remote identification (RFC 9374)
)
"""Inside a forbidden block, and globally reachable by IANA's special-purpose registries."""

_FORBIDDEN = tuple((ipaddress.ip_network(net), why) for net, why in (_V4 | _V6).items())
_PUBLIC = tuple(ipaddress.ip_network(net) for net in _PUBLIC_ANYWAY)
_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)

_SPECIAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion", "invalid")
"""Names that are nobody's on the public internet (RFC 6761, 6762, 7686, 8375, ICANN's list of collisions)."""


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one, where a router or the system may unpack it."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    low = int(address) & 0xFFFFFFFF
    if address in _NAT64 or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(low)
    return None


def forbidden(address: str) -> str | None:
    """Why no connection goes to this address; ``None`` when it is public.

    ``address`` is in text form as :mod:`ipaddress` reads it; anything else is forbidden as "not an address".
    Source: IANA's IPv4 and IPv6 special-purpose address registries, read in 2026, and the clouds' manuals.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return "an address of one link only"
        carried = _carried(ip)
        if carried is not None:
            inner = forbidden(str(carried))
            if inner is not None:
                return f"carries {carried}: {inner}"
            if ip.ipv4_mapped is not None or ip in _NAT64:
                return None
        if ip not in _UNICAST:
            return "not public unicast IPv6"
    if any(ip in net for net in _PUBLIC if net.version == ip.version):
        return None
    return next((why for net, why in _FORBIDDEN if net.version == ip.version and ip in net), None)


def forbidden_name(host: str) -> str | None:
    """Why no connection goes to this name, whatever it resolves to; ``None`` when it may be asked for."""
    name = host.rstrip(".").lower()
    if not name or "." not in name:
        return "not a public name"
    if name.rpartition(".")[2].isdigit() or name.rpartition(".")[2].startswith("0x"):
        return "a number is no name"
    if any(name == special or name.endswith("." + special) for special in _SPECIAL_NAMES):
        return "a name of the local network"
    return None


# -- The gate ----------------------------------------------------------------------------------------------------------

Resolve = Callable[[str], Awaitable[tuple[str, ...]]]
"""Name to addresses, best first. Raises :class:`WorldFailure` when there is no answer, ``()`` = no address."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator decided about connections."""

    name_servers: tuple[Endpoint, ...] = ()
    """The only end points of the lane dns; they may stand in the local network, as resolvers do."""
    proxies: Mapping[LaneName, str] = field(default_factory=dict)
    """``http://[user:password@]host:port`` by lane: the connection goes through it by CONNECT (RFC 9110 section 9.3.6),
    to the address that was checked here. With one for ``dns``, questions go over TCP."""
    only: Mapping[Endpoint, Endpoint] | None = None
    """A closed world for tests and demos: public end point to the server that plays it. What is not in the map is
    refused, so nothing else can be reached, and nothing private is let in by a general rule."""


@dataclass(slots=True)
class Tally:
    """What went through the gate."""

    opened: Counter[str] = field(default_factory=Counter)
    """Connections by lane."""
    refused: Counter[str] = field(default_factory=Counter)
    """Refusals by lane."""
    received: int = 0
    sent: int = 0
    """Bytes on the wire, TLS included."""


class Connection:
    """A byte stream that counts, and ends at its lane's limit. Closed by ``async with`` or :meth:`aclose`."""

    def __init__(self, stream: anyio.abc.ByteStream, lane: Lane, tally: Tally, address: str) -> None:
        self.address = address
        """The address that was checked and is connected to."""
        self._stream = stream
        self._lane = lane
        self._tally = tally
        self._received = 0
        self._end = anyio.current_time() + lane.seconds

    async def receive(self, size: int = 65_536) -> bytes:
        """The next bytes; ``b""`` at the end. Raises WorldFailure, or RefusedByPolicy over the lane's limit."""
        try:
            with anyio.fail_after(max(0.0, self._end - anyio.current_time())):
                data = await self._stream.receive(size)
        except anyio.EndOfStream:
            return b""
        except TimeoutError:
            raise WorldFailure(f"{self.address} sent too slowly: over {self._lane.seconds:g} s") from None
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError) as error:
            raise WorldFailure(f"{self.address} broke the connection") from error
        self._received += len(data)
        self._tally.received += len(data)
        if self._received > self._lane.max_bytes:
            raise RefusedByPolicy(f"{self.address} sent more than {self._lane.max_bytes} bytes")
        return data

    async def send(self, data: bytes) -> None:
        """Send all of it. Raises WorldFailure."""
        try:
            with anyio.fail_after(max(0.0, self._end - anyio.current_time())):
                await self._stream.send(data)
        except TimeoutError:
            raise WorldFailure(f"{self.address} took data too slowly") from None
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError) as error:
            raise WorldFailure(f"{self.address} broke the connection") from error
        self._tally.sent += len(data)

    async def start_tls(self, context: ssl.SSLContext, hostname: str) -> None:
        """Speak TLS from here on; the certificate must be for ``hostname``. Raises WorldFailure."""
        import ssl

        from anyio.streams.tls import TLSStream

        try:
            with anyio.fail_after(self._lane.connect_seconds):
                self._stream = await TLSStream.wrap(
                    self._stream, hostname=hostname, ssl_context=context, standard_compatible=False
                )
        except TimeoutError:
            raise WorldFailure(f"{hostname}: no TLS within {self._lane.connect_seconds:g} s") from None
        except ssl.SSLError as error:
            raise WorldFailure(f"{hostname}: TLS failed: {error.reason or 'broken'}") from error
        except (anyio.BrokenResourceError, anyio.EndOfStream, OSError, ValueError) as error:
            raise WorldFailure(f"{hostname}: TLS failed") from error

    def certificate(self) -> bytes | None:
        """The server's certificate (DER) after :meth:`start_tls`; ``None`` before."""
        from anyio.streams.tls import TLSAttribute

        der = self._stream.extra(TLSAttribute.peer_certificate_binary, None)  # noqa: S610  # anyio's extra, no Django
        return bytes(der) if der else None

    async def aclose(self) -> None:
        """Close without waiting for the other side."""
        await anyio.aclose_forcefully(self._stream)

    async def __aenter__(self) -> Connection:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class Gate:
    """Opens connections, or refuses. Knows nothing of what is said over them."""

    def __init__(self, policy: Policy, resolve: Resolve | None = None) -> None:
        """``resolve`` may be set later (:attr:`resolve`): the resolver itself goes through this gate."""
        self.policy = policy
        self.resolve = resolve
        self.tally = Tally()

    def check(self, lane: LaneName, address: str, port: int) -> Endpoint:
        """Where a connection to this address really goes. Raises :class:`RefusedByPolicy` with the reason."""
        why = None
        if lane == "dns":
            if (address, port) not in self.policy.name_servers:
                why = "not one of the configured name servers"
            else:
                return address, port
        elif port not in LANES[lane].ports:
            why = f"port {port} is not open in the lane {lane}"
        elif self.policy.only is not None:
            target = self.policy.only.get((address, port))
            if target is not None:
                return target
            why = forbidden(address) or "not a server of this closed world"
        else:
            why = forbidden(address)
        if why is None:
            return address, port
        self.tally.refused[lane] += 1
        raise RefusedByPolicy(f"{_host_port(address, port)}: {why}")

    def check_url(self, lane: LaneName, url: str) -> Url:
        """The URL as a browser reads it. Raises :class:`RefusedByPolicy` for what its text alone forbids.

        A name that resolves to a forbidden address is refused later, when it is connected to.
        """
        parsed = parse_url(url)
        why = None
        if parsed is None or not parsed.host:
            why = "not a URL"
        elif parsed.scheme not in LANES[lane].schemes:
            why = f"the scheme {parsed.scheme} is not open in the lane {lane}"
        else:
            port = int(parsed.port or (443 if parsed.scheme == "https" else 80))
            host = parsed.host.strip("[]")
            if _is_address(host):
                self.check(lane, host, port)
            elif port not in LANES[lane].ports:
                why = f"port {port} is not open in the lane {lane}"
            else:
                why = forbidden_name(host)
        if parsed is None or why is not None:
            self.tally.refused[lane] += 1
            raise RefusedByPolicy(f"{url[:200]}: {why}")
        return parsed

    async def connect(self, lane: LaneName, host: str, port: int) -> Connection:
        """A TCP connection to a checked address of ``host`` (a name or an address).

        Raises :class:`RefusedByPolicy` when no address may be connected to, :class:`WorldFailure` when none answers.
        """
        refusal: RefusedByPolicy | None = None
        failure = ""
        for address in await self._addresses(lane, host):
            try:
                target = self.check(lane, address, port)
            except RefusedByPolicy as error:
                refusal = error
                continue
            try:
                stream = await self._open(lane, target)
            except (OSError, TimeoutError, anyio.BrokenResourceError, anyio.EndOfStream, WorldFailure) as error:
                failure = _why(error, address, LANES[lane].connect_seconds)
                continue
            self.tally.opened[lane] += 1
            return Connection(stream, LANES[lane], self.tally, address)
        if failure:
            raise WorldFailure(f"{_host_port(host, port)}: {failure}")
        raise refusal or WorldFailure(f"{host}: has no address")

    async def udp(self, address: str, port: int) -> anyio.abc.ConnectedUDPSocket:
        """A datagram socket to a configured name server; only that server's packets come back through it."""
        host, port = self.check("dns", address, port)
        self.tally.opened["dns"] += 1
        try:
            return await anyio.create_connected_udp_socket(host, port)
        except OSError as error:
            raise WorldFailure(f"{_host_port(host, port)}: {_why(error, address, 0)}") from error

    async def _addresses(self, lane: LaneName, host: str) -> tuple[str, ...]:
        if _is_address(host):
            return (str(ipaddress.ip_address(host)),)
        why = forbidden_name(host)
        if why is not None:
            self.tally.refused[lane] += 1
            raise RefusedByPolicy(f"{host}: {why}")
        if self.resolve is None:
            raise WorldFailure(f"{host}: there is no resolver")
        return (await self.resolve(host))[:MAX_ADDRESSES]

    async def _open(self, lane: LaneName, target: Endpoint) -> anyio.abc.ByteStream:
        proxy = self.policy.proxies.get(lane)
        with anyio.fail_after(LANES[lane].connect_seconds):
            if proxy is None:
                return await anyio.connect_tcp(*target)
            return await _through(proxy, target)


async def _through(proxy: str, target: Endpoint) -> anyio.abc.ByteStream:
    """A tunnel to ``target`` by the proxy's CONNECT."""
    parts = urlsplit(proxy)
    if parts.scheme != "http" or not parts.hostname:
        raise WorldFailure(f"the upstream proxy must be given as http://host:port, not {parts.scheme}://…")
    stream = await anyio.connect_tcp(parts.hostname, parts.port or 8080)
    where = _host_port(*target)
    lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair).decode()}")
    try:
        await stream.send("\r\n".join([*lines, "", ""]).encode())
        head = b""
        # One byte at a time at the end of the head: what follows it is the tunnel's already. Heads are short.
        while not head.endswith(b"\r\n\r\n"):
            if len(head) > 8192:
                raise WorldFailure("the upstream proxy answered nonsense")
            head += await stream.receive(1)
        status = head.split(b" ", 2)[1:2]
        if not head.startswith(b"HTTP/1.") or status != [b"200"]:
            word = (status or [b"?"])[0][:3].decode("ascii", "replace")
            raise WorldFailure(f"the upstream proxy refused: {word}")
    except BaseException:
        await anyio.aclose_forcefully(stream)
        raise
    return stream


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _host_port(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _why(error: BaseException, address: str, seconds: float) -> str:
    """One plain line for the report; never the address of this machine."""
    if isinstance(error, WorldFailure):
        return str(error)
    if isinstance(error, TimeoutError):
        return f"{address} did not answer within {seconds:g} s"
    if isinstance(error, ConnectionRefusedError) or isinstance(error.__cause__, ConnectionRefusedError):
        return f"{address} refused the connection"
    return f"{address} cannot be reached"
