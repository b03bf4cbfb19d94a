"""The live world against sources and servers that fail in every way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from gyotaku.errors import ConfigError, RefusedByPolicy, WorldFailure
from gyotaku.gather.dns import Resolver
from gyotaku.gather.egress import Gate, Policy
from gyotaku.gather.live import NOT_SWITCHED_ON, LiveWorld, Options, installed_sources, live_world
from gyotaku.gather.network import GatedNetwork, believing
from gyotaku.gather.source import Network, Source, absent, found
from gyotaku.model import Answer, Listing, State
from gyotaku.testing.servers import HttpServer, Reply, Request, WhoisServer

ADDRESS = "192.31.196.7"
"""A public address that nobody serves; here it is a server of the test."""


def source(ask: Callable[[str, str, Network], Awaitable[Answer[Any]]], *, third_party: bool = False) -> Source:
    return Source("probe", ("host",), "reputation", third_party, ask, "a test's own")


def world(*sources: Source, third_parties: bool = False, patience: float = 5.0) -> LiveWorld:
    gate = Gate(Policy())
    network = GatedNetwork(gate, Resolver(gate), settings={"probe.key": "k"})
    return LiveWorld(network, sources, third_parties=third_parties, patience=patience)


def test_an_answer_is_found_remembered_and_counted() -> None:
    """The second question is answered from memory."""

    async def ask(kind: str, subject: str, network: Network) -> Answer[Listing]:
        assert network.setting("probe.key") == "k"
        return found(f"probe:{kind}", subject, Listing(False, None), network.clock())

    async def main() -> LiveWorld:
        subject = world(source(ask))
        first = await subject.ask("probe:host", "a.example")
        assert first.value == Listing(False, None)
        assert await subject.ask("probe:host", "a.example") is first
        return subject

    assert anyio.run(main).asked == {"probe": 1}


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (WorldFailure("the registry is closed"), "the registry is closed"),
        (RefusedByPolicy("10.0.0.1:80: private"), "10.0.0.1:80: private"),
        (KeyError("events"), "its answer could not be read (KeyError)"),
        (RecursionError(), "its answer could not be read (RecursionError)"),
    ],
)
def test_whatever_a_source_raises_is_unknown(error: Exception, why: str) -> None:
    """Its own failure, the gate's refusal and nonsense that broke its reader: never "nothing found"."""

    async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
        raise error

    answer = anyio.run(world(source(ask)).ask, "probe:host", "a.example")
    assert (answer.state, answer.value, answer.reason) == (State.UNKNOWN, None, why)
    assert answer.asked_at is not None


def test_a_source_that_does_not_answer_is_given_up() -> None:
    """Each question has its own time."""

    async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
        await anyio.sleep_forever()
        raise AssertionError

    answer = anyio.run(world(source(ask), patience=0.05).ask, "probe:host", "a.example")
    assert (answer.state, answer.reason) == (State.UNKNOWN, "no answer within 0.05 s")


def test_third_parties_are_asked_only_when_switched_on() -> None:
    """Off by default; then SKIPPED names the switch, and the source never runs."""
    runs: list[str] = []

    async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
        runs.append(subject)
        return absent(f"probe:{kind}", subject, network.clock())

    answer = anyio.run(world(source(ask, third_party=True)).ask, "probe:host", "a.example")
    assert (answer.state, answer.reason, answer.asked_at) == (State.SKIPPED, NOT_SWITCHED_ON, None)
    assert not runs
    answer = anyio.run(world(source(ask, third_party=True), third_parties=True).ask, "probe:host", "a.example")
    assert answer.state is State.ABSENT


@pytest.mark.parametrize("question", ["nobody:host", "probe:url", "probe", ""])
def test_a_question_nobody_answers_is_skipped(question: str) -> None:
    """No such source, no such kind: not asked, and said so."""

    async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
        raise AssertionError

    assert anyio.run(world(source(ask)).ask, question, "a.example").state is State.SKIPPED


def test_an_answer_under_another_name_is_put_right() -> None:
    """A source cannot answer a question that was not asked."""

    async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
        return found("other", "b.example", "x", network.clock())

    answer = anyio.run(world(source(ask)).ask, "probe:host", "a.example")
    assert (answer.source, answer.subject, answer.value) == ("probe:host", "a.example", "x")


def test_installed_sources_are_whole() -> None:
    """Ids and kinds are unique words; each says whose data it is; asking an outsider is marked."""
    sources = installed_sources()
    assert len({s.id for s in sources}) == len(sources)
    assert all(s.kinds and len(s.about) > 20 and s.fresh_for > 0 for s in sources)


def test_options_that_cannot_be_carried_out_are_the_operators_error() -> None:
    """Said at once, not at the first mail."""
    with pytest.raises(ConfigError):
        live_world(Options(name_servers=("ns.example",)), ())
    assert live_world(Options(name_servers=("192.0.2.1",)), ()).name == "live"


# -- The network -------------------------------------------------------------------------------------------------------


def over_http(answer: Callable[[Request], Reply], use: Callable[[GatedNetwork, HttpServer], Awaitable[Any]]) -> Any:
    """The result of ``use`` while ``http://site.example`` is a server of the test."""

    async def resolve(host: str) -> tuple[str, ...]:
        return {"site.example": (ADDRESS,), "inside.example": ("127.0.0.1",)}.get(host, ())

    async def main() -> Any:
        async with anyio.create_task_group() as group:
            server = HttpServer("http", answer)
            await server.start(group)
            gate = Gate(Policy(only={(ADDRESS, 80): ("127.0.0.1", server.port)}), resolve)
            try:
                result = await use(GatedNetwork(gate, Resolver(gate)), server)
            except Exception as error:  # told below, without the group round it
                result = error
            group.cancel_scope.cancel()
        return result

    result = anyio.run(main)
    if isinstance(result, Exception):
        raise result
    return result


def get(answer: Callable[[Request], Reply], url: str = "http://site.example/", max_bytes: int = 1000) -> Any:
    async def use(network: GatedNetwork, server: HttpServer) -> Any:
        return await network.http_get(url, headers={"x-key": "secret"}, max_bytes=max_bytes)

    return over_http(answer, use)


def test_a_reply_comes_whole_with_the_headers_sent() -> None:
    """Status, lower-case headers, body, and where it came from."""

    def answer(request: Request) -> Reply:
        assert (request.host, request.headers["x-key"], request.target) == ("site.example", "secret", "/a?b=c")
        assert request.headers["user-agent"].startswith("gyotaku/")
        return Reply(404, b"no", (("X-Thing", "1"),))

    reply = get(answer, "http://site.example/a?b=c#d")
    assert (reply.status, reply.body, reply.headers["x-thing"]) == (404, b"no", "1")
    assert reply.url == "http://site.example/a?b=c"


def test_a_redirect_is_followed_without_the_key() -> None:
    """The next station gets the question, never the key meant for the first."""
    seen: list[tuple[str, bool]] = []

    def answer(request: Request) -> Reply:
        seen.append((request.target, "x-key" in request.headers))
        return Reply(302, b"", (("location", "/two"),)) if request.target == "/" else Reply(200, b"end")

    assert get(answer).url == "http://site.example/two"
    assert seen == [("/", True), ("/two", False)]


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://inside.example/", "file:///etc/passwd",
     "http://site.example:22/", "//[::1]/", "gopher://site.example/", "http://localhost/"],
)  # fmt: skip
def test_a_redirect_inwards_is_refused(target: str) -> None:
    """Each station is checked as the first was."""
    with pytest.raises(RefusedByPolicy):
        get(lambda _: Reply(302, b"", (("location", target),)))


def test_redirects_without_end_end() -> None:
    """Five, then no more."""
    with pytest.raises(WorldFailure, match="more than 5 redirects"):
        get(lambda _: Reply(302, b"", (("location", "/again"),)))


def test_a_body_over_the_limit_is_refused() -> None:
    """A thousand bytes were allowed."""
    with pytest.raises(RefusedByPolicy, match="more than 1000 bytes"):
        get(lambda _: Reply(200, b"x" * 1001))


def test_what_is_not_http_is_a_failure_in_plain_words() -> None:
    """Nonsense, a dead server and an unknown host each say what happened."""

    async def use(network: GatedNetwork, server: HttpServer) -> list[str]:
        said = []
        await server.fail("nonsense")
        for url in ("http://site.example/", "http://nobody.example/"):
            with pytest.raises(WorldFailure) as caught:
                await network.http_get(url)
            said.append(str(caught.value))
        await server.fail("killed")
        with pytest.raises(WorldFailure) as caught:
            await network.http_get("http://site.example/")
        await server.fail("well")
        assert (await network.http_get("http://site.example/")).body == b"well"
        return [*said, str(caught.value)]

    nonsense, nobody, dead = over_http(lambda _: Reply(200, b"well"), use)
    assert nonsense == "site.example: answered nonsense instead of HTTP"
    assert nobody == "nobody.example: has no address"
    assert "refused the connection" in dead


def test_post_sends_the_body_and_follows_nothing() -> None:
    """A redirect of a POST is its answer."""

    def answer(request: Request) -> Reply:
        assert (request.method, request.body) == ("POST", b"host=a")
        return Reply(307, b"", (("location", "http://127.0.0.1/"),))

    async def use(network: GatedNetwork, server: HttpServer) -> Any:
        return await network.http_post("http://site.example/api", b"host=a")

    assert over_http(answer, use).status == 307


def test_whois_reads_to_the_end_and_sends_one_line() -> None:
    """The whole text; a query that is two lines is refused; silence is a failure; a flood is refused."""

    async def main() -> None:
        async with anyio.create_task_group() as group:
            server = WhoisServer("w", {"a.example": b"text " * 100, "flood": b"x" * 300_000, "mute": b""}, b"No match")
            await server.start(group)
            gate = Gate(Policy(only={(ADDRESS, 43): ("127.0.0.1", server.port)}))
            network = GatedNetwork(gate, Resolver(gate))
            assert await network.port43(ADDRESS, b"DOM a.example/e") == b"text " * 100
            assert await network.port43(ADDRESS, b"b.example") == b"No match"
            with pytest.raises(RefusedByPolicy):
                await network.port43(ADDRESS, b"a.example\r\nb.example")
            with pytest.raises(RefusedByPolicy, match="more than 200000"):
                await network.port43(ADDRESS, b"flood")
            with pytest.raises(WorldFailure, match="without a word"):
                await network.port43(ADDRESS, b"mute")
            assert server.asked[0] == "DOM a.example/e"
            group.cancel_scope.cancel()

    anyio.run(main)


def test_the_operators_file_of_authorities_is_read(tmp_path: Path) -> None:
    """Behind an inspecting proxy its authority counts beside the public ones; a broken file stops the start."""
    import trustme

    trustme.CA().cert_pem.write_to_path(str(tmp_path / "good.pem"))
    (tmp_path / "bad.pem").write_text("not a certificate")
    assert len(believing(tmp_path / "good.pem").get_ca_certs()) >= 1
    for name in ("bad.pem", "none.pem"):
        with pytest.raises(ConfigError, match="certificate authorities"):
            live_world(Options(name_servers=("192.0.2.1",), ca_file=tmp_path / name), ())
