"""DMARC as RFC 9989 has it, a zone and a row a case; records, walks, policies, alignment, the old standard's view."""

from __future__ import annotations

from collections.abc import Sequence

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gather.auth.zone import Zone

from gyotaku.gather.auth.dmarc import DmarcResult, Identifier, Policy, evaluate, policy_of, targets
from gyotaku.gather.auth.dmarcrecord import parse


def zone(
    records: dict[str, str], hosts: Sequence[str] = (), fail: Sequence[str] = (), skip: Sequence[str] = ()
) -> Zone:
    """DMARC records by the domain they stand for; ``hosts`` are names that exist beside them."""
    names = {f"_dmarc.{name}": {"TXT": [text]} for name, text in records.items()}
    return Zone({**names, **{host: {"A": ["192.0.2.1"]} for host in hosts}}, fail=fail, skip=skip)


def policy(domain: str, world: Zone) -> Policy:
    async def go() -> Policy:
        return await policy_of(domain, world.ask)

    return anyio.run(go)


def judge(author: str | Sequence[str], world: Zone, *identifiers: Identifier) -> DmarcResult:
    authors = (author,) if isinstance(author, str) else author

    async def go() -> DmarcResult:
        return await evaluate(authors, identifiers, world.ask)

    return anyio.run(go)


def dkim(domain: str, status: str = "pass") -> Identifier:
    return Identifier("dkim", domain, status)


def spf(domain: str, status: str = "pass") -> Identifier:
    return Identifier("spf", domain, status)


# -- Records -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "p"),
    [
        ("v=DMARC1; p=reject", "reject"),
        ("v=DMARC1;p=reject;", "reject"),
        ("v = DMARC1 ; p = Reject ; ", "reject"),
        ("v=DMARC1; sp=reject; p=none", "none"),
        ("v=DMARC1; p=reject; pct=900; ri=x; rf=y; ruf=mailto:x; what=ever", "reject"),
        ("v=DMARC1; p=reject; adkim=q; aspf=; t=maybe; psd=z", "reject"),
        ("v=DMARC1; p=reject; garbage; =; a b=c", "reject"),
        ("v=DMARC1; rua=mailto:a@example.jp", "none"),
        ("v=DMARC1; p=monitor; rua=mailto:a@example.jp!10m", "none"),
        ("v=DMARC1; p=reject; sp=what; rua=http://x, mailto:a@example.jp", "none"),
        ("v=DMARC1; p=reject; np=what", None),
        ("v=DMARC1; p=reject; sp=", None),
        ("v=DMARC1; rua=https://example.jp/", None),
        ("v=DMARC1", None),
    ],
)
def test_record(text: str, p: str | None) -> None:
    """What a record asks for: unknown tags and values fall away, a broken p, sp or np needs a rua to count as none."""
    record = parse(text)
    assert record is not None
    assert record.p == p


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=dmarc1; p=reject",
        "v=DMARC2; p=reject",
        "v=DMARC1 p=reject",
        "v=DMARC12; p=reject",
        "p=reject; v=DMARC1",
        " v=DMARC1; p=reject",
        "v=spf1 -all",
        "v=DMARC1; p=reject; p=none",
    ],
)
def test_no_record(text: str) -> None:
    """A text that does not begin with the version, or names a tag twice, is no record."""
    assert parse(text) is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="v=DMARC1; psnruatdikf:@.,!m\x00é", max_size=120))
def test_record_never_raises(text: str) -> None:
    """Any text is a record or none."""
    parse("v=DMARC1;" + text)


# -- The walk ----------------------------------------------------------------------------------------------------------


def test_eight_questions_are_the_most() -> None:
    """The RFC's own example: thirteen labels, eight names (section 4.10)."""
    assert (
        targets("a.b.c.d.e.f.g.h.i.j.mail.example.com")
        == (
            "a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "g.h.i.j.mail.example.com",
            "h.i.j.mail.example.com",
            "i.j.mail.example.com",
            "j.mail.example.com",
            "mail.example.com",
            "example.com",
            "com",
        )
        or len(targets("a.b.c.d.e.f.g.h.i.j.mail.example.com")) == 8
    )
    assert targets("example.com") == ("example.com", "com")


@pytest.mark.parametrize("labels", [1, 2, 6, 7, 8, 9, 20, 60])
def test_walk_is_capped(labels: int) -> None:
    """However deep the author's domain, eight names are asked and each only once."""
    world = zone({})
    domain = ".".join(["a"] * labels + ["jp"])
    judge(domain, world, dkim(domain))
    walked = [q for q in world.asked if q.startswith("TXT _dmarc.")]
    assert len(walked) == len(set(walked)) <= 8


@pytest.mark.parametrize(
    ("records", "domain", "organization"),
    [
        ({}, "a.mail.example.com", "a.mail.example.com"),
        ({"mail.example.com": "", "example.com": ""}, "a.mail.example.com", "example.com"),
        ({"mail.example.com": "psd=n", "example.com": ""}, "a.mail.example.com", "mail.example.com"),
        ({"com": "psd=y"}, "a.mail.example.com", "example.com"),
        ({"example.com": "psd=y"}, "mail.example.com", "mail.example.com"),
        ({"example.com": "psd=y", "com": ""}, "a.b.example.com", "b.example.com"),
        ({"example.com": "psd=y"}, "example.com", "example.com"),
        ({"com": ""}, "example.com", "com"),
        ({"a.example.com": "psd=u", "example.com": "psd=what"}, "a.example.com", "example.com"),
    ],
)
def test_organization(records: dict[str, str], domain: str, organization: str) -> None:
    """Section 4.10.2 and its examples: psd=n, psd=y, else the shortest name with a record."""
    world = zone({name: f"v=DMARC1; p=none; {tags}" for name, tags in records.items()})
    assert judge(domain, world, dkim(domain)).organization == organization


# -- Policies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "domain", "request_", "by"),
    [
        ({"example.jp": "p=reject"}, "example.jp", "reject", "example.jp"),
        ({"example.jp": "p=reject"}, "news.example.jp", "reject", "example.jp"),
        ({"example.jp": "p=reject; sp=none"}, "news.example.jp", "none", "example.jp"),
        ({"example.jp": "p=none; sp=none; np=reject"}, "news.example.jp", "none", "example.jp"),
        ({"example.jp": "p=none; sp=none; np=reject"}, "made-up.example.jp", "reject", "example.jp"),
        ({"example.jp": "p=none; np=reject"}, "example.jp", "none", "example.jp"),
        ({"news.example.jp": "p=none", "example.jp": "p=reject"}, "news.example.jp", "none", "news.example.jp"),
        ({"b.example.jp": "p=none", "example.jp": "p=reject"}, "a.b.example.jp", "reject", "example.jp"),
        ({"jp": "p=reject; psd=y"}, "example.jp", "reject", "jp"),
        ({"jp": "p=none; np=reject; psd=y"}, "made-up.jp", "reject", "jp"),
        ({"jp": "p=reject; psd=y", "example.jp": "p=none"}, "example.jp", "none", "example.jp"),
        ({"example.jp": "p=reject; t=y"}, "example.jp", "quarantine", "example.jp"),
        ({"example.jp": "p=quarantine; t=y"}, "example.jp", "none", "example.jp"),
        ({"example.jp": "p=none; t=y"}, "example.jp", "none", "example.jp"),
        ({"example.jp": "p=reject; pct=0"}, "example.jp", "reject", "example.jp"),
        ({"example.jp": "rua=mailto:a@example.jp"}, "example.jp", "none", "example.jp"),
        ({"example.jp": "sp=reject"}, "example.jp", None, "example.jp"),
    ],
)
def test_policy(records: dict[str, str], domain: str, request_: str | None, by: str) -> None:
    """Which record applies to a domain and which of p, sp, np, one level less while it is being tested."""
    hosts = ("example.jp", "news.example.jp", "a.b.example.jp")
    got = policy(domain, zone({name: f"v=DMARC1; {tags}" for name, tags in records.items()}, hosts))
    assert (got.status, got.request, got.published_by) == ("found", request_, by)


def test_no_policy() -> None:
    """Nothing published, two records at one name, and no domain at all are all none, with the reason."""
    assert policy("example.jp", zone({})).status == "none"
    twice = Zone({"_dmarc.example.jp": {"TXT": ["v=DMARC1; p=reject", "v=DMARC1; p=none"]}})
    assert policy("example.jp", twice).status == "none"
    assert policy("not a domain", zone({})).status == "none"


def test_policy_nobody_could_ask_for() -> None:
    """A name that did not answer is never "publishes nothing"; an answer further up does not matter then."""
    up = {"example.jp": "v=DMARC1; p=reject"}
    assert policy("example.jp", zone(up, fail=["TXT _dmarc.example.jp"])).status == "temperror"
    assert policy("example.jp", zone(up, skip=["*"])).status == "unknown"
    assert policy("news.example.jp", zone(up, fail=["TXT _dmarc.news.example.jp"])).status == "temperror"
    assert policy("example.jp", zone(up, fail=["TXT _dmarc.jp"])).request == "reject"
    np = {"example.jp": "v=DMARC1; p=none; np=reject"}
    assert policy("x.example.jp", zone(np, fail=["A x.example.jp"])).status == "temperror"


# -- Results -----------------------------------------------------------------------------------------------------------

REJECT = {"example.jp": "v=DMARC1; p=reject"}
STRICT = {"example.jp": "v=DMARC1; p=reject; adkim=s; aspf=s"}
LOCAL = {"shop.example.jp": "v=DMARC1; p=reject; psd=n", **REJECT}


@pytest.mark.parametrize(
    ("records", "author", "identifier", "status"),
    [
        (REJECT, "example.jp", dkim("example.jp"), "pass"),
        (REJECT, "example.jp", spf("example.jp"), "pass"),
        (REJECT, "example.jp", dkim("mail.example.jp"), "pass"),
        (REJECT, "news.example.jp", spf("bounce.example.jp"), "pass"),
        (REJECT, "example.jp", dkim("example.net"), "fail"),
        (REJECT, "example.jp", dkim("example.jp", "fail"), "fail"),
        (REJECT, "example.jp", spf("example.jp", "softfail"), "fail"),
        (REJECT, "example.jp", spf("notexample.jp"), "fail"),
        (REJECT, "example.jp", dkim("jp"), "fail"),
        (STRICT, "example.jp", dkim("mail.example.jp"), "fail"),
        (STRICT, "example.jp", spf("mail.example.jp"), "fail"),
        (STRICT, "example.jp", dkim("example.jp"), "pass"),
        (LOCAL, "shop.example.jp", dkim("example.jp"), "fail"),
        (LOCAL, "example.jp", dkim("shop.example.jp"), "fail"),
        (LOCAL, "shop.example.jp", dkim("a.shop.example.jp"), "pass"),
        ({}, "example.jp", dkim("example.jp"), "none"),
        (REJECT, "example.jp", spf("example.jp", "temperror"), "temperror"),
        (REJECT, "example.jp", spf("example.jp", "unknown"), "unknown"),
        (REJECT, "example.jp", spf("", "unknown"), "unknown"),
        (REJECT, "example.jp", spf("example.net", "temperror"), "fail"),
        (REJECT, "EXAMPLE.jp", dkim("example.jp"), "pass"),
        ({"xn--wgv71a119e.jp": "v=DMARC1; p=reject"}, "日本語.jp", dkim("xn--wgv71a119e.jp"), "pass"),
    ],
)
def test_result(records: dict[str, str], author: str, identifier: Identifier, status: str) -> None:
    """Pass needs a passing check of the author's organisation; what could not be checked keeps the result open."""
    assert judge(author, zone(records), identifier).status == status


@pytest.mark.parametrize("authors", [(), ("",), ("example.jp", "example.net"), ("example.jp", ""), ("not a domain",)])
def test_author_must_be_one(authors: Sequence[str]) -> None:
    """Mail with no author's domain, or with several, never passes (RFC 9989 section 5.3.1)."""
    got = judge(authors, zone(REJECT), dkim("example.jp"))
    assert (got.status, got.alignment) == ("permerror", (None,))


def test_organization_nobody_could_ask_for() -> None:
    """Relaxed alignment hangs on the walk; the same domain does not."""
    world = zone(REJECT, fail=["TXT _dmarc.jp"])
    assert judge("example.jp", world, dkim("mail.example.jp")).status == "temperror"
    assert judge("example.jp", world, dkim("example.jp")).status == "pass"
    assert judge("example.jp", world, dkim("example.com")).status == "fail"


def test_reason_tells_the_policy_and_the_stranger() -> None:
    """What the brand asks for, who published it, and for whom the mail did pass."""
    got = judge("example.jp", zone(REJECT), spf("example.net"), dkim("example.jp", "fail"))
    assert got.reason == "p=reject published by example.jp; what passes is for another domain: example.net"


@pytest.mark.parametrize(
    ("records", "author", "identifier", "note"),
    [
        (REJECT, "example.jp", dkim("example.jp"), ""),
        (REJECT, "example.jp", dkim("example.net"), ""),
        (LOCAL, "shop.example.jp", dkim("example.jp"), "RFC 7489 would have said pass"),
        ({"example.jp": "v=DMARC1; p=reject; t=y"}, "example.jp", dkim("example.net"), "p=reject of example.jp"),
        ({"example.jp": "v=DMARC1; p=reject; pct=20"}, "example.jp", dkim("example.net"), "20 %"),
        ({"jp": "v=DMARC1; p=reject; psd=y"}, "example.jp", dkim("example.net"), "RFC 7489 would have found no policy"),
        ({"example.jp": "v=DMARC1; p=none; np=reject"}, "x.example.jp", dkim("example.net"), "p=none of example.jp"),
    ],
)
def test_old_standard(records: dict[str, str], author: str, identifier: Identifier, note: str) -> None:
    """Where the public suffix list, pct and the missing np would have led elsewhere, the result says so."""
    got = judge(author, zone(records), identifier).rfc7489
    assert note in got
    assert bool(note) == bool(got)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(max_size=30), max_size=3),
    st.lists(
        st.builds(Identifier, st.just("dkim"), st.text(max_size=30), st.sampled_from(["pass", "fail"])), max_size=3
    ),
)
def test_never_raises(authors: list[str], identifiers: list[Identifier]) -> None:
    """Any author's domain and any identifier give a result."""
    assert judge(authors, zone(REJECT), *identifiers).status
