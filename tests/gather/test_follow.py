"""Redirects one step at a time: every kind, every limit, every way to nowhere has its word."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import anyio
import anyio.abc
import pytest
from tests.gather.playground import ADDRESS, Raw, html, playground

from gyotaku.gather.follow import Follower, Way, meta_target, refresh_target
from gyotaku.gather.personas import PERSONAS
from gyotaku.testing.servers import Reply, Request


def walk(
    answer: Callable[[Request], Reply] | None = None,
    url: str = "http://evil.example/a",
    raw: Raw | None = None,
    seconds: float = 5.0,
    max_bytes: int = 100_000,
) -> Way:
    """The way from ``url`` in a playground."""

    async def main() -> Way:
        async with playground(answer, raw, {"local.example": ("127.0.0.1",), "none.example": ()}) as ground:
            return await Follower(ground.gate, seconds=seconds, max_bytes=max_bytes).follow(url)

    return anyio.run(main)


def to(location: str, status: int = 302) -> Callable[[Request], Reply]:
    """Redirects /a there, and answers a page for all else."""
    return lambda r: Reply(status, b"", (("location", location),)) if r.target.startswith("/a") else html("landed")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_status_is_a_step(status: int) -> None:
    """Each status names the step; address and status of each station are told."""
    way = walk(to("/b?x=1", status))
    assert [(s.how, s.status, s.ip, s.url) for s in way.steps] == [
        ("start", status, ADDRESS, "http://evil.example/a"),
        (str(status), 200, ADDRESS, "http://evil.example/b?x=1"),
    ]
    assert way.stopped_by == "landed"
    assert way.stations[-1].body == b"landed"


@pytest.mark.parametrize(
    ("reply", "how"),
    [
        (html("", 200, ("refresh", "0; url=/b")), "refresh"),
        (html('<meta http-equiv="Refresh" content="3;URL=\'/b\'">'), "meta"),
        (html("<meta http-equiv=refresh content=' 0 , /b '>"), "meta"),
    ],
)
def test_refresh_is_a_step(reply: Reply, how: str) -> None:
    """A Refresh field and a meta refresh lead on as they lead a browser on."""
    way = walk(lambda r: reply if r.target == "/a" else html("landed"))
    assert [s.how for s in way.steps] == ["start", how]
    assert way.steps[-1].url == "http://evil.example/b"


def test_what_does_not_lead_on() -> None:
    """A page that renews itself, one for readers without script, and a text that only speaks of refreshing stay."""
    assert meta_target(b"<meta http-equiv=refresh content='300;url=/b'>") is None
    assert meta_target(b"<noscript><meta http-equiv=refresh content='0;url=/b'></noscript>") is None
    assert meta_target(b"<p>refresh</p>") is None
    assert refresh_target("5") is None


@pytest.mark.parametrize(
    ("location", "stopped_by"),
    [
        ("file:///etc/passwd", "not-http"),
        ("ftp://evil.example/", "not-http"),
        ("gopher://evil.example/", "not-http"),
        ("data:text/html,x", "not-http"),
        ("javascript:alert(1)", "not-http"),
        ("tel:110", "not-http"),
        ("intent://scan/#Intent;end", "not-http"),
        ("http://127.0.0.1/", "refused"),
        ("http://0x7f.1/", "refused"),
        ("http://[::ffff:169.254.169.254]/latest/", "refused"),
        ("http://169.254.169.254/latest/meta-data/", "refused"),
        ("http://localhost/", "refused"),
        ("http://local.example/", "refused"),
        ("http://evil.example:22/", "refused"),
        ("http://evil.example:6379/", "refused"),
        ("http://none.example/", "dns"),
        ("http://a b/", "refused"),
    ],
)
def test_a_redirect_to_where_nobody_goes(location: str, stopped_by: str) -> None:
    """The way ends before the bad station, which is told with its reason."""
    way = walk(to(location))
    assert way.stopped_by == stopped_by
    assert way.detail
    assert way.steps[-1].status is None


def test_loop_and_endless_chain() -> None:
    """Two pages that send to each other, and a URL that grows for ever."""
    way = walk(lambda r: Reply(302, b"", (("location", "/b" if r.target == "/a" else "/a"),)))
    assert way.stopped_by == "loop"
    way = walk(lambda r: Reply(302, b"", (("location", r.target + "x"),)))
    assert way.stopped_by == "limit-steps"
    assert len(way.steps) == 22


def test_a_cookie_opens_the_door() -> None:
    """A site that sends back to itself until its cookie comes along is walked as a browser walks it."""

    def answer(request: Request) -> Reply:
        if "seen=1" in request.headers.get("cookie", ""):
            return html("in")
        return Reply(302, b"", (("location", "/a"), ("set-cookie", "seen=1; path=/")))

    way = walk(answer)
    assert (way.stopped_by, way.stations[-1].body) == ("landed", b"in")


def test_locations_as_browsers_read_them() -> None:
    """Relative, without a scheme, with backslashes, with a line end inside, beyond ASCII; the fragment goes along."""
    for location, url in (
        ("b", "http://evil.example/b"),
        ("//evil.example/b", "http://evil.example/b"),
        ("\\\\evil.example\\b", "http://evil.example/b"),
        ("http://evil.example/b c", "http://evil.example/b%20c"),
        ("/\u65e5", "http://evil.example/%E6%97%A5"),
    ):
        said = location.encode().decode("latin-1")
        assert walk(to(said)).steps[-1].url == url
    assert walk(to("/b"), "http://evil.example/a#key").steps[-1].url == "http://evil.example/b#key"


def test_a_broken_certificate_is_told_and_passed() -> None:
    """A certificate nobody vouches for does not end the way; its names are kept."""
    station = walk(lambda r: html("in"), "https://evil.example/").stations[-1]
    assert (station.step.status, station.body) == (200, b"in")
    assert "evil.example" in (station.certificate.names if station.certificate else ())
    assert station.tls


def test_a_body_without_end_stops_at_the_limit() -> None:
    """Ten gigabytes are cut; what came is kept, and the reason told."""

    async def endless(stream: anyio.abc.ByteStream, request: Request) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 10000000000\r\n\r\n")
        while True:
            await stream.send(b"x" * 65_536)

    way = walk(raw=endless)
    assert way.stopped_by == "limit-bytes"
    assert len(way.stations[-1].body) < 400_000


def test_a_packed_bomb_is_unpacked_to_the_limit() -> None:
    """A thousandfold body gives its first megabytes."""
    bomb = gzip.compress(bytes(50_000_000))
    way = walk(lambda r: Reply(200, bomb, (("content-encoding", "gzip"),)))
    assert len(way.stations[-1].body) == 5_000_000


@pytest.mark.parametrize(
    ("said", "stopped_by"),
    [
        (b"\x00\x01\x02 no HTTP at all\r\n\r\n", "no-answer"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000 + b"\r\n", "no-answer"),
        (b"", "no-answer"),
    ],
)
def test_nonsense_is_no_answer(said: bytes, stopped_by: str) -> None:
    """What is no HTTP, a header of half a megabyte, and silence."""

    async def speak(stream: anyio.abc.ByteStream, request: Request) -> None:
        await stream.send(said)

    assert walk(raw=speak).stopped_by in (stopped_by, "reset")


def test_a_server_that_crawls_is_left() -> None:
    """One byte a second is given up at the limit of the whole way."""

    async def crawl(stream: anyio.abc.ByteStream, request: Request) -> None:
        for byte in b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n":
            await stream.send(bytes((byte,)))
            await anyio.sleep(0.2)

    assert walk(raw=crawl, seconds=1.0).stopped_by == "timeout"


def test_personas_speak_as_themselves() -> None:
    """A phone in Japan and a plain program send other fields."""
    seen: list[dict[str, str]] = []

    def answer(request: Request) -> Reply:
        seen.append(dict(request.headers))
        return html("x")

    async def main() -> None:
        async with playground(answer) as ground:
            for name in ("phone-ja", "plain"):
                await Follower(ground.gate, PERSONAS[name]).follow("http://evil.example/")

    anyio.run(main)
    assert "Mobile" in seen[0]["user-agent"]
    assert seen[0]["accept-language"].startswith("ja")
    assert "Mobile" not in seen[1]["user-agent"]
