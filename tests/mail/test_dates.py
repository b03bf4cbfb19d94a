"""Dates as mails write them."""

from __future__ import annotations

import time
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.dates import parse_date, read_date
from gyotaku.mail.parse import parse


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Mon, 11 Nov 2024 15:46:02 +0900", "2024-11-11T15:46:02+09:00"),
        ("Mon, 11 Nov 2024 15:46:02 +0900 (JST)", "2024-11-11T15:46:02+09:00"),
        ("11 Nov 24 15:46 JST", "2024-11-11T15:46:00+09:00"),
        ("Mon,11 Nov 2024 15:46:02 GMT", "2024-11-11T15:46:02+00:00"),
        ("Mon, 11 Nov 2024 15:46:02", "2024-11-11T15:46:02+00:00"),
        ("Fri, 11-Nov-2005 15:46:02 PST", "2005-11-11T15:46:02-08:00"),
        ("Mon, 11 Nov 2024 03:46:02 PM +0900", "2024-11-11T15:46:02+09:00"),
        ("Thu, 25 Jul 2030 01:00:00 +0000", "2030-07-25T01:00:00+00:00"),
        ("Sun, 06 Nov 94 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("Sun Nov 13 14:50:12 2005", "2005-11-13T14:50:12+00:00"),
        ("Sun Nov 13 14:50:12 JST 2005", "2005-11-13T14:50:12+09:00"),
        ("Nov 13, 2005 2:50 PM", "2005-11-13T14:50:00+00:00"),
        ("2024-11-11T15:46:02+09:00", "2024-11-11T15:46:02+09:00"),
        ("2024/11/11 15:46", "2024-11-11T15:46:00+00:00"),
        ("2024年11月11日(月) 15:46", "2024-11-11T15:46:00+09:00"),
        ("２０２４年１１月１１日（月）午後３時４６分", "2024-11-11T15:46:00+09:00"),
        ("令和6年11月11日 15:46", "2024-11-11T15:46:00+09:00"),
        ("Mon, 11 Nov 2024 15:46:60 +0900", "2024-11-11T15:46:59+09:00"),
        ("Thu, 6 May 2004 17:40:44-0500", "2004-05-06T17:40:44-05:00"),
        ("Mon, 11 Nov 2024 24:00:00 +0900", "2024-11-12T00:00:00+09:00"),
    ],
)
def test_forms(text: str, iso: str) -> None:
    """Each form the world writes is the moment it means."""
    read = parse_date(text)
    assert read is not None
    assert read.isoformat() == iso


@pytest.mark.parametrize(
    "text", ["", "yesterday", "Mon, 31 Feb 2024 10:00:00 +0900", "99 Nov 2024 10:00:00", "11 Nov 2024 77:00:00 +0900"]
)
def test_no_date(text: str) -> None:
    """What is no date, or a day that does not exist, is ``None``."""
    assert parse_date(text) is None


def test_field() -> None:
    """The Date field of the mail; absent is ``None``."""
    mail = parse(b"Date: Mon, 11 Nov 2024 15:46:00 +0000\r\n\r\n")
    assert read_date(mail) == datetime(2024, 11, 11, 15, 46, tzinfo=timezone.utc)  # noqa: UP017  # as the reader has it
    assert read_date(parse(b"To: a@example.jp\r\n\r\n")) is None


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[0-9 A-Za-z:+\-年月日/]{0,60}"))
def test_never_raises_and_always_aware(text: str) -> None:
    """Any text gives an aware datetime or ``None``."""
    read = parse_date(text)
    assert read is None or read.utcoffset() is not None


@pytest.mark.parametrize("unit", ["1", "1 jan ", "2024-", "年", "1年1月", " "])
def test_linear(unit: str) -> None:
    """A megabyte is no slower than the 200 characters that are read."""
    start = time.process_time()
    parse_date((unit * 1_000_000)[:1_000_000])
    assert time.process_time() - start < 0.5
