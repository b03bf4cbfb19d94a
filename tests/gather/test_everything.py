"""All questions of one mail: which are asked, which never, and what remains at the deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from gyotaku.gather.everything import MAX_HOSTS, MAX_QUESTIONS, RESERVE, gather
from gyotaku.gather.source import Network, Source
from gyotaku.gather.world import OfflineWorld, skipped
from gyotaku.model import Answer, Dissection, Records, Registration, State
from gyotaku.testing import mail, print_of, received

AT = datetime(2024, 11, 11, 7, tzinfo=UTC)


class Asked:
    """A world that notes every question and answers with a rule."""

    name = "asked"

    def __init__(self, rule: Callable[[str, str], Any] = lambda source, subject: None, delay: float = 0.0) -> None:
        self.questions: list[tuple[str, str]] = []
        self._rule = rule
        self._delay = delay

    def now(self) -> datetime:
        return AT

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        self.questions.append((source, subject))
        await anyio.sleep(self._delay)
        value = self._rule(source, subject)
        if value is None:
            return Answer(source, subject, State.ABSENT, None, "nxdomain", AT)
        if value == "silent":
            await anyio.sleep_forever()
        return Answer(source, subject, State.FOUND, value, "", AT)


async def nobody(kind: str, subject: str, network: Network) -> Answer[Any]:
    raise AssertionError("the world answers, not the source")


LIST = Source("list", ("url", "host", "domain", "ip"), "reputation", True, nobody, "a test's list")


def gathered(raw: bytes, world: Any, deadline: float = 5.0) -> Dissection:
    return anyio.run(gather, print_of(raw), world, deadline, (LIST,))


def phish(html: str = '<a href="https://login.evil.example/x?y=1">here</a>', **changes: Any) -> bytes:
    return mail(
        **{
            "sender": "えきねっと <info@sender.example.net>",
            "subject": "【えきねっと】アカウント停止のお知らせ",
            "html": f"<p>えきねっとをご利用ありがとうございます。</p>{html}",
            "received": received(ip="192.31.196.9", ptr="out.mta.example.org"),
            "headers": [("Reply-To", "desk@reply.example.org")],
            **changes,
        }
    )


def test_a_mail_raises_the_questions_of_every_viewpoint() -> None:
    """Origin, sender, reply-to, links, their registrations, networks and reputation, the forged brand's own policy."""
    addresses = {"login.evil.example": ("192.31.196.20",)}
    world = Asked(lambda s, n: Records(addresses[n], 60) if s == "dns:A" and n in addresses else None)
    gathered(phish(), world)
    for question in (
        ("dns:PTR", "192.31.196.9"), ("dns:FCRDNS", "192.31.196.9"), ("atlas:ip", "192.31.196.9"),
        ("rdap:ip", "192.31.196.9"), ("list:ip", "192.31.196.9"),
        ("dns:A", "sender.example.net"), ("dns:MX", "sender.example.net"), ("dns:NS", "sender.example.net"),
        ("dns:TXT", "sender.example.net"), ("dns:TXT", "_dmarc.sender.example.net"), ("rdap:domain", "example.net"),
        ("dns:MX", "reply.example.org"), ("rdap:domain", "example.org"),
        ("dns:A", "login.evil.example"), ("rdap:domain", "evil.example"), ("list:host", "login.evil.example"),
        ("list:domain", "evil.example"), ("list:url", "https://login.evil.example/x?y=1"),
        ("atlas:ip", "192.31.196.20"), ("rdap:ip", "192.31.196.20"), ("list:ip", "192.31.196.20"),
        ("dns:TXT", "_dmarc.eki-net.com"),
    ):  # fmt: skip
        assert question in world.questions, question


def test_a_host_with_ipv6_alone_has_a_network_too() -> None:
    """Without an A record the AAAA record's network is asked for."""
    asked = questions_of(
        phish(), lambda s, n: Records(("2001:200::1",), 60) if (s, n) == ("dns:AAAA", "login.evil.example") else None
    )
    assert ("atlas:ip", "2001:200::1") in asked


def test_each_question_goes_out_once() -> None:
    """Two links to one host, and authentication that wants the same records, cost one question each."""
    world = Asked(lambda s, n: Records(("v=spf1 a mx -all",), 60) if s == "dns:TXT" else None)
    gathered(phish('<a href="https://a.evil.example/1">1</a><a href="https://a.evil.example/2">2</a>'), world)
    assert len(world.questions) == len(set(world.questions))


def test_whois_is_asked_where_rdap_does_not_know() -> None:
    """A registry's "no" is an answer; a missing service is not."""
    assert not [q for q in questions_of(phish(), lambda s, n: None) if q[0] == "whois:domain"]

    class Without(Asked):
        async def ask(self, source: str, subject: str) -> Answer[Any]:
            answer = await super().ask(source, subject)
            return skipped(source, subject, "no RDAP service") if source == "rdap:domain" else answer

    world = Without()
    gathered(phish(), world)
    assert ("whois:domain", "evil.example") in world.questions


def questions_of(raw: bytes, rule: Callable[[str, str], Any]) -> list[tuple[str, str]]:
    world = Asked(rule)
    gathered(raw, world)
    return world.questions


def test_the_recipients_own_domain_is_never_asked_about() -> None:
    """Not by its sender address, not by a link, not above or below it; the report says that it was not asked."""
    raw = phish(
        '<a href="https://www.mail.example.jp/a">own</a><a href="https://evil.example/">x</a>',
        sender="support <admin@mail.example.jp>",
        to="taro@mail.example.jp",
        received=received(ip="192.31.196.9", to="taro@mail.example.jp"),
    )
    world = Asked()
    d = gathered(raw, world)
    assert not [q for q in world.questions if "example.jp" in q[1]]
    assert ("dns:A", "evil.example") in world.questions
    own = [a for a in d.intel if a.subject == "mail.example.jp"]
    assert own
    assert {a.state for a in own} == {State.SKIPPED}


def test_a_public_mail_providers_domain_is_nobodys_own() -> None:
    """A recipient at a provider with a million customers does not hide a mail that claims to be from there."""
    raw = phish(sender="x <x@gmail.com>", to="hanako.suzuki@gmail.com", received=received(to="hanako.suzuki@gmail.com"))
    assert ("dns:MX", "gmail.com") in questions_of(raw, lambda s, n: None)


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/?m=hanako@example.jp", "https://evil.example/?m=aGFuYWtvQGV4YW1wbGUuanA=",
        "https://evil.example/hanako%40example.jp/x", "https://hanako-example-jp.evil.example/",
        "https://hanako@evil.example/", "https://evil.example/?u=68616e616b6f406578616d706c652e6a70",
        "https://evil.example/#aGFuYWtvQGV4YW1wbGUuanA",
        "https://evil.example/r/8f3a9c1e7b2d4f60a5c9e8d7b6a5f4e3d2c1b0a9?x=1",
        "https://evil.example/u.php?url=aHR0cHM6Ly9ldmlsMi5leGFtcGxlLz9tPWhhbmFrb0BleGFtcGxlLmpw",
    ],
)  # fmt: skip
def test_no_question_carries_the_recipient(href: str) -> None:
    """In no spelling, nested or as an opaque mark; what remains of the link is still asked about."""
    asked = questions_of(phish(f'<a href="{href}">x</a>'), lambda s, n: None)
    for _, subject in asked:
        for word in ("hanako", "aGFuYWtv", "68616e616b6f", "8f3a9c1e", "example.jp", "example-jp"):
            assert word not in subject
    assert ("rdap:domain", "evil.example") in asked


def test_answers_stand_in_one_order_whatever_came_first() -> None:
    """Two worlds that answer in other orders give the same tuple."""
    slow_dns = Asked(delay=0.02)
    one, two = gathered(phish(), Asked()), gathered(phish(), slow_dns)
    assert one.intel == two.intel
    assert [(a.source, a.subject) for a in one.intel] == sorted((a.source, a.subject) for a in one.intel)
    assert one.gathered_at == AT


def test_at_the_deadline_what_came_in_is_kept_and_the_rest_is_named() -> None:
    """Registries that never answer: the questions end in time, each open one UNKNOWN with the reason."""
    world = Asked(lambda s, n: "silent" if s.startswith("rdap") else None)
    begun = time.monotonic()
    d = gathered(phish(), world, 1.0)
    assert 1.0 - RESERVE <= time.monotonic() - begun <= 1.0 + 0.3
    open_ones = [a for a in d.intel if a.source.startswith("rdap")]
    assert open_ones
    assert {(a.state, a.reason) for a in open_ones} == {(State.UNKNOWN, "no answer before the deadline of 1 s")}
    assert {a.state for a in d.intel if a.source.startswith("atlas")} == {State.ABSENT}


def test_with_everybody_silent_nothing_is_found_and_nothing_is_denied() -> None:
    """No answer at all: every question UNKNOWN or SKIPPED, authentication without a "none" or a "pass"."""
    d = gathered(phish(), Asked(lambda s, n: "silent"), 1.0)
    assert {a.state for a in d.intel} <= {State.UNKNOWN, State.SKIPPED}
    recomputed = {a.method: a.status for a in d.auth if a.origin == "recomputed"}
    assert recomputed.get("spf") in (None, "temperror", "unknown")
    assert recomputed.get("dmarc") in (None, "temperror", "unknown")


def test_a_flood_of_hosts_ends() -> None:
    """Two thousand links: the first hosts are asked about, the rest is said to be left out, questions have an end."""
    links = "".join(f'<a href="https://h{i}.evil{i}.example/">x</a>' for i in range(2000))
    world = Asked()
    d = gathered(phish(links), world)
    assert len({n for s, n in world.questions if s == "dns:A" and n.startswith("h")}) <= MAX_HOSTS
    assert len(world.questions) <= MAX_QUESTIONS
    note = next(a for a in d.intel if a.source == "gather")
    assert note.state is State.UNKNOWN
    assert "2000" in note.reason or str(MAX_HOSTS) in note.reason


def test_a_brands_own_hosts_are_not_asked_about() -> None:
    """A link to the real site, copied from a real notice, is not the phisher's: nobody is asked about it."""
    asked = questions_of(phish('<a href="https://www.eki-net.com/">real</a>'), lambda s, n: None)
    assert not [q for q in asked if q[1] == "www.eki-net.com"]


def test_offline_the_dissection_stays_as_it_is() -> None:
    """No answers, no time of asking."""
    d = print_of(phish())
    assert anyio.run(gather, d, OfflineWorld()) is d


def test_the_boundarys_results_stay_beside_our_own() -> None:
    """What the receiving server wrote comes first; what we compute follows."""
    raw = phish(
        results="spf=fail smtp.mailfrom=info@sender.example.net", headers=[("Return-Path", "<info@sender.example.net>")]
    )
    d = gathered(raw, Asked(lambda s, n: Records(("v=spf1 -all",), 60) if s == "dns:TXT" else None))
    assert d.auth[: len(print_of(raw).auth)] == print_of(raw).auth
    assert {a.origin for a in d.auth} == {"boundary", "recomputed"}


def test_values_come_through_as_they_are() -> None:
    """A registration is the source's own noun, untouched."""
    registration = Registration("evil.example", AT, None, None, "R", None, None, (), (), ())
    d = gathered(phish(), Asked(lambda s, n: registration if (s, n) == ("rdap:domain", "evil.example") else None))
    assert next(a for a in d.intel if (a.source, a.subject) == ("rdap:domain", "evil.example")).value is registration
