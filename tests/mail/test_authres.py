"""What the border said about authentication, and nobody else's word for it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.authres import parse_results, read_auth
from gyotaku.mail.parse import parse
from gyotaku.mail.received import read_hops
from gyotaku.model import AuthResult, Header

DATE = "; Mon, 11 Nov 2024 15:46:02 +0900"
EDGE = f"Received: from evil.example (evil.example [203.0.113.5]) by mx.example.jp (Postfix) with ESMTP id 1{DATE}"
GOOGLE = f"Received: from evil.example (evil.example. [203.0.113.5]) by mx.google.com with ESMTPS id x{DATE}"
INNER = f"Received: from mx.example.jp (mx.example.jp [10.0.0.2]) by store.example.jp (Postfix) with ESMTP id 3{DATE}"
PASS = (
    "Authentication-Results: mx.example.jp; spf=pass smtp.mailfrom=a@bank.example; dmarc=pass header.from=bank.example"
)


def auth(*lines: str, author: str = "a@example.com") -> tuple[AuthResult, ...]:
    """Results of a mail with these header lines on top."""
    mail = parse("\r\n".join([*lines, f"From: {author}", "", "x"]).encode())
    return read_auth(mail, read_hops(mail))


def short(results: tuple[AuthResult, ...] | list[AuthResult]) -> list[tuple[str, str, str | None, bool | None]]:
    """What matters of each result."""
    return [(r.method, r.status, r.domain, r.aligned) for r in results]


def parsed(value: str, author: str | None = "example.com") -> list[AuthResult]:
    """Results of one field, whoever wrote it."""
    return parse_results(Header(0, "Authentication-Results", b"", value), author)


def test_above_the_hand_over() -> None:
    """A field above the hand-over's line was written by the recipient's side."""
    read = auth("Authentication-Results: mx.example.jp; spf=fail smtp.mailfrom=x@bank.example", EDGE)
    assert short(read) == [("spf", "fail", "bank.example", False)]
    assert (read[0].origin, read[0].header, read[0].by) == ("boundary", 0, "mx.example.jp")


def test_between_own_hops() -> None:
    """So was one between the lines of the recipient's own servers."""
    assert short(auth(INNER, "Authentication-Results: mx.example.jp; dkim=pass header.d=example.com", EDGE)) == [
        ("dkim", "pass", "example.com", True)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [EDGE, PASS],
        [INNER, EDGE, PASS],
        [EDGE, "Received: from x by mx.example.jp" + DATE, PASS],
        [EDGE, PASS.replace("Authentication-Results: ", "ARC-Authentication-Results: i=1; ")],
        [
            EDGE,
            "Received-SPF: Pass (mx.example.jp: domain of bank.example designates 203.0.113.5) client-ip=203.0.113.5;",
        ],
        [PASS],
        [EDGE, PASS.replace("mx.example.jp", "mx.google.com")],
    ],
)
def test_brought_along(lines: list[str]) -> None:
    """A field below the hand-over's line came in with the mail, the recipient's own server name or not."""
    assert auth(*lines) == ()


def test_google_writes_below_its_line() -> None:
    """Google's own field follows its line at once; a second one is the sender's."""
    own = (
        "Authentication-Results: mx.google.com; spf=softfail smtp.mailfrom=x@bank.example; "
        "dmarc=fail header.from=bank.example"
    )
    forged = "Authentication-Results: mx.google.com; dkim=pass header.d=bank.example"
    spf = (
        "Received-SPF: softfail (google.com: domain of transitioning x@bank.example does not "
        "designate) client-ip=203.0.113.5;"
    )
    read = auth(GOOGLE, spf, own, forged, author="x@bank.example")
    assert short(read) == [("spf", "softfail", "bank.example", True), ("dmarc", "fail", "bank.example", False)]
    above = f"ARC-Authentication-Results: i=1; {own.partition(': ')[2]}"
    assert short(auth(above, GOOGLE, forged, author="x@bank.example")) == short(read)


def test_microsoft() -> None:
    """Microsoft writes no authserv-id, and words of its own."""
    value = (
        "spf=pass (sender IP is 203.0.113.5) smtp.mailfrom=news.example.com; dkim=none (message not signed) "
        "header.d=none;dmarc=bestguesspass action=none header.from=example.com;compauth=pass reason=109"
    )
    read = parsed(value)
    assert short(read) == [
        ("spf", "pass", "news.example.com", True),
        ("dkim", "none", None, None),
        ("dmarc", "none", "example.com", None),
    ]
    assert read[0].by is None
    assert read[0].reason == "sender IP is 203.0.113.5"
    assert read[2].reason.startswith("bestguesspass")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mx.example.jp 1; none", []),
        ("mx.example.jp; none", []),
        ("mx.example.jp 1; spf=pass smtp.mailfrom=a@example.com", [("spf", "pass", "example.com", True)]),
        ("mx.example.jp (Foo (bar)) ; spf (x) = pass (y) smtp . mailfrom", [("spf", "pass", None, None)]),
        ("mx.example.jp; dkim/1=pass header.d=example.net", [("dkim", "pass", "example.net", False)]),
        ("mx.example.jp; spf=hardfail smtp.mail=a@example.com", [("spf", "fail", "example.com", True)]),
        (
            'mx.example.jp; dkim=fail reason="bad; signature" header.i=@example.com',
            [("dkim", "fail", "example.com", True)],
        ),
        ("mx.example.jp; dkim=weird header.d=example.com", [("dkim", "unknown", "example.com", True)]),
        (
            "mx.example.jp; spf=pass smtp.mailfrom=bounce+hanako=example.jp@m.example.com",
            [("spf", "pass", "m.example.com", True)],
        ),
        (
            "mx.example.jp; dkim=pass header.d=a.example; dkim=fail header.d=example.com; arc=pass (i=1)",
            [("dkim", "pass", "a.example", False), ("dkim", "fail", "example.com", True), ("arc", "pass", None, None)],
        ),
        ("mx.example.jp; sender-id=pass header.from=a@example.com", []),
        ("", []),
        (";;;==((", []),
    ],
)
def test_forms(value: str, expected: list[tuple[str, str, str | None, bool | None]]) -> None:
    """RFC 8601's forms, and the world's."""
    assert short(parsed(value)) == expected


def test_received_spf_stands_in() -> None:
    """Where the border wrote only Received-SPF, that is its word on SPF."""
    line = (
        "Received-SPF: Fail (mx.example.jp: domain of bank.example says no) "
        "client-ip=203.0.113.5; envelope-from=<x@bank.example>;"
    )
    read = auth(line, EDGE)
    assert short(read) == [("spf", "fail", "bank.example", False)]
    assert read[0].reason == "mx.example.jp: domain of bank.example says no"
    assert auth("Received-SPF: nonsense", EDGE) == ()


def test_disputed_author() -> None:
    """With several authors of different domains nothing is aligned with "the" author."""
    line = "Authentication-Results: mx.example.jp; dkim=pass header.d=example.com"
    assert auth(line, EDGE, author="<a@example.com>, <b@example.net>")[0].aligned is None


@settings(deadline=None)
@given(st.text() | st.text(alphabet='spf=dkim;()"\\ @.=/'))
def test_never_raises(value: str) -> None:
    """Any text has results or none."""
    parsed(value)


@pytest.mark.parametrize("unit", ["(", "=", ";", '"', "a=", "spf=pass ", "a=b=", "\\", " ", "spf=pass;"])
def test_linear(unit: str) -> None:
    """A megabyte of the worst input is read in a moment."""
    start = time.process_time()
    parsed(("mx.example.jp; spf=" + unit * 1_000_000)[:1_000_000])
    assert time.process_time() - start < 1.0
