"""The stamp of the receiving server is split off; the sender's own brackets stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.parse import parse
from gyotaku.mail.subject import read_subject, split_stamp


@pytest.mark.parametrize(
    ("line", "stamp", "rest"),
    [
        ("[spam] 【重要】お知らせ", "[spam]", "【重要】お知らせ"),
        ("***SPAM*** hello", "***SPAM***", "hello"),
        ("*****SPAM***** hello", "*****SPAM*****", "hello"),
        ("***SPAM(7.3)*** hello", None, "***SPAM(7.3)*** hello"),
        ("[SPAM 7.3] hello", "[SPAM 7.3]", "hello"),
        ("{Spam?} hello", "{Spam?}", "hello"),
        ("{Disarmed} hello", "{Disarmed}", "hello"),
        ("[迷惑メール]ご案内", "[迷惑メール]", "ご案内"),
        ("【迷惑メール】ご案内", "【迷惑メール】", "ご案内"),
        ("[meiwaku] ご案内", "[meiwaku]", "ご案内"),
        ("[Suspected Spam] hello", "[Suspected Spam]", "hello"),
        ("[spam] [SPAM] hello", "[spam] [SPAM]", "hello"),
        ("[spam]", "[spam]", ""),
        ("[Spam-Club] news", None, "[Spam-Club] news"),
        ("【重要】お知らせ", None, "【重要】お知らせ"),
        ("[アクション必須] 支払い", None, "[アクション必須] 支払い"),
        ("spamalot tickets", None, "spamalot tickets"),
        ("", None, ""),
    ],
)
def test_stamp(line: str, stamp: str | None, rest: str) -> None:
    """Filters' words in brackets are the stamp; other bracketed words are the sender's."""
    assert split_stamp(line) == (stamp, rest)


def test_field() -> None:
    """The first Subject counts, its index is kept, and an absent one is not an empty one."""
    read = read_subject(parse(b"To: a@example.jp\r\nSubject: [spam] one\r\nSubject: two\r\n\r\n"))
    assert (read.text, read.spam_stamp, read.header) == ("one", "[spam]", 1)
    assert read_subject(parse(b"To: a@example.jp\r\n\r\n")).header is None


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    """Any text splits."""
    split_stamp(text)


@pytest.mark.parametrize("unit", ["[", "[spam] ", "*", "{", "[ ", " ", "[spam" + " " * 50])
def test_linear(unit: str) -> None:
    """A megabyte of the worst input is read in a moment."""
    start = time.process_time()
    split_stamp((unit * 1_000_000)[:1_000_000])
    assert time.process_time() - start < 1.0
