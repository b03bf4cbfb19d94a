"""The gate: what is refused, what is connected to, and where each connection ends."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.abc
import pytest

from gyotaku.errors import RefusedByPolicy, WorldFailure
from gyotaku.gather.egress import LANES, Gate, LaneName, Policy, forbidden

SUITE = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared")) / "suites/ssrf"
needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason="suites/ssrf is not here (GYOTAKU_SHARED)")

PUBLIC = "192.31.196.7"
"""A public address that nobody serves (AS112); the tests map it to a server of their own."""


def gate(policy: Policy, **names: tuple[str, ...]) -> Gate:
    async def resolve(host: str) -> tuple[str, ...]:
        return names[host.replace(".", "_")]

    return Gate(policy, resolve)


async def serving(
    handler: Callable[[anyio.abc.ByteStream], Awaitable[None]], use: Callable[[int], Awaitable[Any]]
) -> Any:
    """The result of ``use(port)`` while a server on that loopback port runs ``handler``."""

    async def guarded(stream: anyio.abc.ByteStream) -> None:
        try:
            async with stream:
                await handler(stream)
        except (anyio.BrokenResourceError, anyio.EndOfStream, anyio.ClosedResourceError):
            return

    async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener, anyio.create_task_group() as group:
        group.start_soon(listener.serve, guarded)
        result = await use(listener.extra(anyio.abc.SocketAttribute.local_port))
        group.cancel_scope.cancel()
    return result


@needs_suite
def test_every_address_of_the_ssrf_suite_is_judged_right() -> None:
    """All addresses of suites/ssrf: forbidden where they must be, open where they may be."""
    rows = json.loads((SUITE / "addresses.json").read_text(encoding="utf-8"))["address"]
    assert rows
    assert [r for r in rows if (forbidden(r["address"]) is not None) != r["blocked"]] == []


@needs_suite
def test_every_spelling_of_the_ssrf_suite_is_refused() -> None:
    """Octal, hexadecimal, short, circled digits: read as a browser reads them, refused before any packet."""
    for row in json.loads((SUITE / "addresses.json").read_text(encoding="utf-8"))["encodings"]:
        with pytest.raises(RefusedByPolicy):
            Gate(Policy()).check_url("http", row["url"])


@needs_suite
def test_every_url_of_the_ssrf_suite_is_refused_or_names_a_public_host() -> None:
    """What a browser reads as an address that is not public is refused; what remains are names, resolved later."""
    from gyotaku.domains import is_ip

    for line in (SUITE / "urls.txt").read_text(encoding="utf-8").splitlines():
        try:
            url = Gate(Policy()).check_url("http", line)
        except RefusedByPolicy:
            continue
        assert not is_ip(url.host), line


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.169.254",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.19.0.1", "203.0.113.9", "224.0.0.251",
        "255.255.255.255",
        "::1", "::", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::1", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fe80::1", "fe80::1%eth0",
        "fec0::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1", "2600::5efe:10.0.0.1",
        "4000::1", "", "localhost", "127.1", "0177.0.0.1", "1.2.3.4.5",
    ],
)  # fmt: skip
def test_what_is_not_public_is_forbidden(address: str) -> None:
    """Every kind of address that is not public unicast, also inside an IPv6 one, and everything that is no address."""
    assert forbidden(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "104.129.5.102", "172.32.0.1", "192.0.0.9", "192.31.196.1", "2606:4700:4700::1111",
     "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "2001:4:112::1", "2001:200::1"],
)  # fmt: skip
def test_what_is_public_is_open(address: str) -> None:
    """Public addresses, also as an IPv6 carrier, stay reachable."""
    assert forbidden(address) is None


@pytest.mark.parametrize(
    ("lane", "url", "why"),
    [
        ("http", "ftp://example.com/", "scheme"), ("http", "file:///etc/passwd", "not a URL"),
        ("http", "http://example.com:25/", "port 25"), ("http", "https://example.com:8443/", "port"),
        ("http", "http://localhost/", "not a public name"), ("http", "http://printer.local/", "local network"),
        ("http", "http://metadata.google.internal/", "local network"),
        ("http", "http://intranet/", "not a public name"),
        ("http", "http://127.0.0.1/", "loopback"), ("http", "http://2130706433/", "loopback"),
        ("http", "http://[::ffff:7f00:1]/", "loopback"), ("whois", "http://example.com/", "scheme"),
        ("http", "javascript:alert(1)", "not a URL"), ("http", "http://", "not a URL"), ("http", "", "not a URL"),
    ],
)  # fmt: skip
def test_a_lane_has_its_schemes_and_ports(lane: LaneName, url: str, why: str) -> None:
    """Another scheme, another port, a local name or address: refused with the reason."""
    with pytest.raises(RefusedByPolicy, match=why):
        Gate(Policy()).check_url(lane, url)


@pytest.mark.parametrize(("lane", "port"), [("http", 22), ("whois", 80), ("dns", 80), ("http", 0)])
def test_a_port_of_another_lane_is_refused(lane: LaneName, port: int) -> None:
    """Each lane reaches its own ports only; the lane dns only the configured name servers."""
    with pytest.raises(RefusedByPolicy):
        Gate(Policy()).check(lane, "8.8.8.8", port)


def test_name_servers_are_reached_as_configured_and_no_others() -> None:
    """A resolver in the local network is the operator's word; no other local address becomes reachable by it."""
    subject = Gate(Policy(name_servers=(("192.168.1.1", 53),)))
    assert subject.check("dns", "192.168.1.1", 53) == ("192.168.1.1", 53)
    for endpoint in (("192.168.1.1", 853), ("192.168.1.2", 53), ("127.0.0.1", 53)):
        with pytest.raises(RefusedByPolicy, match="name servers"):
            subject.check("dns", *endpoint)
    with pytest.raises(RefusedByPolicy):
        subject.check("http", "192.168.1.1", 80)


def test_a_name_that_leads_inside_is_refused_and_no_packet_leaves() -> None:
    """A public name with a loopback address: refused at the connection; a canary on that address sees nobody."""
    visits: list[int] = []

    async def canary(stream: anyio.abc.ByteStream) -> None:
        visits.append(1)

    async def use(port: int) -> Gate:
        subject = gate(Policy(), evil_example=("127.0.0.1", "::1", "::ffff:127.0.0.1"))
        with pytest.raises(RefusedByPolicy, match=r"evil|loopback|carries|unicast"):
            await subject.connect("http", "evil.example", 80)
        return subject

    subject = anyio.run(serving, canary, use)
    assert not visits
    assert subject.tally.refused["http"] == 3
    assert not subject.tally.opened


def test_the_checked_address_is_the_one_connected_to() -> None:
    """A resolver that changes its mind is asked once a connection: no second look-up stands behind the check."""
    asked: list[str] = []

    async def server(stream: anyio.abc.ByteStream) -> None:
        await stream.send(b"here")

    async def use(port: int) -> bytes:
        async def rebinding(host: str) -> tuple[str, ...]:
            asked.append(host)
            return (PUBLIC,) if len(asked) == 1 else ("169.254.169.254",)

        subject = Gate(Policy(only={(PUBLIC, 80): ("127.0.0.1", port)}), rebinding)
        async with await subject.connect("http", "evil.example", 80) as connection:
            assert connection.address == PUBLIC
            first = await connection.receive()
        with pytest.raises(RefusedByPolicy):
            await subject.connect("http", "evil.example", 80)
        return first

    assert anyio.run(serving, server, use) == b"here"
    assert len(asked) == 2


def test_a_closed_world_lets_nothing_else_through() -> None:
    """With a map, an address that is not in it is refused, public or not."""
    subject = Gate(Policy(only={(PUBLIC, 80): ("127.0.0.1", 1)}))
    for address in ("8.8.8.8", "127.0.0.1", "203.0.113.1"):
        with pytest.raises(RefusedByPolicy):
            subject.check("http", address, 80)
    with pytest.raises(RefusedByPolicy):
        subject.check("http", PUBLIC, 443)


def test_an_endless_answer_ends_at_the_lanes_limit() -> None:
    """A server that never stops sending is cut off at the lane's number of bytes, by name."""

    async def endless(stream: anyio.abc.ByteStream) -> None:
        while True:
            await stream.send(b"x" * 65_536)

    async def use(port: int) -> int:
        subject = Gate(Policy(only={(PUBLIC, 43): ("127.0.0.1", port)}))
        async with await subject.connect("whois", PUBLIC, 43) as connection:

            async def all_of_it() -> None:
                while await connection.receive():
                    pass

            with pytest.raises(RefusedByPolicy, match="more than 400000 bytes"):
                await all_of_it()
        return subject.tally.received

    assert anyio.run(serving, endless, use) <= LANES["whois"].max_bytes + 65_536


def test_an_address_that_is_dead_gives_way_to_the_next() -> None:
    """Of several addresses the first that answers is used; when none does, the reason is one plain line."""

    async def server(stream: anyio.abc.ByteStream) -> None:
        await stream.send(b"second")

    async def use(port: int) -> bytes:
        only = {("192.31.196.8", 80): ("127.0.0.1", 1), (PUBLIC, 80): ("127.0.0.1", port)}
        subject = gate(Policy(only=only), two_example=("192.31.196.8", PUBLIC), one_example=("192.31.196.8",))
        with pytest.raises(WorldFailure, match=r"192\.31\.196\.8 refused the connection"):
            await subject.connect("http", "one.example", 80)
        async with await subject.connect("http", "two.example", 80) as connection:
            return await connection.receive()

    assert anyio.run(serving, server, use) == b"second"


def test_a_lane_goes_through_its_upstream_proxy_to_the_checked_address() -> None:
    """The proxy is told the address that was checked, never a name it could resolve to something else."""
    heads: list[bytes] = []

    async def proxy(stream: anyio.abc.ByteStream) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += await stream.receive()
        heads.append(head)
        await stream.send(b"HTTP/1.1 200 OK\r\nx: y\r\n\r\nthrough" if len(heads) == 1 else b"HTTP/1.1 403 No\r\n\r\n")

    async def use(port: int) -> bytes:
        subject = gate(
            Policy(proxies={"http": f"http://user:p%40ss@127.0.0.1:{port}"}),
            site_example=("8.8.8.8",),
            in_example=("10.0.0.1",),
        )
        with pytest.raises(RefusedByPolicy):
            await subject.connect("http", "in.example", 443)
        async with await subject.connect("http", "site.example", 443) as connection:
            got = await connection.receive()
        with pytest.raises(WorldFailure, match="upstream proxy refused: 403"):
            await subject.connect("http", "site.example", 443)
        return got

    assert anyio.run(serving, proxy, use) == b"through"
    assert heads[0].startswith(b"CONNECT 8.8.8.8:443 HTTP/1.1\r\nHost: 8.8.8.8:443\r\n")
    assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in heads[0]
