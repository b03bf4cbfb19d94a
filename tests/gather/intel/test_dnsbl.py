"""``dnsbl``: a block list's yes, its no, and all the answers that are neither."""

from __future__ import annotations

import pytest
from tests.gather.intel.answers import Recorded, ask, told

from gyotaku.gather.intel.dnsbl import SOURCE
from gyotaku.model import Listing, State

ZEN, DBL = "zen.spamhaus.org", "dbl.spamhaus.org"
ALIVE = {(f"2.0.0.127.{ZEN}", "A"): ("127.0.0.2", "127.0.0.4"), (f"dbltest.com.{DBL}", "A"): ("127.0.1.2",)}
ASKED = f"57.46.50.121.{ZEN}"


@pytest.mark.parametrize(
    ("codes", "threat"),
    [(("127.0.0.2",), "spam"), (("127.0.0.10",), "policy"), (("127.0.0.11", "127.0.0.4"), "infected machine")],
)
def test_listed(codes: tuple[str, ...], threat: str) -> None:
    """The list's meaning; a mere policy entry only where nothing graver stands."""
    said = told(SOURCE, "ip", "121.50.46.57", Recorded(names={**ALIVE, (ASKED, "A"): codes}))
    assert said == Listing(True, threat, f"{ZEN} ({', '.join(codes)})")


def test_not_listed_by_a_list_that_is_alive() -> None:
    """It lists its test entry and not this one."""
    assert told(SOURCE, "ip", "121.50.46.57", Recorded(names=ALIVE)) == Listing(False, None, ZEN)
    assert told(SOURCE, "domain", "www.good.example", Recorded(names=ALIVE)) == Listing(False, None, DBL)


def test_a_broken_into_site_is_told_apart() -> None:
    """Spamhaus says so itself."""
    names = {**ALIVE, (f"church.example.{DBL}", "A"): ("127.0.1.104",)}
    assert told(SOURCE, "domain", "www.church.example", Recorded(names=names)).threat == "abused site: phishing"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({**ALIVE, (ASKED, "A"): ("127.255.255.254",)}, "public or shared resolvers"),
        ({**ALIVE, (ASKED, "A"): ("127.255.255.255",)}, "too often"),
        ({**ALIVE, (ASKED, "A"): ("127.255.255.252",)}, "mistyped"),
        ({(f"2.0.0.127.{ZEN}", "A"): ("127.255.255.254",)}, "public or shared resolvers"),
        ({}, "test entry"),
        ({**ALIVE, (ASKED, "A"): ("203.0.113.7",)}, "in its name"),
        ({**ALIVE, (ASKED, "A"): ("127.0.0.2",), (f"1.0.0.127.{ZEN}", "A"): ("127.0.0.2",)}, "lists everything"),
    ],
)
def test_a_refusal_a_dead_list_and_a_hijacked_one_are_not_known(
    names: dict[tuple[str, str], tuple[str, ...]], words: str
) -> None:
    """None of them is "listed", none is "clean"."""
    answer = ask(SOURCE, "ip", "121.50.46.57", Recorded(names=names))
    assert answer.state is State.UNKNOWN
    assert words in answer.reason


def test_own_zones_and_ipv6() -> None:
    """The operator's zones; one that is silent keeps "not listed" from being said."""
    nibbles = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"
    names: dict[tuple[str, str], tuple[str, ...]] = {
        ("2.0.0.127.a.example", "A"): ("127.0.0.2",),
        (f"{nibbles}.a.example", "A"): ("127.0.0.3",),
    }
    settings = {"dnsbl.ip-zones": "a.example, b.example"}
    assert told(SOURCE, "ip", "2001:db8::1", Recorded(names=names, settings=settings)).threat == "listed"
    assert ask(SOURCE, "ip", "192.0.2.1", Recorded(names=names, settings=settings)).state is State.UNKNOWN
    assert ask(SOURCE, "ip", "nonsense", Recorded()).state is State.UNKNOWN
