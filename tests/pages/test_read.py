"""A capture to a page: dead controls, borrowed pictures, gates, hidden code; never raises, linear."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pages.captures import EVIL, HANAKO, capture, login, notes, page

from gyotaku.pages.capture import Capture, Request
from gyotaku.pages.notes import MAX_NOTES
from gyotaku.pages.read import read_page


def test_title_text_and_language() -> None:
    """The title is one line, the text is what is in sight, the language what the text shows."""
    read = page(
        '<html lang="en"><title> ログイン\n 画面</title><body><p>カナのことば</p><p hidden>x</p>'
        '<p style="display: none">y</p><script>z</script></body>'
    )
    assert (read.title, read.text, notes(read, "language")) == ("ログイン 画面", "カナのことば", ["ja"])


def test_browser_view_wins() -> None:
    """Title and text as the browser had them are taken when the capture brings them."""
    read = page("<title>a</title><p>b</p>", title="c", text="d")
    assert (read.title, read.text) == ("c", "d")


def test_dead_links_and_menu() -> None:
    """Links to nowhere are counted; a language menu that nobody listens to is named."""
    read = page(
        '<a href="#">a</a><a href="javascript:void(0)">b</a><a href="">c</a><a href="/d">d</a>'
        "<label>言語</label><select id=l><option>日本語<option>English</select>" + login()
    )
    assert (notes(read, "links"), notes(read, "dead-links"), notes(read, "dead-menu")) == ([4], [3], ["言語"])


@pytest.mark.parametrize(
    "html",
    [
        '<a href="#" onclick="go()">a</a><select onchange="go()"><option>日本語<option>English</select>',
        '<a href="#">a</a><select id=l><option>a<option>b</select><script>x.addEventListener("click",f)</script>',
        '<a href="#" data-bs-toggle="modal">a</a><form><select name=l><option>日本語<option>English</select></form>',
        '<a href="#">a</a><select id=l><option>日本語<option>English</select><script src="/s/main.js"></script>',
        '<a name="top">a</a>',
    ],
)
def test_honest_twin_controls_with_handlers(html: str) -> None:
    """Controls with a handler, inside a form, or on a page run by script are not called dead."""
    read = page(html)
    assert notes(read, "dead-links") == notes(read, "dead-menu") == []


def test_borrowed_pictures() -> None:
    """Foreign hosts that pictures and styles come from are named, the page's own house is not."""
    read = page(
        '<img src="https://www.kagoya.jp/logo.png"><link rel=stylesheet href="https://cdn.evil.example/a.css">',
        requests=(Request(EVIL), Request("https://img.example.net/x.png", kind="image")),
    )
    assert notes(read, "asset-host") == ["www.kagoya.jp", "img.example.net"]


@pytest.mark.parametrize(
    ("html", "gate"),
    [
        ('<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>', "turnstile"),
        ('<div class="g-recaptcha"></div>', "recaptcha"),
        ("<script>setInterval(function(){debugger;},50)</script>", "debugger"),
        ("<script>if(navigator.webdriver)location='about:blank'</script>", "webdriver"),
        ('<body oncontextmenu="return false">', "right-click"),
        ("<script>window.alert('本人確認')</script>", "alert"),
        ("<script>x=CryptoJS.AES.decrypt(d,location.hash)</script>", "fragment-key"),
    ],
)
def test_gates_are_seen(html: str, gate: str) -> None:
    """A gate in front of the page is noted by kind."""
    assert gate in notes(page(html), "gate")


def test_hidden_code_is_measured() -> None:
    """A page written out of base64 or escapes is noted with its size."""
    assert notes(page(f"<script>document.write(atob('{'QUJD' * 100}'))</script>"), "obfuscated") == [
        "atob 406",
        "document.write 1",
    ]
    assert notes(page(f"<script>x='{chr(92)}x41'.concat('{(chr(92) + 'x41') * 80}')</script>"), "obfuscated")


def test_honest_twin_plain_script() -> None:
    """Ordinary script and a picture in base64 are nothing hidden."""
    assert notes(page("<script>var a=atob('aGVsbG8=');</script>"), "obfuscated") == []


def test_robots_downloads_persona() -> None:
    """What keeps searchers out, what was pushed, who looked."""
    read = page("<meta name=Robots content=NOINDEX>", downloads=("a.exe",), persona="phone-ja")
    assert [notes(read, key) for key in ("robots", "download", "persona")] == [["noindex"], ["a.exe"], ["phone-ja"]]


def test_notes_are_bounded() -> None:
    """A page made to overflow the notes is cut, and every value with it."""
    html = "".join(f"<!-- comment {i} --><h1>{'x' * 150}{i}</h1><img alt=p{i} src=//h{i}.example>" for i in range(500))
    read = page(html + "".join(f"<form><input type=password name={'n' * 900}{i}></form>" for i in range(90)))
    assert len(read.notes) <= MAX_NOTES
    assert all(len(v) <= 300 for _, v in read.notes if isinstance(v, str))


@given(st.binary(max_size=2_000), st.text(max_size=60))
def test_never_raises_on_any_bytes(html: bytes, url: str) -> None:
    """Whatever came back, from wherever, gives a page."""
    read = read_page(Capture(url=url, final_url=url, status=None, headers=(), html=html), HANAKO)
    assert read.liveness


TAGS = (
    "<form action=", "<input name=p type=password ", "<select><option>", "<a href='#'>", "<script>", "</", "<!--",
    "<div style=display:none", ">", "'", '"', "atob('QUJD", "fetch('", "\x00", "＠", "パスワード", "<base href=//[",
    "<table><td>",
)  # fmt: skip


@given(st.lists(st.sampled_from(TAGS), max_size=60))
def test_never_raises_on_broken_markup(pieces: list[str]) -> None:
    """Pieces of markup in any order give a page."""
    assert read_page(capture("".join(pieces)), HANAKO).liveness


BOMBS = [
    "<div>" * 200_000,
    "<span>" * 160_000,
    "<a " + " ".join(f"x{i}=1" for i in range(90_000)) + ">",
    "<script>" * 100_000,
    "<script " * 100_000,
    "<!--" * 200_000,
    "<form><input name=password>" * 30_000,
    "<select><option>a<option>b</select>" * 20_000,
    "<a href=#>x</a>" * 50_000,
    "<label>" * 100_000 + "<input>" * 1000,
    "<script>" + "QUJD" * 200_000 + "</script>",
    "<script>" + "%41" * 250_000 + "</script>",
    "<script>" + 'open("' * 140_000 + "</script>",
    "<script>" + "while" * 180_000 + "</script>",
    '<p style="' + "display:" * 100_000 + '">',
    "<" * 900_000,
    "©" * 400_000,
    ("<br>" * 5 + "<i></i><input>") * 25_000,
]


@pytest.mark.parametrize("html", BOMBS, ids=range(len(BOMBS)))
def test_linear_time(html: str) -> None:
    """Markup made to be slow is read within seconds: each of these is about a megabyte."""
    start = time.process_time()
    page(html)
    assert time.process_time() - start < 6
