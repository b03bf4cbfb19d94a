"""Nothing that is not public is reached: not by a URL, a redirect, a name server that changes its mind, or a page."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import anyio
import anyio.abc
import pytest
from dnslib import QTYPE, RR, DNSRecord  # type: ignore[import-untyped]
from tests.gather.playground import ADDRESS, html, needs_browser, playground

from gyotaku.domains import is_ip, parse_url
from gyotaku.errors import RefusedByPolicy
from gyotaku.gather.browser import Browser, Errand, Limits, Look
from gyotaku.gather.dns import Resolver
from gyotaku.gather.egress import LANES, Gate, Policy, forbidden
from gyotaku.gather.follow import Follower
from gyotaku.gather.personas import PERSONAS
from gyotaku.gather.proxy import VisitProxy
from gyotaku.testing.servers import HOST, DnsServer, Reply, Request, Zone

SUITE = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared")) / "suites/ssrf"
needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason="suites/ssrf is not here (GYOTAKU_SHARED)")


class Canary:
    """Listens on 127.0.0.1 and ::1, TCP and UDP, on a port of the web; counts whoever comes."""

    def __init__(self) -> None:
        self.port = 0
        self.hits: list[str] = []
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Canary:
        for port in sorted(LANES["web"].ports - {80, 443}):
            try:
                four = await self._stack.enter_async_context(
                    await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=port)
                )
                packets = await self._stack.enter_async_context(
                    await anyio.create_udp_socket(local_host="127.0.0.1", local_port=port)
                )
            except OSError:
                continue
            listeners = [four]
            with suppress(OSError):  # a machine without IPv6: then nobody can come that way
                six = await anyio.create_tcp_listener(local_host="::1", local_port=port)
                listeners.append(await self._stack.enter_async_context(six))
            self._group = await self._stack.enter_async_context(anyio.create_task_group())
            for listener in listeners:
                self._group.start_soon(listener.serve, self._met)
            self._group.start_soon(self._packets, packets)
            self.port = port
            return self
        pytest.skip("every port of the web is taken on this machine")

    async def __aexit__(self, *_: object) -> None:
        self._group.cancel_scope.cancel()
        await self._stack.aclose()

    async def _met(self, stream: anyio.abc.ByteStream) -> None:
        self.hits.append("tcp")
        await stream.aclose()

    async def _packets(self, socket: anyio.abc.UDPSocket) -> None:
        async for _ in socket:
            self.hits.append("udp")


async def by_proxy(proxy: VisitProxy, request: bytes) -> bytes:
    """What a browser would get."""
    async with await anyio.connect_tcp(HOST, proxy.port) as stream:
        await stream.send(request)
        said = b""
        try:
            with anyio.fail_after(5):
                while True:
                    said += await stream.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError):
            return said


# -- URLs and addresses ------------------------------------------------------------------------------------------------


@needs_suite
def test_every_url_a_browser_reads_as_not_public_is_refused() -> None:
    """All URLs of the suite in the lane of visits: refused with a reason, or naming a host that is resolved later."""
    gate = Gate(Policy())
    refused = named = 0
    for line in (SUITE / "urls.txt").read_text(encoding="utf-8").splitlines():
        read = parse_url(line)
        try:
            url = gate.check_url("web", line)
        except RefusedByPolicy:
            refused += 1
            continue
        named += 1
        assert not is_ip(url.host), line
        assert read is not None
        assert read.scheme in ("http", "https")
    assert refused >= 280
    assert gate.tally.refused["web"] == refused
    print(f"{refused} refused, {named} names")


@needs_suite
def test_every_address_of_the_suite() -> None:
    """Forbidden where it must be, open where it may be; the same through CONNECT."""
    rows = json.loads((SUITE / "addresses.json").read_text(encoding="utf-8"))["address"]

    async def main() -> None:
        async with VisitProxy(Gate(Policy(only={}))) as proxy:
            for row in rows:
                assert (forbidden(row["address"]) is not None) == row["blocked"], row
                host = f"[{row['address']}]" if ":" in row["address"] else row["address"]
                said = await by_proxy(proxy, f"CONNECT {host}:443 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                assert said.startswith(b"HTTP/1.1 403"), row
            assert all(p.stopped_by == "refused" and p.why for p in proxy.passages)
            assert len(proxy.passages) == len(rows)

    anyio.run(main)


@needs_suite
def test_every_spelling_through_the_proxy() -> None:
    """Octal, hexadecimal, circled digits: a plain request to each is hung up on without a packet."""
    rows = json.loads((SUITE / "addresses.json").read_text(encoding="utf-8"))["encodings"]

    async def main() -> None:
        async with VisitProxy(Gate(Policy())) as proxy:
            for row in rows:
                target = row["url"].encode("utf-8")
                assert await by_proxy(proxy, b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % target) == b"", row
            assert not any(p.address for p in proxy.passages)

    anyio.run(main)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://metadata.google.internal/",
        "http://10.0.0.1/",
        "http://local.example/",
        "ftp://evil.example/",
        "file:///etc/passwd",
        "https://evil.example/",
        "http://evil.example:25/",
        "/etc/passwd",
        "evil.example:443",
    ],
)
def test_plain_requests_the_proxy_does_not_serve(target: str) -> None:
    """Loopback, metadata, private ranges, other schemes and ports, and what is no request to a proxy."""

    async def main() -> tuple[bytes, list[str]]:
        async with playground(lambda r: html("in"), names={"local.example": ("127.0.0.1",)}) as ground:
            async with VisitProxy(ground.gate) as proxy:
                said = await by_proxy(proxy, f"GET {target} HTTP/1.1\r\nHost: evil.example\r\n\r\n".encode())
            return said, ground.asked

    assert anyio.run(main) == (b"", [])


def test_one_connection_serves_one_host() -> None:
    """A second request on a connection is not sent on to the first one's host."""

    async def main() -> list[str]:
        async with playground(lambda r: html("in")) as ground, VisitProxy(ground.gate) as proxy:
            first = b"GET http://evil.example/1 HTTP/1.1\r\nHost: evil.example\r\n\r\n"
            second = b"GET http://169.254.169.254/2 HTTP/1.1\r\nHost: evil.example\r\n\r\n"
            await by_proxy(proxy, first + second)
            return ground.asked

    assert not any("/2" in line.split(" ")[1] for line in anyio.run(main))


def test_the_browsers_own_errands_are_denied() -> None:
    """Hosts that Chromium asks of its own accord are refused unless a page wanted them."""

    async def main() -> tuple[bytes, bytes]:
        async with playground(lambda r: html("in")) as ground, VisitProxy(ground.gate) as proxy:
            request = b"CONNECT accounts.google.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"
            before = await by_proxy(proxy, request)
            proxy.want("accounts.google.com")
            async with await anyio.connect_tcp(HOST, proxy.port) as stream:
                await stream.send(request)
                return before, await stream.receive()

    before, after = anyio.run(main)
    assert before.startswith(b"HTTP/1.1 403")
    assert after.startswith(b"HTTP/1.1 200")


# -- Redirects and names -----------------------------------------------------------------------------------------------

PRIVATE = (
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001/",
    "http://[::1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://169.254.169.254/", "http://192.168.0.1/", "http://100.64.0.1/", "http://\uff11\uff12\uff17.0.0.1/",
    "http://localhost./", "http://a@127.0.0.1/", "http://inside.example/",
)  # fmt: skip


@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("target", PRIVATE)
def test_a_redirect_to_private_is_refused(status: int, target: str) -> None:
    """Whatever the spelling: the redirect is read, the station behind it never reached."""

    def answer(request: Request) -> Reply:
        return Reply(status, b"", (("location", target.encode().decode("latin-1")),))

    async def main() -> tuple[str, int]:
        async with playground(answer, names={"inside.example": ("10.1.2.3", "::1")}) as ground:
            way = await Follower(ground.gate, seconds=5).follow("http://evil.example/")
            return way.stopped_by, len(ground.asked)

    assert anyio.run(main) == ("refused", 1)


class TurncoatZone(Zone):
    """Answers each name with the next address of a list: the first is public, the others are not."""

    def __init__(self, *addresses: str) -> None:
        super().__init__("")
        self.addresses_left = list(addresses)
        self.answered: list[str] = []

    def answer(self, query: DNSRecord) -> DNSRecord:
        reply = query.reply()
        if QTYPE[query.q.qtype] == "A":
            address = self.addresses_left.pop(0) if len(self.addresses_left) > 1 else self.addresses_left[0]
            self.answered.append(address)
            for rr in RR.fromZone(f"{query.q.qname} 0 IN A {address}"):
                reply.add_answer(rr)
        return reply


@pytest.mark.parametrize("private", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "0.0.0.0", "192.168.1.1", "::"])
def test_a_name_server_that_changes_its_mind_gains_nothing(private: str) -> None:
    """DNS rebinding with TTL 0: each connection resolves anew, and goes to the address that was checked."""
    private = "100.64.0.1" if private == "::" else private

    async def main() -> None:
        async with (
            Canary() as canary,
            playground(lambda r: html("public")) as ground,
            anyio.create_task_group() as group,
        ):
            zone = TurncoatZone(ADDRESS, private)
            dns = DnsServer(zone)
            await dns.start(group)
            gate = Gate(Policy(name_servers=((HOST, dns.port),), only=dict(ground.gate.policy.only or {})))
            gate.resolve = Resolver(gate).addresses
            async with VisitProxy(gate) as proxy:
                request = b"GET http://rebind.example/ HTTP/1.1\r\nHost: rebind.example\r\n\r\n"
                assert b"public" in await by_proxy(proxy, request)
                for _ in range(3):
                    assert await by_proxy(proxy, request) == b""
                connect = f"CONNECT rebind.example:{canary.port} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
                assert (await by_proxy(proxy, connect)).startswith(b"HTTP/1.1 403")
            assert zone.answered[:2] == [ADDRESS, private]
            assert canary.hits == []
            group.cancel_scope.cancel()

    anyio.run(main)


# -- A hostile page ----------------------------------------------------------------------------------------------------

INSIDE = ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "127.1", "2130706433", "inside.example")

VECTORS = """
<!DOCTYPE html><title>hostile</title>
<link rel=stylesheet href="http://B/css"><link rel=preload as=image href="http://B/preload">
<link rel=prefetch href="http://B/prefetch"><link rel=modulepreload href="http://B/modulepreload">
<link rel=preconnect href="http://B/"><link rel=dns-prefetch href="//B/"><link rel=icon href="http://B/icon">
<link rel=manifest href="http://B/manifest"><base target=_self>
<style>@import "http://B/import"; @font-face { font-family: f; src: url(http://B/font); }
body { background: url(http://B/background); font-family: f; } q::before { content: url(http://B/content); }</style>
<img src="http://B/img"><img srcset="http://B/srcset 1x"><q>x</q>
<picture><source srcset="http://B/source"><img></picture>
<script src="http://B/script"></script><script type=module src="http://B/module"></script>
<iframe src="http://B/iframe"></iframe><iframe srcdoc="<img src='http://B/srcdoc'>"></iframe>
<iframe src="http://evil.example/redirect"></iframe><iframe src="http://169.254.169.254/latest/meta-data/"></iframe>
<iframe src="file:///etc/passwd"></iframe><iframe src="chrome://version"></iframe>
<object data="http://B/object"></object><embed src="http://B/embed">
<video src="http://B/video" poster="http://B/poster" autoplay></video><audio src="http://B/audio" autoplay></audio>
<video><track src="http://B/track" default></video><input type=image src="http://B/input">
<svg><image href="http://B/svg"/><use href="http://B/use#x"/>
<filter id=f><feImage href="http://B/feimage"/></filter><rect filter="url(#f)" width=9 height=9 /></svg>
<form id=form action="http://B/form" method=post target=hole><input name=x value=y></form><iframe name=hole></iframe>
<a id=ping href="#" ping="http://B/ping">x</a>
<script>
const all = HOSTS;
for (const h of all) {
  fetch("http://" + h + "/fetch").catch(() => 0);
  fetch("http://" + h + "/nocors", { mode: "no-cors", method: "POST", body: "x" }).catch(() => 0);
  new Image().src = "http://" + h + "/image";
  try { new WebSocket("ws://" + h + "/ws"); } catch (e) {}
}
const x = new XMLHttpRequest(); x.open("GET", "http://B/xhr"); x.send();
navigator.sendBeacon("http://B/beacon", "x");
try { new EventSource("http://B/events"); } catch (e) {}
import("http://B/dynamic").catch(() => 0);
const code = new Blob(["importScripts('http://B/worker')"], { type: "text/javascript" });
try { new Worker(URL.createObjectURL(code)); } catch (e) {}
try { new SharedWorker("http://B/shared"); } catch (e) {}
try { navigator.serviceWorker.register("http://B/sw"); } catch (e) {}
try { new WebTransport("https://B/wt").closed.catch(() => 0); } catch (e) {}
try {
  const ice = [{ urls: "stun:B" }, { urls: "turn:B?transport=udp", username: "u", credential: "c" },
               { urls: "turn:B?transport=tcp", username: "u", credential: "c" }];
  const peer = new RTCPeerConnection({ iceServers: ice });
  peer.createDataChannel("x"); peer.createOffer().then(o => peer.setLocalDescription(o));
} catch (e) {}
document.getElementById("form").submit();
document.getElementById("ping").click();
window.open("http://B/open");
for (const url of ["file:///etc/passwd", "chrome://version", "view-source:http://B/", "filesystem:http://B/"]) {
  const frame = document.createElement("iframe"); frame.src = url; document.body.append(frame);
  try { fetch(url).catch(() => 0); } catch (e) {}
  try { window.open(url); } catch (e) {}
}
history.pushState({}, "", "/pushed");
</script>
"""


def visited(page: Callable[[str], str], url: str = "http://evil.example/") -> tuple[Look, list[str], list[str]]:
    """(what came home, who came to the canary, what the public server was asked); ``page`` gets the canary's host."""

    async def main() -> tuple[Look, list[str], list[str]]:
        async with Canary() as canary:
            await (await anyio.connect_tcp("127.0.0.1", canary.port)).aclose()
            await anyio.sleep(0.1)
            assert canary.hits == ["tcp"], "a canary that nobody can reach proves nothing"
            canary.hits.clear()

            def answer(request: Request) -> Reply:
                if request.target.startswith("/redirect"):
                    return Reply(302, b"", (("location", f"http://127.0.0.1:{canary.port}/redirected"),))
                return html(page(f"127.0.0.1:{canary.port}"))

            names: dict[str, tuple[str, ...]] = {"inside.example": ("127.0.0.1", "::1")}
            async with playground(answer, names=names) as ground, Browser(Limits(seconds=20, settle=2)) as browser:
                look = await browser.look(ground.gate, Errand(url, PERSONAS["desktop-ja"]))
                await anyio.sleep(0.3)
                asked = list(ground.asked)
        return look, list(canary.hits), asked

    return anyio.run(main)


@needs_browser
@pytest.mark.browser
def test_a_hostile_page_reaches_nothing_inside() -> None:
    """More than forty ways to loopback and metadata, each tried for real: nobody comes to the canary."""

    def page(host: str) -> str:
        port = host.rpartition(":")[2]
        hosts = [f"{h}:{port}" for h in INSIDE]
        return VECTORS.replace("HOSTS", json.dumps(hosts)).replace("B/", host + "/").replace(":B", ":" + host)

    look, hits, _ = visited(page)
    assert hits == []
    tried = {r.url.rpartition("/")[2] for r in look.capture.requests if r.refused}
    assert len(tried) >= 25, sorted(tried)
    assert len([r for r in look.capture.requests if r.refused]) >= 40
    assert look.capture.title == "hostile"
    assert "root:" not in (look.capture.text or "")
    assert not any(r.url.startswith(("file:", "chrome:")) and r.status for r in look.capture.requests)
    print(f"{len(tried)} ways tried, 0 connections")


MOVES = (
    "location = 'http://HERE/moved'",
    "location.replace('http://169.254.169.254/latest/meta-data/')",
    "location = 'file:///etc/passwd'",
    "location = 'chrome://version'",
    "document.write('<meta http-equiv=refresh content=\"0;url=http://HERE/meta\">')",
    "location = 'http://evil.example/redirect'",
)
NOT_OUTSIDE = ("file:///etc/passwd", "chrome://crash", "http://127.0.0.1/", "http://[::1]/", "x")


@needs_browser
@pytest.mark.browser
def test_a_page_that_walks_inside_stays_outside() -> None:
    """The first URL is public and the page then goes elsewhere (CVE-2026-44439 of a peer): the walk ends there. What is
    no public web page from the start is not even given to the browser.
    """

    async def main() -> None:
        async with Canary() as canary, Browser(Limits(seconds=15, settle=1.5)) as browser:
            here = f"127.0.0.1:{canary.port}"

            def answer(request: Request) -> Reply:
                if request.target.startswith("/redirect"):
                    return Reply(302, b"", (("location", f"http://{here}/redirected"),))
                number = request.target[1:]
                if not number.isdigit():
                    return Reply(404)
                return html(f"<p>outside</p><script>{MOVES[int(number)].replace('HERE', here)}</script>")

            async with playground(answer) as ground:
                for number, move in enumerate(MOVES):
                    look = await browser.look(
                        ground.gate, Errand(f"http://evil.example/{number}", PERSONAS["desktop-ja"])
                    )
                    text = look.capture.text or ""
                    assert canary.hits == [], move
                    assert "root:" not in text, move
                    assert "Chromium" not in text, move
                    assert look.capture.status in (None, 200), move
                for url in NOT_OUTSIDE:
                    look = await browser.look(ground.gate, Errand(url, PERSONAS["desktop-ja"]))
                    assert (look.capture.stopped_by, canary.hits) == ("refused", []), url
                    assert look.detail

    anyio.run(main)


def test_no_other_module_knows_the_browser_library() -> None:
    """Playwright is imported in gather/browser alone."""
    source: Any = Path(__file__).parents[2] / "src" / "gyotaku"
    wrong = [
        str(path)
        for path in source.rglob("*.py")
        if "playwright.async_api" in path.read_text(encoding="utf-8") and path.parent.name != "browser"
    ]
    assert wrong == []
