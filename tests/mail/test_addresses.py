"""Mailboxes in every reading a common reader would take."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.addresses import embedded_addresses, parse_addresses, read_field, read_mailboxes
from gyotaku.model import Header

PLAIN: list[tuple[str, list[tuple[str, str]]]] = [
    ('"Hanako" <hanako@example.jp>', [("Hanako", "hanako@example.jp")]),
    ("Hanako Yamada <hanako@example.jp>", [("Hanako Yamada", "hanako@example.jp")]),
    ("hanako@example.jp", [("", "hanako@example.jp")]),
    ("<hanako@example.jp>", [("", "hanako@example.jp")]),
    ("hanako@EXAMPLE.jp.", [("", "hanako@example.jp")]),
    ("hanako@example.jp (Hanako)", [("Hanako", "hanako@example.jp")]),
    ("Hanako (a (nested) b) <hanako@example.jp>", [("Hanako", "hanako@example.jp")]),
    ("=?utf-8?B?5bGx55Sw?= <a@example.jp>", [("山田", "a@example.jp")]),
    ('"=?utf-8?B?5bGx55Sw?=" <a@example.jp>', [("山田", "a@example.jp")]),
    ("=?utf-8?B?PGFAYi5qcD4s?= <c@example.jp>", [("<a@b.jp>,", "c@example.jp")]),
    ("山田花子<hanako@example.jp>", [("山田花子", "hanako@example.jp")]),
    ("Yamada, Taro <t@example.jp>, b@example.jp", [("Yamada, Taro", "t@example.jp"), ("", "b@example.jp")]),
    ("a@example.jp; b@example.jp", [("", "a@example.jp"), ("", "b@example.jp")]),
    ("undisclosed-recipients:;", []),
    ("Friends: a@example.jp, b@example.jp;", [("", "a@example.jp"), ("", "b@example.jp")]),
    ("Re: hello <a@example.jp>", [("Re: hello", "a@example.jp")]),
    ('"x\\"y" <a@example.jp>', [('x"y', "a@example.jp")]),
    ('"a b"@example.jp', [("", '"a b"@example.jp')]),
    ('"<admin@example.com>" <b@example.net>', [("<admin@example.com>", "b@example.net")]),
    ("<<a@example.jp>>", [("", "a@example.jp")]),
    ("a @ example.jp", [("", "a@example.jp")]),
    ("mailto:a@example.jp", [("", "a@example.jp")]),
    ("a@日本語.jp", [("", "a@xn--wgv71a119e.jp")]),
    ("a@[192.0.2.1]", [("", "a@[192.0.2.1]")]),
    ("Support <info>", [("Support", "info")]),
    ("", []),
    ("<>", []),
]


@pytest.mark.parametrize(("value", "expected"), PLAIN)
def test_undisputed(value: str, expected: list[tuple[str, str]]) -> None:
    """Honest forms, tidy or not, have one reading."""
    read = read_mailboxes(value)
    assert [(a.display, a.spec) for a in read.addresses] == expected
    assert not read.disputed


@pytest.mark.parametrize(
    ("value", "specs"),
    [
        ("<a@example.com>b@example.net", ["a@example.com", "b@example.net"]),
        ("<a@example.com><b@example.net>", ["a@example.com", "b@example.net"]),
        ("<a@example.com>\\,<b@example.net>", ["a@example.com", "b@example.net"]),
        ("<a@example.com,b@example.net>", ["a@example.com", "b@example.net"]),
        ("<@one.example,@two.example:a@example.com>", ["a@example.com", "@one.example", "@two.example"]),
        ("a@b@example.com", ["a@b@example.com", "a@b"]),
        ("a@example.com b@example.net", ["a@example.com", "b@example.net"]),
        ("=?utf-8?B?PGFkbWluQGV4YW1wbGUuY29tPg==?=,<b@example.net>", ["admin@example.com", "b@example.net"]),
        ("=?utf-8?Q?info=40example.jp?=", ["info@example.jp"]),
        ("<(any@example.com>", ["any@example.com"]),
        ("info＠example.jp", ["info@example.jp"]),
        ('"Foo <a@example.jp>', ["a@example.jp"]),
        ("Foo <a@example.jp", ["a@example.jp"]),
        ("a@example.jp\x00", ["a@example.jp"]),
        ("Team <noreply@example,com>", ["noreply@example,com"]),
    ],
)
def test_disputed(value: str, specs: list[str]) -> None:
    """Where readers differ, every reading is listed and the dispute is said."""
    read = read_mailboxes(value)
    assert [a.spec for a in read.addresses] == specs
    assert read.disputed


def test_structure_before_decoding() -> None:
    """An encoded word that spells a mailbox is a name, not a mailbox, where a real one follows (RFC 2047 section 5)."""
    field = Header(0, "From", b"From: =?utf-8?B?PGFAYi5qcD4s?= <c@example.jp>\r\n", "<a@b.jp>, <c@example.jp>")
    assert [a.spec for a in read_field(field).addresses] == ["c@example.jp"]


def test_address_inside_a_name() -> None:
    """The address in a display name can be had apart."""
    assert embedded_addresses("Example <INFO@example.com>") == ("info@example.com",)
    assert embedded_addresses("Example info＠example.com") == ("info@example.com",)
    assert embedded_addresses("Example") == ()


@settings(deadline=None)
@given(st.text() | st.text(alphabet='ab@<>(),;:"\\=? \t＠\x00'))
def test_never_raises(text: str) -> None:
    """Any text gives a tuple."""
    parse_addresses(text)


@pytest.mark.parametrize(
    "unit", ["(", "<", '"', "a@", ",<", "\\", " ", '"a"', "a@b,", "=?utf-8?B?", ":", ";", "(a ", "<a@b", "a "]
)
def test_linear(unit: str) -> None:
    """A megabyte of the worst input is read in bounded time, 50,000 nested comments among them."""
    start = time.process_time()
    read_mailboxes((unit * 1_000_000)[:1_000_000])
    read_mailboxes("(" * 50_000 + ")" * 50_000 + "a@example.jp")
    assert time.process_time() - start < 3.0
