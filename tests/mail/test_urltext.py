"""Addresses in running text."""

from __future__ import annotations

import time

import pytest

from gyotaku.mail.urltext import address_in, find_urls

ENDS = [
    ("詳しくはhttps://example.com/abcを開く", "https://example.com/abc"),
    ("「https://example.com/abc」をご覧ください", "https://example.com/abc"),
    ("『https://example.com/a?b=c&d=%E3%81%82』", "https://example.com/a?b=c&d=%E3%81%82"),
    ("（https://example.com/abc）", "https://example.com/abc"),
    ("(https://example.com/abc)続き", "https://example.com/abc"),
    ("(see https://example.com/a_(b).)", "https://example.com/a_(b)"),
    ("https://example.com/abc。次に", "https://example.com/abc"),
    ("https://example.com/abc、", "https://example.com/abc"),
    ("ＵＲＬ：https://example.com/a#f　です", "https://example.com/a#f"),
    ("https://example.comを開く", "https://example.com"),
    ("https://example.com。ログイン", "https://example.com"),
    ("https://日本語.jpを開く", "https://日本語.jp"),
    ("https://example.com/案内/一覧.html へ", "https://example.com/案内/一覧.html"),
    ("https://example.com/を開く", "https://example.com/"),
    ("<https://example.com/>", "https://example.com/"),
    ("Go to https://example.com/a.", "https://example.com/a"),
    ("http://user:pw@example.com:8080/x", "http://user:pw@example.com:8080/x"),
    ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
    ("https://203.0.113.5/loginへ", "https://203.0.113.5/login"),
]


@pytest.mark.parametrize(("text", "url"), ENDS)
def test_an_address_ends_where_a_reader_would_end_it(text: str, url: str) -> None:
    """Kana, brackets and full stops of the sentence are no part of the address."""
    assert [f.url for f in find_urls(text)] == [url]


HARMLESS = [
    ("hxxps://example[.]com/x", "https://example.com/x"),
    ("h**ps://example.com/x", "https://example.com/x"),
    ("hxxp[:]//example[.]com/x", "http://example.com/x"),
    ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ／ａ", "https://example.com/a"),
    ("https://www。example。com/x", "https://www.example.com/x"),
    ("example[.]com", "http://example.com"),
    ("www.example.com/a", "http://www.example.com/a"),
    ("example.co.jp/aまで", "http://example.co.jp/a"),
    ("https:\\\\example.com\\a", "https://example.com\\a"),
]


@pytest.mark.parametrize(("text", "url"), HARMLESS)
def test_addresses_made_harmless_are_read_as_what_they_stand_for(text: str, url: str) -> None:
    """Defanged, full-width and scheme-less addresses are found, and their span is the text as written."""
    found = find_urls(f"a {text} b")
    assert [f.url for f in found] == [url]
    assert f"a {text} b"[found[0].start : found[0].end] in text


@pytest.mark.parametrize(
    "text",
    [
        "2024/11/11 10:00",
        "and/or",
        "10.0.0.1/24",
        "setup.py/x",
        "hanako@example.jp/x",
        "https://",
        "http://。",
        "ver.2.0/3",
        "//",
        "a//b",
        "お客様/会員様",
    ],
)
def test_what_is_no_address_is_left(text: str) -> None:
    """Dates, alternatives, networks, file names and mail addresses are no links."""
    assert find_urls(text) == []


def test_two_addresses_with_japanese_between_are_two() -> None:
    """Each keeps to itself."""
    text = "https://example.com/aとhttps://example.net/bを"
    assert [f.url for f in find_urls(text)] == ["https://example.com/a", "https://example.net/b"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://www.example.com/", "https://www.example.com/"),
        ("example.com", "example.com"),
        ("【Example.co.jp】", "Example.co.jp"),
        ("ログイン → https://example.com/a", "https://example.com/a"),
        ("www.example.com でログイン", "www.example.com"),
        ("ログインはこちら", None),
        ("info@example.jp", None),
        ("example.com にログイン", None),
        ("Node.js", None),
        ("v1.2", None),
        ("", None),
    ],
)
def test_shown_address_of_a_link_text(text: str, shown: str | None) -> None:
    """Text shows an address when it holds a URL or is wholly a host name."""
    assert address_in(text) == shown


@pytest.mark.parametrize(
    "unit",
    ["https://", "a.", "www.", "/", "h", "[.]", "http://a.b/あ/", "(", "https://a.jp/((((", "例え.", "://", "a/b.c/"],
)
def test_scanning_is_linear(unit: str) -> None:
    """A megabyte of the worst input costs seconds at most."""
    start = time.process_time()
    find_urls(unit * (1_000_000 // len(unit)))
    assert time.process_time() - start < 5
