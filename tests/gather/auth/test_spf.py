"""SPF beyond the openspf suite: what is asked, what an unanswered question does, and hostile records."""

from __future__ import annotations

import time

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gather.auth.zone import NOW, Zone

from gyotaku.gather.auth.spf import SpfResult, check_host

IP = "192.0.2.7"


def run(zone: Zone, ip: str = IP, domain: str = "example.jp", helo: str = "mail.example.jp") -> SpfResult:
    async def go() -> SpfResult:
        return await check_host(ip, domain, f"hanako@{domain}", helo, zone.ask, NOW)

    return anyio.run(go)


def spf(text: str, **more: dict[str, list[str]]) -> Zone:
    return Zone({"example.jp": {"TXT": [text]}, **{k.replace("_", "."): v for k, v in more.items()}})


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("v=spf1 ip4:192.0.2.0/24 -all", "pass", "ip4:192.0.2.0/24 in the record of example.jp"),
        ("v=spf1 ip4:198.51.100.0/24 -all", "fail", "-all"),
        ("v=spf1 ip4:198.51.100.0/24 ~all", "softfail", "~all"),
        ("v=spf1 ip4:198.51.100.0/24", "neutral", "nothing"),
        ("v=spf1 ip4:198.51.100.0/24 ipv4:192.0.2.7 -all", "permerror", "ipv4:192.0.2.7"),
        ("google-site-verification=x", "none", "no SPF record"),
        ("v=spf1 ip6:fe80::1%eth0 -all", "permerror", "not an address"),
    ],
)
def test_result_says_which_term(text: str, status: str, reason: str) -> None:
    """The reason names the term that decided, or the one that is wrong."""
    got = run(spf(text))
    assert got.status == status
    assert reason in got.reason


@pytest.mark.parametrize(
    "text", ["v=spf1 include:a.example.net -all", "v=spf1 a -all", "v=spf1 redirect=a.example.net"]
)
def test_unanswered_is_not_a_fail(text: str) -> None:
    """A question on the way that nobody answered is temperror, one that was not asked unknown."""
    names = ["TXT a.example.net", "A example.jp"]
    assert run(Zone({"example.jp": {"TXT": [text]}}, fail=names)).status == "temperror"
    assert run(Zone({"example.jp": {"TXT": [text]}}, skip=names)).status == "unknown"


def test_reverse_name_nobody_had() -> None:
    """RFC 7208 lets ``ptr`` miss on an error; the reason says that it did, and a question not put is no error."""
    zone = {"example.jp": {"TXT": ["v=spf1 ptr -all"]}}
    got = run(Zone(zone, fail=[f"PTR {IP}"]))
    assert (got.status, "could not be asked for" in got.reason) == ("fail", True)
    assert run(Zone(zone, skip=[f"PTR {IP}"])).status == "unknown"


def test_first_match_spares_the_rest() -> None:
    """Terms behind a sure match are never asked for."""
    zone = spf("v=spf1 ip4:192.0.2.7 include:big.example.net a mx -all")
    assert run(zone).status == "pass"
    assert zone.asked == ["TXT example.jp"]


def test_at_most_ten_terms_ask() -> None:
    """An include loop, a fan-out and a chain of macros end within the limit, and so do their questions."""
    loops = [
        Zone({"example.jp": {"TXT": ["v=spf1 include:example.jp -all"]}}),
        Zone({"example.jp": {"TXT": ["v=spf1 " + "a " * 200 + "-all"], "A": ["198.51.100.1"]}}),
        Zone({"example.jp": {"TXT": ["v=spf1 " + " ".join(f"include:i{n}.example.net" for n in range(40)) + " -all"]}}),
    ]
    for zone in loops:
        got = run(zone)
        assert got.status == "permerror"
        assert got.lookups <= 10
        assert len(zone.asked) <= 11


def test_macros_ask_only_when_reached() -> None:
    """A term whose name carries the sender is not asked ahead of its turn."""
    zone = spf("v=spf1 a exists:%{l}.x.example.jp -all")
    zone.names["example.jp"]["A"] = [IP]
    assert run(zone).status == "pass"
    assert zone.asked == ["TXT example.jp", "A example.jp"]


@pytest.mark.parametrize(
    "domain", ["", "jp", "a..jp", "x" * 64 + ".jp", "[192.0.2.1]", "exa\x00mple.jp", "y." * 130 + "jp"]
)
def test_no_domain_is_none(domain: str) -> None:
    """What cannot be asked for has no record, and no question leaves."""
    zone = Zone()
    assert run(zone, domain=domain).status == "none"
    assert zone.asked == []


def test_unicode_domain_is_asked_as_a_label() -> None:
    """A domain in its own script is looked up in its A-label form."""
    zone = Zone({"xn--wgv71a119e.jp": {"TXT": ["v=spf1 -all"]}})
    assert run(zone, domain="日本語.jp").domain == "xn--wgv71a119e.jp"
    assert run(zone, domain="日本語.jp").status == "fail"


def test_explanation_is_cut_and_printable() -> None:
    """The domain owner's words are kept short and without control characters."""
    long = spf("v=spf1 -all exp=e.example.jp", e_example_jp={"TXT": ["no " * 1000]})
    assert len(run(long).explanation) == 500
    assert run(spf("v=spf1 -all exp=e.example.jp", e_example_jp={"TXT": ["a\x1b[2Jb"]})).explanation == ""


def test_address_that_is_none() -> None:
    """A text that is no address gives a result, not an exception."""
    assert run(Zone(), ip="somewhere").status == "permerror"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="vspf1=+-~? :/.%{}ialmxncudeptrsohl0123456789_-,\x00é", max_size=150), st.text(max_size=40))
def test_never_raises(text: str, local: str) -> None:
    """Whatever stands in a record and in the sender's address, there is a result."""

    async def go() -> SpfResult:
        zone = Zone({"example.jp": {"TXT": ["v=spf1 " + text], "A": ["x", IP], "MX": ["x", "0 ."], "PTR": [""]}})
        return await check_host(IP, "example.jp", f"{local}@example.jp", local, zone.ask)

    assert anyio.run(go).status


@pytest.mark.parametrize(
    "text",
    [
        "a:" + "%{l}" * 15_000 + ".example.jp",
        "a:" + "-" * 60_000 + ".x",
        "exists:" + "%{d" + "." * 60_000 + "}",
        "ip4:" + "1." * 30_000,
        " " * 60_000,
        "a/" + "/" * 60_000 + "1",
        "x" * 60_000 + "=1",
    ],
)
def test_large_record_costs_little(text: str) -> None:
    """A record of 60 kB is refused or used in linear time."""
    began = time.process_time()
    assert run(spf("v=spf1 " + text)).status in ("permerror", "neutral", "pass", "fail")
    assert time.process_time() - began < 0.5
