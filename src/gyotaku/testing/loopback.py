"""A world of real servers on this machine, fed from an example's ``world`` folder: the live code with live sockets.

=========================  ==========================================================================================
``world.toml``             ``now``: the clock. ``[dns]`` ``validated silent servfail garbage``: names. ``[rdap]``
                           ``tlds``: those with an RDAP service. ``[settings]``: of the sources (keys).
``zone``                   all DNS records, names absolute; below an SOA a missing name does not exist, elsewhere the
                           name server refuses
``rdap/domain/NAME.json``  a registry's answer; missing = 404
``rdap/ip/NET.json``       the same for a network, ``192.0.2.0-24.json``
``whois/HOST/NAME.txt``    the text of that WHOIS server, in whatever charset; ``_none.txt`` = not registered
``reputation/NAME.json``   ``{"host": …, "routes": [{"method", "path", "query", "form", "status", "json"}]}``
``atlas.json``             a list of places with their ``network``; without the file, the installed atlas
``pages/pages.toml``       what the sites answer (:mod:`gyotaku.testing.pages`)
=========================  ==========================================================================================

Nothing outside can be reached from here: the gate gets a map from each public address and port to the server that plays
it, and refuses everything else.
"""

from __future__ import annotations

import base64
import json
import ssl
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import trustme

from gyotaku.gather.dns import Resolver
from gyotaku.gather.egress import Endpoint, Gate, Policy
from gyotaku.gather.live import LiveWorld, installed_sources
from gyotaku.gather.network import GatedNetwork
from gyotaku.gather.source import Network, Source, absent, found
from gyotaku.gather.world import utc_now
from gyotaku.model import Answer, Place
from gyotaku.testing.pages import Sites
from gyotaku.testing.servers import HOST, DnsServer, HttpServer, Mode, Reply, Request, Server, WhoisServer, Zone

REGISTRY = "rdap.registry.example"
"""The RDAP service that the world's bootstrap file names for its top-level domains."""
REGIONS = ("rdap.first.example", "rdap.second.example")
"""The one that the bootstrap file names for addresses, and the one to which it redirects."""


class LoopbackWorld:
    """``async with LoopbackWorld(folder) as world``: a :class:`~gyotaku.gather.world.World` with its servers."""

    def __init__(
        self, folder: Path, *, third_parties: bool = False, sources: Iterable[Source] | None = None, delay: float = 0.0
    ) -> None:
        """``sources``: the installed ones unless given. ``delay``: seconds before every answer of HTTP and WHOIS; a
        tenth of it before DNS answers."""
        self._folder = folder
        self._third_parties = third_parties
        self._sources = tuple(installed_sources() if sources is None else sources)
        self._delay = delay
        self._stack = AsyncExitStack()
        self._world: LiveWorld | None = None
        self.servers: dict[str, list[Server]] = {}
        """By kind: ``dns``, ``rdap``, ``whois``, ``http``, ``web``."""

    @property
    def name(self) -> str:
        """Always ``loopback``."""
        return "loopback"

    @property
    def live(self) -> LiveWorld:
        """The live world that asks the servers; only inside ``async with``."""
        if self._world is None:
            raise RuntimeError("a LoopbackWorld answers inside 'async with' only")
        return self._world

    def now(self) -> datetime | None:
        """The time of the example."""
        return self.live.now()

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """The live code's answer."""
        return await self.live.ask(source, subject)

    async def fail(self, kind: str, mode: Mode) -> None:
        """Make all servers of that kind answer in this way from now on."""
        for server in self.servers[kind]:
            await server.fail(mode)

    def seen(self) -> tuple[str, ...]:
        """Every request that any server got, as it came over the wire."""
        return tuple(line for servers in self.servers.values() for server in servers for line in server.asked)

    async def __aenter__(self) -> LoopbackWorld:
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._group.cancel_scope.cancel()
        await self._stack.aclose()

    async def _start(self) -> None:
        config = _toml(self._folder / "world.toml")
        self._group = await self._stack.enter_async_context(anyio.create_task_group())
        home = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="gyotaku-world-")))
        _bootstrap(home / "rdap", config.get("rdap", {}).get("tlds", ()))
        zone = _zone(self._folder, config.get("dns", {}))
        only = await self._serve(zone, home)
        dns = DnsServer(zone, self._delay / 10)
        await self._listen("dns", dns)
        gate = Gate(Policy(name_servers=((HOST, dns.port),), only=only))
        clock = _clock(config.get("now"))
        resolver = Resolver(gate, clock=clock)
        gate.resolve = resolver.addresses
        network = GatedNetwork(
            gate,
            resolver,
            data_dir=home,
            settings={k: str(v) for k, v in config.get("settings", {}).items()},
            clock=clock,
            # Only this world's own authority: nothing else has a certificate here.
            tls=ssl.create_default_context(cafile=str(home / "ca.pem")),
        )
        sources = {s.id: s for s in self._sources}
        if (self._folder / "atlas.json").exists():
            sources["atlas"] = atlas_of(self._folder / "atlas.json")
        self._world = LiveWorld(network, sources.values(), third_parties=self._third_parties, name="loopback")

    async def _serve(self, zone: Zone, home: Path) -> dict[Endpoint, Endpoint]:
        """Start all servers but DNS, give each host a public address of documentation, and map it."""
        routes = _reputation(self._folder)
        sites = Sites(self._folder / "pages")
        context = _tls((REGISTRY, *REGIONS, *routes, *sites.hosts), home / "ca.pem")
        only: dict[Endpoint, Endpoint] = {}
        addresses = (f"198.51.100.{n}" for n in range(1, 255))
        for kind, answer, hosts in (
            ("rdap", self._rdap, (REGISTRY, *REGIONS)),
            ("http", lambda request: _route(routes, request), tuple(routes)),
        ):
            plain = HttpServer(kind, answer, self._delay)
            secure = HttpServer(kind, answer, self._delay, context)
            await self._listen(kind, plain)
            await self._listen(kind, secure)
            for host in hosts:
                address = next(addresses)
                zone.add(host, address)
                only[address, 80] = (HOST, plain.port)
                only[address, 443] = (HOST, secure.port)
        self.servers.setdefault("whois", [])
        for host, texts in _whois(self._folder):
            server = WhoisServer(host, texts, texts.get("_none", b"No match.\r\n"), self._delay)
            await self._listen("whois", server)
            address = next(addresses)
            zone.add(host, address)
            only[address, 43] = (HOST, server.port)
        return only | await sites.serve(zone, context, lambda server: self._listen("web", server))

    async def _listen(self, kind: str, server: Server) -> None:
        self.servers.setdefault(kind, []).append(server)
        await server.start(self._group)

    def _rdap(self, request: Request) -> Reply:
        path = urlsplit(request.target).path
        if request.host == REGIONS[0]:
            return Reply(302, b"", (("location", f"https://{REGIONS[1]}{path}"),))
        kind, _, subject = path.strip("/").partition("/")
        file = None
        if kind == "domain":
            file = _inside(self._folder / "rdap" / "domain", f"{subject.lower()}.json")
        elif kind == "ip":
            file = _network_file(self._folder / "rdap" / "ip", subject)
        content = (("content-type", "application/rdap+json"),)
        if file is None:
            return Reply(404, b'{"errorCode": 404, "title": "Not Found"}', content)
        return Reply(200, file.read_bytes(), content)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _clock(now: datetime | None) -> Any:
    return utc_now if now is None else lambda: now


def _zone(folder: Path, names: Mapping[str, Any]) -> Zone:
    path = folder / "zone"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    validated, silent, servfail, garbage = (
        tuple(names.get(what, ())) for what in ("validated", "silent", "servfail", "garbage")
    )
    return Zone(text, validated, silent, servfail, garbage)


def _bootstrap(folder: Path, tlds: Iterable[str]) -> None:
    """IANA's files as this world has them (RFC 9224)."""
    folder.mkdir()
    for name, services in (
        ("dns", [[list(tlds), [f"https://{REGISTRY}/"]]]),
        ("ipv4", [[["0.0.0.0/0"], [f"https://{REGIONS[0]}/"]]]),
        ("ipv6", [[["::/0"], [f"https://{REGIONS[0]}/"]]]),
    ):
        whole = {"version": "1.0", "publication": "2026-01-01T00:00:00Z", "services": services}
        (folder / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")


def _tls(hosts: Iterable[str], ca_file: Path) -> ssl.SSLContext:
    """A server's side of TLS for these hosts, by an authority made for this run alone."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts).configure_cert(context)
    return context


def _inside(folder: Path, name: str) -> Path | None:
    """The file of that name in the folder itself; a name with a path in it is none."""
    path = folder / name
    return path if "/" not in name and path.is_file() else None


def _network_file(folder: Path, subject: str) -> Path | None:
    """The narrowest network that holds the address."""
    try:
        address = ip_address(subject.partition("/")[0])
    except ValueError:
        return None
    nets = {ip_network(f.stem.replace("-", "/").replace("_", ":")): f for f in sorted(folder.glob("*.json"))}
    return max(((n.prefixlen, f) for n, f in nets.items() if address in n), default=(0, None))[1]


def _whois(folder: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    for host in sorted(p for p in (folder / "whois").glob("*") if p.is_dir()):
        yield host.name, {file.stem.lower(): file.read_bytes() for file in sorted(host.glob("*.txt"))}


def _reputation(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((folder / "reputation").glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        found.setdefault(data["host"], []).extend(data["routes"])
    return found


def _route(routes: Mapping[str, list[dict[str, Any]]], request: Request) -> Reply:
    """The first route whose every word is in the request."""
    target = urlsplit(request.target)
    query, form = parse_qs(target.query), parse_qs(request.body.decode("latin-1"))
    for route in routes.get(request.host, ()):
        if route.get("method", request.method) != request.method or route.get("path", target.path) != target.path:
            continue
        if any(value not in query.get(key, ()) for key, value in route.get("query", {}).items()):
            continue
        if any(value not in form.get(key, ()) for key, value in route.get("form", {}).items()):
            continue
        if "base64" in route:
            return Reply(route.get("status", 200), base64.b64decode(route["base64"]))
        body = json.dumps(route.get("json"), ensure_ascii=False).encode() if "json" in route else b""
        return Reply(route.get("status", 200), body, (("content-type", "application/json"),))
    return Reply(404)


def atlas_of(path: Path) -> Source:
    """Where this world's addresses stand, as the example says."""
    rows = [(ip_network(row.pop("network")), row) for row in json.loads(path.read_text(encoding="utf-8"))]

    async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
        source = f"atlas:{kind}"
        address = ip_address(subject)
        best = max(((net.prefixlen, i) for i, (net, _) in enumerate(rows) if address in net), default=None)
        if best is None:
            return absent(source, subject, network.clock())
        fields = dict.fromkeys(
            ("asn", "as_name", "country", "region", "city", "latitude", "longitude", "radius_km", "kind")
        )
        return found(source, subject, Place(ip=subject, **{**fields, **rows[best[1]][1]}), network.clock())

    return Source("atlas", ("ip",), "network", False, ask, "the example's own atlas.json")
