"""Who the mail says it is from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.parse import parse
from gyotaku.mail.sender import author_domains, read_sender
from gyotaku.model import Sender


def sender(*lines: str) -> Sender:
    """The sender of a mail with these header lines."""
    return read_sender(parse("\r\n".join([*lines, "Subject: x", "", "text"]).encode()))


def test_plain() -> None:
    """One From, one mailbox: no dispute, and the index of its field."""
    read = sender("Received: x", "From: Example <a@example.com>")
    assert (read.display, read.header, read.ambiguous) == ("Example", 1, False)
    assert [a.spec for a in read.candidates] == ["a@example.com"]
    assert read.address == read.candidates[0]


def test_everything_else() -> None:
    """Reply-To, Return-Path, Message-ID and mailer as they stand."""
    read = sender(
        "Return-Path: <bounce@example.net>",
        "From: a@example.com",
        "Reply-To: Answers <b@example.net>, c@example.net",
        "Message-ID: <1@localhost>",
        "X-Mailer: Foxmail 7 [cn]",
    )
    assert [a.spec for a in read.reply_to] == ["b@example.net", "c@example.net"]
    assert (read.return_path, read.message_id, read.x_mailer) == (
        "bounce@example.net",
        "<1@localhost>",
        "Foxmail 7 [cn]",
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Return-Path: <>", ""), ("Return-Path: ", ""), ("X-Other: 1", None), ("Return-Path: a", "a")],
)
def test_return_path(line: str, expected: str | None) -> None:
    """The null sender is not an absent one."""
    assert sender("From: a@example.com", line).return_path == expected


@pytest.mark.parametrize(
    ("lines", "candidates"),
    [
        (["From: <a@example.com>", "From: <b@example.net>"], ["a@example.com", "b@example.net"]),
        (["From: <a@example.com>, <b@example.net>"], ["a@example.com", "b@example.net"]),
        (["From : <a@example.com>"], ["a@example.com"]),
        (["From: <b@example.net>", "From : <a@example.com>"], ["b@example.net", "a@example.com"]),
        (["From\r\n : <a@example.com>", "Sender: <s@example.net>"], ["a@example.com", "s@example.net"]),
        (["Sender: <s@example.net>"], ["s@example.net"]),
        (["Resent-From: <r@example.net>"], ["r@example.net"]),
    ],
)
def test_ambiguous(lines: list[str], candidates: list[str]) -> None:
    """Where readers would differ, all of their readings are candidates and it is said."""
    read = sender(*lines)
    assert [a.spec for a in read.candidates] == candidates
    assert read.ambiguous


@pytest.mark.parametrize(
    "lines",
    [
        ["From: a@example.com", "Sender: b@example.net"],
        ["From: a@example.com", "From: a@example.com"],
        ['From: "a@example.com" <b@example.net>'],
        ["From: =?utf-8?B?5bGx55SwLCDoirHlrZA=?= <a@example.com>"],
        ["FROM: a@example.com"],
    ],
)
def test_not_ambiguous(lines: list[str]) -> None:
    """A Sender field, a repeated From, a name that is an address: readers agree on the author."""
    read = sender(*lines)
    assert not read.ambiguous
    assert len(read.candidates) == 1


def test_no_author() -> None:
    """Without any From there is no address; an empty one keeps what it shows."""
    assert sender("To: x@example.jp").address is None
    read = sender('From: "Example" <>')
    assert read.address is None or read.address.domain == ""


def test_author_domains() -> None:
    """Domains of all candidates, once each."""
    mail = parse(b"From: <a@example.com>, <b@example.com>, <c@example.net>\r\n\r\n")
    assert author_domains(mail) == ("example.com", "example.net")


@settings(deadline=None)
@given(st.binary() | st.binary().map(lambda b: b"From: " + b + b"\r\n\r\n"))
def test_never_raises(raw: bytes) -> None:
    """Any bytes have a sender or none."""
    read_sender(parse(raw))
