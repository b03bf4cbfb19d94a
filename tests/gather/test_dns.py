"""DNS over real sockets: what a name server says, and what it does not say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import anyio.abc
import pytest

from gyotaku.errors import ConfigError
from gyotaku.gather.dns import MAX_CHAIN, Resolver, name_server
from gyotaku.gather.egress import Gate, Policy
from gyotaku.gather.memory import Memory
from gyotaku.model import Answer, Records, State
from gyotaku.testing.servers import DnsServer, Zone

SOA = "IN SOA ns.a.example. dns.a.example. 1 7200 900 1209600 60"
ZONE = (
    f"""
$TTL 300
a.example. {SOA}
a.example. IN A 198.51.100.9
a.example. IN A 198.51.100.1
a.example. IN AAAA 2001:db8:0:0::1
a.example. IN MX 20 mx2.a.example.
a.example. IN MX 5 MX1.a.example.
a.example. IN NS ns.a.example.
a.example. IN TXT "v=spf1 " "ip4:198.51.100.0/24 -all"
a.example. IN TXT "café"
none.a.example. IN MX 0 .
deep.below.a.example. IN A 198.51.100.2
fleeting.a.example. 0 IN A 198.51.100.3
alias.a.example. IN CNAME a.example.
round.a.example. IN CNAME about.a.example.
about.a.example. IN CNAME round.a.example.
in-addr.arpa. {SOA}
1.100.51.198.in-addr.arpa. IN PTR a.example.
2.100.51.198.in-addr.arpa. IN PTR a.example.
3.100.51.198.in-addr.arpa. IN PTR silent.example.
"""
    + "".join(f'big.a.example. IN TXT "{i:03} {"x" * 200}"\n' for i in range(40))
    + "".join(f"c{i}.a.example. IN CNAME c{i + 1}.a.example.\n" for i in range(MAX_CHAIN + 2))
)


def asking(
    use: Callable[[Resolver, DnsServer], Awaitable[Any]], zone: Zone | None = None, memory: Memory | None = None
) -> Any:
    """The result of ``use`` with a resolver that asks a server of the zone."""

    async def main() -> Any:
        async with anyio.create_task_group() as group:
            server = DnsServer(zone or Zone(ZONE, validated=("a.example",)))
            await server.start(group)
            resolver = Resolver(Gate(Policy(name_servers=(("127.0.0.1", server.port),))), memory)
            result = await use(resolver, server)
            group.cancel_scope.cancel()
        return result

    return anyio.run(main)


def ask(name: str, rtype: str, zone: Zone | None = None) -> Answer[Records]:
    async def use(resolver: Resolver, server: DnsServer) -> Answer[Records]:
        return await resolver.ask(name, rtype)

    answer: Answer[Records] = asking(use, zone)
    return answer


@pytest.mark.parametrize(
    ("name", "rtype", "values"),
    [
        ("a.example", "A", ("198.51.100.1", "198.51.100.9")),
        ("A.Example.", "a", ("198.51.100.1", "198.51.100.9")),
        ("a.example", "AAAA", ("2001:db8::1",)),
        ("a.example", "MX", ("5 MX1.a.example", "20 mx2.a.example")),
        ("none.a.example", "MX", ("0 .",)),
        ("a.example", "NS", ("ns.a.example",)),
        ("a.example", "TXT", ("cafÃ©", "v=spf1 ip4:198.51.100.0/24 -all")),
        ("a.example", "SOA", ("ns.a.example dns.a.example 1 7200 900 1209600 60",)),
        ("198.51.100.1", "PTR", ("a.example",)),
        ("1.100.51.198.in-addr.arpa", "PTR", ("a.example",)),
        ("alias.a.example", "A", ("198.51.100.1", "198.51.100.9")),
    ],
)
def test_records_in_presentation_form(name: str, rtype: str, values: tuple[str, ...]) -> None:
    """Each type as text, without last dots, in an order that does not turn from answer to answer."""
    answer = ask(name, rtype)
    assert answer.state is State.FOUND
    assert answer.value is not None
    assert answer.value.values == values
    assert answer.value.ttl == 300
    assert answer.asked_at is not None


def test_no_such_name_is_not_no_such_record() -> None:
    """NXDOMAIN, NODATA and an empty non-terminal are told apart (RFC 2308, RFC 8020)."""
    assert (ask("b.a.example", "A").state, ask("b.a.example", "A").reason) == (State.ABSENT, "nxdomain")
    assert (ask("deep.below.a.example", "MX").state, ask("deep.below.a.example", "MX").reason) == (
        State.ABSENT,
        "nodata",
    )
    assert ask("below.a.example", "A").reason == "nodata"


def test_a_name_that_cannot_be_does_not_exist() -> None:
    """A label of 64 characters or an empty one needs no question."""
    for name in ("x" * 64 + ".a.example", "a..example", ".".join(["abcdefgh"] * 40)):
        assert ask(name, "A").state is State.ABSENT


@pytest.mark.parametrize(
    ("zone", "why"),
    [
        (Zone(ZONE, silent=("a.example",)), "did not answer"),
        (Zone(ZONE, servfail=("a.example",)), "SERVFAIL"),
        (Zone(ZONE, garbage=("a.example",)), "nonsense"),
        (Zone("$TTL 1\nother.example. IN A 198.51.100.1"), "REFUSED"),
    ],
    ids=["silent", "servfail", "garbage", "refused"],
)
def test_no_answer_is_never_no(zone: Zone, why: str) -> None:
    """A name server that is silent, fails, babbles or refuses gives UNKNOWN with the reason."""
    answer = ask("a.example", "A", zone)
    assert answer.state is State.UNKNOWN
    assert why in answer.reason
    assert answer.value is None


def test_a_dead_name_server_is_unknown_and_the_next_one_is_asked() -> None:
    """Nobody there: UNKNOWN. Somebody else there: the answer."""

    async def use(resolver: Resolver, server: DnsServer) -> tuple[Answer[Records], Answer[Records]]:
        dead = ("127.0.0.1", 1)
        alone = Resolver(Gate(Policy(name_servers=(dead,))))
        both = Resolver(Gate(Policy(name_servers=(dead, ("127.0.0.1", server.port)))))
        return await alone.ask("a.example", "A"), await both.ask("a.example", "A")

    alone, both = asking(use)
    assert alone.state is State.UNKNOWN
    assert alone.reason
    assert both.state is State.FOUND


def test_without_a_name_server_nothing_is_known() -> None:
    """A machine without one says so."""
    answer = anyio.run(Resolver(Gate(Policy())).ask, "a.example", "A")
    assert (answer.state, answer.reason) == (State.UNKNOWN, "no name server is configured")


def test_an_answer_that_was_cut_off_is_asked_again_over_tcp() -> None:
    """Forty TXT records of two hundred characters do not fit a datagram; all come."""
    answer = ask("big.a.example", "TXT")
    assert answer.value is not None
    assert len(answer.value.values) == 40


def test_a_chain_has_an_end() -> None:
    """A CNAME loop and a chain longer than honest ones are UNKNOWN, not "no address"."""
    for name in ("round.a.example", "c0.a.example"):
        answer = ask(name, "A")
        assert answer.state is State.UNKNOWN
        assert "CNAME" in answer.reason


def test_the_resolvers_word_on_dnssec_is_kept() -> None:
    """The AD bit is told; it is the resolver's claim, and absent it is false."""
    signed, unsigned = ask("a.example", "A").value, ask("198.51.100.1", "PTR").value
    assert signed is not None
    assert unsigned is not None
    assert (signed.validated, unsigned.validated) == (True, False)


def test_reverse_names_count_when_they_lead_back() -> None:
    """FCRDNS: confirmed, not confirmed, no reverse name, and not known are four answers."""
    assert ask("198.51.100.1", "FCRDNS").value == Records(("a.example",), 300)
    liar = ask("198.51.100.2", "FCRDNS")
    assert (liar.state, liar.reason) == (State.ABSENT, "")
    assert ask("198.51.100.7", "FCRDNS").reason == "nxdomain"
    assert ask("198.51.100.3", "FCRDNS").state is State.UNKNOWN


def test_answers_live_for_their_ttl() -> None:
    """A second question within the TTL costs no packet, "no" included; a TTL of nought is asked again."""

    async def use(resolver: Resolver, server: DnsServer) -> list[str]:
        for name in (
            "a.example",
            "A.EXAMPLE",
            "b.a.example",
            "b.a.example",
            "fleeting.a.example",
            "fleeting.a.example",
        ):
            await resolver.ask(name, "A")
        time[0] = 59.0
        await resolver.ask("b.a.example", "A")
        time[0] = 61.0
        await resolver.ask("b.a.example", "A")
        await resolver.ask("a.example", "A")
        time[0] = 301.0
        await resolver.ask("a.example", "A")
        return server.asked

    time = [0.0]
    names = [q.split()[1] for q in asking(use, memory=Memory(now=lambda: time[0]))]
    assert names == ["a.example", "b.a.example", *["fleeting.a.example"] * 2, "b.a.example", "a.example"]


def test_a_packet_that_is_not_the_answer_is_passed_over() -> None:
    """Forged datagrams from the right port do not end the wait: the true answer still counts."""

    async def main() -> Answer[Records]:
        zone = Zone(ZONE)
        async with anyio.create_task_group() as group, await anyio.create_udp_socket(local_host="127.0.0.1") as socket:

            async def forger() -> None:
                async for data, client in socket:
                    truth = DnsServer(zone)._reply(data, udp=True) or b""
                    await socket.sendto(b"", *client)
                    await socket.sendto(b"\xff" * 40, *client)
                    await socket.sendto(bytes([truth[0] ^ 1]) + truth[1:], *client)
                    await socket.sendto(truth, *client)

            group.start_soon(forger)
            port = socket.extra(anyio.abc.SocketAttribute.local_port)
            answer = await Resolver(Gate(Policy(name_servers=(("127.0.0.1", port),)))).ask("a.example", "A")
            group.cancel_scope.cancel()
        return answer

    assert anyio.run(main).state is State.FOUND


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [("192.0.2.1", ("192.0.2.1", 53)), ("192.0.2.1:5353", ("192.0.2.1", 5353)), ("2001:DB8::1", ("2001:db8::1", 53)),
     ("[2001:db8::1]:853", ("2001:db8::1", 853))],
)  # fmt: skip
def test_a_name_server_is_an_address_with_or_without_a_port(text: str, endpoint: tuple[str, int]) -> None:
    """IPv4 and IPv6, canonical."""
    assert name_server(text) == endpoint


@pytest.mark.parametrize("text", ["", "dns.example", "192.0.2.1:0", "192.0.2.1:x", "[::1", "192.0.2.1:99999"])
def test_a_name_server_that_cannot_be_is_the_operators_error(text: str) -> None:
    """Said at the start, with the text."""
    with pytest.raises(ConfigError, match="name server"):
        name_server(text)
