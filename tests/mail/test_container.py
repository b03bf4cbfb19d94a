"""What came in: one mail, many, none; mbox, gzip and pasted text."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.errors import UnreadableInput
from gyotaku.mail.container import from_msg, plain_bytes, sniff, split
from gyotaku.testing import mail as build

ONE = b"From: a@example.com\r\nSubject: one\r\n\r\nhello\r\n"
TWO = b"Subject: two\nFrom: b@example.com\n\nSir,\n\n>From here on\n"
LINE = b"From a@example.com Mon Nov 11 15:46:02 2024\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (ONE, "eml"),
        (build(text="本文"), "eml"),
        (b"\xef\xbb\xbf\r\n" + ONE, "eml"),
        (ONE.decode().encode("utf-16"), "eml"),
        (gzip.compress(ONE, mtime=0), "eml"),
        (b"Received: from x by y; Mon, 11 Nov 2024 15:46:02 +0900\n" * 3 + b"\nx", "eml"),
        (LINE + TWO, "mbox"),
        (b"From: a@example.com\nSubject: one\n", "headers"),
        (b"Received: from x\n by y\nFrom: z\n\n", "headers"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "msg"),
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\x00" * 900, "empty"),
        (PNG, "not-mail"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "not-mail"),
        (b"Dear friends,\n\nnote: this is prose: nothing else.\n", "not-mail"),
        ("ただの文章です。\n".encode(), "not-mail"),
        (b"%PDF-1.7\n1 0 obj\n<< /Title: x >>\n", "not-mail"),
        (b"<html><head><title>From: x</title></head></html>", "not-mail"),
        (b'{"from": "a", "subject": "b"}', "not-mail"),
        (b"key: value\nother: thing\n", "not-mail"),
    ],
)
def test_sniff(raw: bytes, kind: str) -> None:
    """Mails are known by their fields, whatever stands around them; pictures, programs and prose are not mails."""
    assert sniff(raw) == kind


def test_one_mail_is_itself() -> None:
    """A single mail comes back byte for byte."""
    assert list(split(ONE)) == [ONE]
    assert list(split(b"")) == []


def test_an_mbox_gives_its_mails() -> None:
    """From_ lines stay out, the quoting of From in the body is taken back, prose with From does not split."""
    prose = b"Subject: three\n\nFrom here on, nothing.\n\nFrom there neither\n"
    mails = list(split(LINE + ONE.replace(b"\r\n", b"\n") + b"\n" + LINE + TWO + b"\n" + LINE + prose))
    assert mails == [ONE.replace(b"\r\n", b"\n"), TWO.replace(b">From", b"From"), prose]


def test_an_mbox_with_crlf() -> None:
    """Line ends of either kind."""
    line = LINE.replace(b"\n", b"\r\n")
    assert list(split(line + ONE + b"\r\n" + line + ONE)) == [ONE, ONE]


def test_mboxrd_quoting_is_taken_back_one_level() -> None:
    """``>>From`` was ``>From``."""
    assert list(split(LINE + b"Subject: x\n\n>>From a\n>From b\n")) == [b"Subject: x\n\n>From a\nFrom b\n"]


def test_gzip_is_unpacked() -> None:
    """A mail kept as .eml.gz."""
    assert list(split(gzip.compress(ONE, mtime=0))) == [ONE]


def test_a_gzip_bomb_ends_at_the_limit() -> None:
    """A gigabyte of zeros does not come out."""
    assert sniff(gzip.compress(b"\x00" * 50_000_000, mtime=0)) == "empty"


def test_utf16_becomes_eight_bit() -> None:
    """With or without a mark; leading blank lines are counted off."""
    source, start = plain_bytes("\r\nSubject: 件名".encode("utf-16-le"))
    assert source[start:] == "Subject: 件名".encode()


def test_what_is_no_msg_is_refused_in_one_line() -> None:
    """The one error of this module says what is wrong."""
    with pytest.raises(UnreadableInput, match="Outlook"):
        from_msg(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [LINE, ONE, b"From ", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\x1f\x8b", b"x: y\n", b">From x\n"]
        ),
        max_size=12,
    )
)
def test_never_raises(pieces: list[bytes]) -> None:
    """Any bytes are something, and splitting them ends."""
    raw = b"".join(pieces)
    assert sniff(raw) in {"eml", "mbox", "msg", "headers", "not-mail", "empty"}
    list(split(raw))
