"""Every address of the recipient's is known, so that it can be cut out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.parse import parse
from gyotaku.mail.received import read_hops
from gyotaku.mail.recipient import read_recipient
from gyotaku.model import Recipient

DATE = "; Mon, 11 Nov 2024 15:46:02 +0900"
HANAKO = "hanako@example.jp"


def recipient(*lines: str, extra: tuple[str, ...] = ()) -> Recipient:
    """The recipient of a mail with these header lines."""
    mail = parse("\r\n".join([*lines, "From: Example <a@example.com>", "Subject: x", "", "x"]).encode())
    return read_recipient(mail, read_hops(mail), extra)


@pytest.mark.parametrize(
    "line",
    [
        "To: hanako@example.jp",
        "To: Hanako <HANAKO@Example.JP>",
        "Cc: =?utf-8?B?6Iqx5a2Q?= <hanako@example.jp>",
        "Delivered-To: hanako@example.jp",
        "X-Original-To: hanako@example.jp",
        "Envelope-To: <hanako@example.jp>",
        "X-Envelope-To: hanako@example.jp",
        "Apparently-To: hanako@example.jp",
        "X-Rcpt-To: <hanako@example.jp>",
        "Received: from x (unknown [203.0.113.5]) by mx.example.jp (Postfix) with ESMTP id 1 "
        f"for <hanako@example.jp>{DATE}",
        "Return-Path: <bounce+hanako=example.jp@example.net>",
        "Return-Path: <bounces-1234-hanako=example.jp@example.net>",
        "List-Unsubscribe: <https://example.net/u?m=hanako%40example.jp>",
    ],
)
def test_each_place(line: str) -> None:
    """Each field that may carry the recipient's address is read, whatever its case."""
    assert recipient(line).addresses == (HANAKO,)


def test_claimed_for_clause() -> None:
    """A ``for`` clause below the hand-over is the sender's invention."""
    edge = f"Received: from x (unknown [203.0.113.5]) by mx.example.jp (Postfix) with ESMTP id 1{DATE}"
    forged = f"Received: from y by x.example with SMTP for <info@bank.example>{DATE}"
    assert recipient(edge, forged, "To: hanako@example.jp").addresses == (HANAKO,)


def test_verp_and_unsubscribe_need_a_match() -> None:
    """A stranger's address in a parameter is not the recipient's; another one in their domain is."""
    read = recipient(
        "To: hanako@example.jp",
        "Return-Path: <bounce+h.yamada=example.jp@example.net>",
        "List-Unsubscribe: <mailto:u@example.net?subject=support@example.org>, "
        "<https://example.net/?a=other@example.org>",
    )
    assert read.addresses == (HANAKO, "h.yamada@example.jp")


def test_undisclosed() -> None:
    """No recipient named, none found."""
    assert recipient("To: undisclosed-recipients:;").addresses == ()


def test_list_address() -> None:
    """A list's own address is not the reader's, where the reader is known."""
    lines = ["List-Post: <mailto:talk@lists.example.org>", "To: talk@lists.example.org"]
    assert recipient(*lines, "Delivered-To: hanako@example.jp").addresses == (HANAKO,)
    assert recipient(*lines).addresses == ("talk@lists.example.org",)


def test_forged_in_the_recipients_name() -> None:
    """From equal to To is still the recipient."""
    mail = parse(b"From: hanako@example.jp\r\nTo: hanako@example.jp\r\nDelivered-To: hanako@example.jp\r\n\r\n")
    assert read_recipient(mail, ()).addresses == (HANAKO,)
    mail = parse(b"From: hanako@example.jp\r\nTo: hanako@example.jp\r\n\r\n")
    assert read_recipient(mail, ()).addresses == (HANAKO,)


def test_sender_as_decoy() -> None:
    """A mail addressed to its own sender, the recipient blind: the phisher's domain is not cut out of reports."""
    assert recipient("To: a@example.com", "Delivered-To: hanako@example.jp").addresses == (HANAKO,)


def test_settings() -> None:
    """The operator's further addresses count always."""
    assert recipient("To: hanako@example.jp", extra=("Hana@example.net", "nonsense")).addresses == (
        HANAKO,
        "hana@example.net",
    )


def test_forwarder() -> None:
    """Whoever forwarded the mail as an attachment is a person to protect too."""
    raw = (
        "From: Taro <taro@example.jp>\r\nTo: desk@example.net\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
        "From: a@example.com\r\nTo: hanako@example.jp\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    )
    mail = parse(raw.encode())
    assert mail.wrapper is not None
    assert read_recipient(mail, ()).addresses == (HANAKO, "taro@example.jp")


@pytest.mark.parametrize(
    ("to", "names"),
    [
        ("Hanako Yamada <hanako@example.jp>", ("Hanako Yamada",)),
        ("山田花子様 <hanako@example.jp>", ("山田花子",)),
        ("お客様 <hanako@example.jp>", ()),
        ("hanako@example.jp <hanako@example.jp>", ()),
        ("hanako <hanako@example.jp>", ()),
        ("undisclosed-recipients:;", ()),
    ],
)
def test_names(to: str, names: tuple[str, ...]) -> None:
    """Display names that are a person's, without the honorific; not the address, not a generic word."""
    assert recipient(f"To: {to}").names == names


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_never_raises(raw: bytes) -> None:
    """Any bytes in To, Return-Path and List-Unsubscribe are survived."""
    line = raw.replace(b"\n", b" ").replace(b"\r", b" ")
    mail = parse(b"To: " + line + b"\r\nReturn-Path: " + line + b"\r\nList-Unsubscribe: <" + line + b"\r\n\r\n")
    read_recipient(mail, read_hops(mail))
