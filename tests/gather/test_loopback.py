"""Each example in its world of real servers, well and with each server failing in each way."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import pytest

from gyotaku.gather.everything import gather
from gyotaku.model import Dissection, Listing, Place, Records, Registration, State
from gyotaku.pipeline import report_of
from gyotaku.tell.reports import render
from gyotaku.testing import print_of
from gyotaku.testing.loopback import LoopbackWorld
from gyotaku.testing.servers import Mode

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(p.parent.name for p in EXAMPLES.glob("*/world"))
DEADLINE = 4.0


def dissected(
    name: str, failing: str | None = None, mode: Mode = "well", deadline: float = 20.0
) -> tuple[Dissection, float]:
    """The example gathered in its world with that kind of server failing, and the seconds it took."""
    d = print_of((EXAMPLES / name / "mail.eml").read_bytes())

    async def main() -> tuple[Dissection, float]:
        async with LoopbackWorld(EXAMPLES / name / "world", third_parties=True) as world:
            if failing is not None:
                await world.fail(failing, mode)
            begun = time.monotonic()
            g = await gather(d, world, deadline)
            return g, time.monotonic() - begun

    return anyio.run(main)


@cache
def well(name: str) -> Dissection:
    return dissected(name)[0]


def value(d: Dissection, source: str, subject: str) -> Any:
    """The value of one answer, which must be there."""
    return next(a for a in d.intel if (a.source, a.subject) == (source, subject)).value


def state(d: Dissection, source: str, subject: str) -> State:
    return next(a for a in d.intel if (a.source, a.subject) == (source, subject)).state


def recomputed(d: Dissection) -> dict[str, str]:
    return {a.method: a.status for a in d.auth if a.origin == "recomputed"}


def test_there_are_five_examples() -> None:
    """Each example has its world."""
    assert len(NAMES) == 5
    assert {p.parent.name for p in EXAMPLES.glob("*/mail.eml")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_examples_world_leaves_nothing_unknown(name: str) -> None:
    """Well servers answer every question that the example raises: no gap of the world's own making."""
    d = well(name)
    assert [a for a in d.intel if a.state is State.UNKNOWN] == []
    assert recomputed(d).keys() == {"spf", "dkim", "dmarc", "arc"}


def test_the_facts_of_the_webmail_post_are_found() -> None:
    """A record, network of the sending host, reply-to domain that nobody has, network of the link, listed by Google."""
    d = well("webmail-settings")
    assert value(d, "dns:A", "colonista.jp").values == ("103.3.2.85",)
    assert value(d, "dns:FCRDNS", "83.142.144.104").values == ("zm-store01.srv.celeste.fr",)
    assert (value(d, "atlas:ip", "83.142.144.104").as_name, value(d, "atlas:ip", "83.142.144.104").country) == (
        "Celeste SAS",
        "FR",
    )
    assert state(d, "rdap:domain", "aq.xyz") is State.ABSENT
    assert next(a for a in d.intel if (a.source, a.subject) == ("dns:MX", "aq.xyz")).reason == "nxdomain"
    assert value(d, "dns:A", "chinonso.net").values == ("192.185.37.96",)
    assert value(d, "rdap:domain", "chinonso.net").registrar == "Network Solutions, LLC"
    assert value(d, "safebrowsing:host", "chinonso.net") == Listing(True, "phishing")
    assert isinstance(value(d, "whois:domain", "colonista.jp"), Registration)


def test_the_facts_of_the_eki_net_post_are_found() -> None:
    """No reverse name, the phisher's own domain passes SPF, the link's network, the registrar, not yet listed."""
    d = well("eki-net-account")
    assert state(d, "dns:PTR", "114.230.236.207") is State.ABSENT
    assert recomputed(d)["spf"] == "pass"
    assert value(d, "dns:A", "www.eki-net-member.revapec.cn").values == ("104.129.5.102",)
    place = value(d, "atlas:ip", "104.129.5.102")
    assert isinstance(place, Place)
    assert (place.country, place.city) == ("US", "Los Angeles")
    assert "阿里云" in value(d, "whois:domain", "revapec.cn").registrar
    assert value(d, "urlhaus:host", "www.eki-net-member.revapec.cn") == Listing(False, None)
    assert "p=reject" in value(d, "dns:TXT", "_dmarc.eki-net.com").values[0]


def test_the_facts_of_the_three_kagoya_posts_are_found() -> None:
    """Networks, places, privacy services and the forged brand's policy, as each post tells them."""
    first = well("kagoya-activemail")
    assert value(first, "atlas:ip", "121.50.46.57").as_name.startswith("TSUKAERUNET")
    assert recomputed(first)["spf"] == "fail"
    second = well("kagoya-domain-expiry")
    assert value(second, "dns:FCRDNS", "104.219.238.62") == Records(("executiveonelimousine.com",), 300)
    assert value(second, "rdap:domain", "executiveonelimousine.com").privacy_proxy == "Domains By Proxy, LLC"
    assert value(second, "atlas:ip", "104.219.238.62").city == "Buffalo"
    assert recomputed(second)["dmarc"] == "fail"
    third = well("kagoya-invoice")
    assert value(third, "atlas:ip", "203.0.113.77").city == "Shanghai"
    assert recomputed(third)["spf"] == "fail"


FAILURES = [(kind, mode) for kind in ("dns", "rdap", "whois", "http") for mode in ("killed", "slow", "nonsense")]
BLIND = {
    "dns": ("dns:", "rdap:", "whois:", "urlhaus:", "safebrowsing:", "dnsbl:"),
    "rdap": ("rdap:",),
    "whois": ("whois:",),
    "http": ("urlhaus:", "safebrowsing:"),
}
"""Sources that cannot answer without that server; without DNS nobody is found at all."""


@pytest.mark.parametrize(("kind", "mode"), FAILURES, ids=lambda x: str(x))
def test_a_failing_server_is_named_and_the_report_comes(kind: str, mode: Mode) -> None:
    """Killed, crawling or babbling: the report comes in time, says what is not known and why, and denies nothing."""
    name = "webmail-settings"
    before = {(a.source, a.subject): a for a in well(name).intel}
    d, seconds = dissected(name, kind, mode, DEADLINE)
    assert seconds <= DEADLINE + 0.3
    blind = [a for a in d.intel if a.source.startswith(BLIND[kind])]
    asked = [a for a in blind if a.state is not State.SKIPPED]
    assert asked
    for answer in asked:
        assert answer.state is State.UNKNOWN, answer
        assert answer.reason
        assert answer.value is None
    for answer in d.intel:
        if answer.source.startswith("whois:") and (answer.source, answer.subject) not in before:
            assert kind in ("rdap", "dns"), "asked only because RDAP did not answer"
        elif not answer.source.startswith(BLIND[kind]):
            assert answer == before[answer.source, answer.subject]
    if kind == "dns":
        assert recomputed(d)["spf"] in ("temperror", "unknown")
        assert recomputed(d)["dmarc"] in ("temperror", "unknown")
    report = report_of(d)
    unknown = {
        (u.facts.get("source"), u.facts.get("subject")) for u in report.verdict.unknowns if u.what == "no-answer"
    }
    assert unknown >= {(a.source, a.subject) for a in asked} or len(unknown) > 0
    for format in ("text", "json", "html"):
        assert len(render(report, format, "ja")) > 1000


def test_a_mended_server_answers_again() -> None:
    """Killed and started again on the same port, it is asked again as soon as failures are forgotten."""

    async def main() -> tuple[State, State]:
        async with LoopbackWorld(EXAMPLES / "webmail-settings" / "world") as world:
            await world.fail("rdap", "killed")
            first = await world.ask("rdap:domain", "chinonso.net")
            await world.fail("rdap", "well")
            world.live._memory._kept.clear()
            second = await world.ask("rdap:domain", "chinonso.net")
            return first.state, second.state

    assert anyio.run(main) == (State.UNKNOWN, State.FOUND)


@pytest.mark.parametrize("name", NAMES)
def test_no_server_ever_sees_the_recipient(name: str) -> None:
    """On the wire of every example: no form of the address, of its local part, of the domain."""
    d = print_of((EXAMPLES / name / "mail.eml").read_bytes())

    async def main() -> tuple[str, ...]:
        async with LoopbackWorld(EXAMPLES / name / "world", third_parties=True) as world:
            await gather(d, world)
            return world.seen()

    seen = anyio.run(main)
    assert len(seen) > 10
    for line in seen:
        for word in ("hanako", "example.jp", "aGFuYWtv", "ZXhhbXBsZS5qcA", "68616e616b6f"):
            assert word.lower() not in line.lower(), line
