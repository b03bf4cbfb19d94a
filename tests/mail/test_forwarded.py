"""A mail that only carries another one is opened; one that quotes or lists others is not."""

from __future__ import annotations

import base64

import pytest

from gyotaku.mail.parse import parse

INNER = (
    b"Received: from mail.example.net (unknown [203.0.113.5]) by mx.example.jp; Mon, 11 Nov 2024 15:46:02 +0900\r\n"
    b"From: Bank <a@example.net>\r\nTo: hanako@example.jp\r\nSubject: inner\r\n\r\nhttps://example.net/login\r\n"
)


def part(headers: bytes, body: bytes) -> bytes:
    return b"--b\r\n" + headers + b"\r\n" + body + b"\r\n"


NOTE = part(b"Content-Type: text/plain\r\n", b"This one looks odd, please have a look.")
ATTACHED = part(b'Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="x.eml"\r\n', INNER)


def outer(
    *parts: bytes, kind: bytes = b"mixed", sender: bytes = b"Hanako <hanako@example.jp>", extra: bytes = b""
) -> bytes:
    head = b"From: " + sender + b"\r\nSubject: Fwd\r\n" + extra
    head += b"Content-Type: multipart/" + kind + b"; boundary=b\r\n\r\n"
    return head + b"".join(parts) + b"--b--\r\n"


def subject(raw: bytes) -> str:
    mail = parse(raw)
    field = mail.first("subject")
    return field.value if field else ""


@pytest.mark.parametrize(
    "raw",
    [
        outer(ATTACHED),
        outer(NOTE, ATTACHED),
        outer(ATTACHED, NOTE),
        outer(ATTACHED, kind=b"report"),
        outer(part(b"Content-Type: text/html\r\n", b"<p>see below</p>" + b"<span></span>" * 500), ATTACHED),
        outer(NOTE, part(b"Content-Type: image/png\r\nContent-ID: <l@g>\r\n", b"logo"), ATTACHED),
        outer(NOTE, part(b'Content-Type: application/octet-stream; name="phish.eml"\r\n', INNER)),
        outer(
            NOTE,
            part(
                b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n",
                base64.encodebytes(INNER).replace(b"\n", b"\r\n"),
            ),
        ),
        outer(
            NOTE * 9,
            part(b"Content-Type: text/plain\r\n", b"Content preview: " + b"report " * 900),
            part(b"Content-Type: message/rfc822; x-spam-type=original\r\n", INNER),
        ),
        outer(
            part(b"Content-Type: text/plain\r\n", b"abuse report " * 300),
            part(b"Content-Type: message/feedback-report\r\n", b"Feedback-Type: abuse"),
            ATTACHED,
            kind=b"report; report-type=feedback-report",
        ),
    ],
)
def test_the_carried_mail_is_dissected(raw: bytes) -> None:
    """A forwarded phish, a filter's wrapping and an abuse report are about the mail inside them."""
    mail = parse(raw)
    assert mail.wrapper is not None
    assert mail.wrapper.raw == raw
    assert mail.wrapper.headers[1].value == "Fwd"
    assert mail.raw.rstrip() == INNER.rstrip()
    assert subject(raw) == "inner"


LONG = part(b"Content-Type: text/plain\r\n", b"A letter of its own, with much to say. " * 90)


@pytest.mark.parametrize(
    "raw",
    [
        outer(NOTE, ATTACHED, ATTACHED),
        outer(LONG, ATTACHED),
        outer(NOTE, ATTACHED, part(b"Content-Type: application/pdf; name=x.pdf\r\n", b"%PDF")),
        outer(NOTE, part(b"Content-Type: message/delivery-status\r\n", b"Status: 5.1.1"), ATTACHED, kind=b"report"),
        outer(NOTE, ATTACHED, kind=b"report"),
        outer(NOTE, ATTACHED, sender=b"MAILER-DAEMON@example.jp"),
        outer(NOTE, ATTACHED, extra=b"Return-Path: <>\r\n"),
        outer(part(b"", INNER), part(b"", INNER), kind=b"digest"),
        outer(NOTE, part(b"Content-Type: message/rfc822\r\n", b"no mail at all")),
        outer(NOTE),
    ],
)
def test_what_only_quotes_or_lists_is_left_whole(raw: bytes) -> None:
    """Bounces, digests, letters with enclosures and several forwards at once stay what they are."""
    mail = parse(raw)
    assert mail.wrapper is None
    assert subject(raw) == "Fwd"


def test_a_forward_of_a_forward() -> None:
    """Opened to the innermost; the wrapper is the outermost."""
    once = outer(ATTACHED)
    twice = outer(
        NOTE,
        part(b"Content-Type: message/rfc822\r\n", once.replace(b"boundary=b", b"boundary=c").replace(b"--b", b"--c")),
    )
    mail = parse(twice)
    assert mail.wrapper is not None
    assert mail.wrapper.raw == twice
    assert subject(twice) == "inner"
