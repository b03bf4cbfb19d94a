"""Whose face a page wears, and on what grounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pages.captures import login, notes, page

from gyotaku.judge.brands.recognise_page import Mark, RealPage, merge, recognise_page
from gyotaku.model import BrandClaim, Evidence
from gyotaku.pages.capture import Picture

WORN = [
    (login("えきねっと", extra="<h1>えきねっと</h1>"), "eki-net"),
    (login("ログイン", extra="<h1>Amazon</h1><footer>© Amazon.com</footer>"), "amazon"),
    (login("三井住友銀行"), "smbc"),
    (login("KAGOYA カスタマーポータル"), "kagoya"),
    (login("Active! mail", extra="<footer>© 2024 KAGOYA | Active! mail</footer>"), "kagoya"),
    (login("Active! mail"), "active-mail"),
    (login("ログイン", extra='<img src=a.png alt="えきねっと"><footer>© えきねっと</footer>'), "eki-net"),
]


@pytest.mark.parametrize(("html", "brand"), WORN)
def test_face_is_told(html: str, brand: str) -> None:
    """Title, headings, copyright and words on pictures tell the face; software yields to the firm that runs it."""
    claims = recognise_page(page(html), 3)
    assert claims[0].brand == brand
    assert claims[0].score >= 0.5
    assert {e.pointer for e in claims[0].grounds} == {"page:3"}


@pytest.mark.parametrize(
    "html",
    [
        login("北山書店", extra="<h1>北山書店</h1><p>Amazonギフト券も使えます。楽天ペイ、PayPayも。</p>"),
        "<title>旅の日記</title><p>えきねっとで切符を買い、Amazonで本を買いました。</p>",
        "<title>『詐欺メール』えきねっとをかたるメールが届いた件について書いた長い記事です</title><h1>迷惑メール</h1>",
        login("ログイン"),
    ],
)
def test_honest_twin_mentions(html: str) -> None:
    """A page that mentions, sells or writes about firms wears none of their faces."""
    assert all(claim.score < 0.5 for claim in recognise_page(page(html), 0))


def test_marks_speak_and_screenshots_do_not() -> None:
    """A logo's hash near a known mark is a ground; the same hash of a whole page is none."""
    mark = (Mark("eki-net", 0xDF4CABA3D0F0850D, "picture"),)
    near = 0xDF4CABA3D0F0850D ^ 0b101
    logo = page(login(), pictures=(Picture("a.png", "picture", "", near),))
    shot = page(login(), pictures=(Picture("shot", "page", "", near),))
    assert [c.brand for c in recognise_page(logo, 0, mark)] == ["eki-net"]
    assert recognise_page(shot, 0, mark) == ()


def test_likeness_to_the_stored_real_page() -> None:
    """A copy of the brand's real page is known by its words although it names nobody; another page is not."""
    words = (
        "<p>会員番号とパスワードを入力してください。共用の端末では使い終わったら必ずログアウトしてください。</p>" * 3
    )
    real = page(login("ログイン", extra=words))
    stored = (RealPage("eki-net", int(str(notes(real, "text-simhash")[0]), 16), 0xFFFF_0000_FFFF_0000),)
    copy = page(login("ログイン", extra=words + "<p>2026年</p>"))
    assert [c.brand for c in recognise_page(copy, 0, (), stored)] == ["eki-net"]
    assert recognise_page(page(login("ログイン", extra="<p>別の店の案内です。</p>" * 20)), 0, (), stored) == ()


def test_host_and_path_words_help() -> None:
    """The brand's word in a stranger's host or path adds to the face, alone it is none."""
    html = login("ログイン")
    (claim,) = recognise_page(page(html, url="https://eki-net.evil.example/"), 0)
    assert claim.score < 0.5
    named = recognise_page(page(login("えきねっと"), url="https://eki-net.evil.example/"), 0)[0]
    assert named.score > recognise_page(page(login("えきねっと")), 0)[0].score


def _claim(brand: str, score: float) -> BrandClaim:
    return BrandClaim(brand, brand, brand, (Evidence("header:0", brand),), score, (), (f"{brand}.example",))


def test_merge_keeps_the_mails_order() -> None:
    """The mail's claim stays first and gains the page's grounds; a brand that only the page wears follows."""
    merged = merge((_claim("a", 0.6), _claim("b", 0.2)), (_claim("c", 0.9), _claim("a", 0.9)))
    assert [(c.brand, c.score) for c in merged] == [("a", 0.6), ("c", 0.54), ("b", 0.2)]
    assert merge((), (_claim("c", 0.9),))[0].score == 0.9
    assert merge((_claim("a", 0.6),), ())[0].grounds == (Evidence("header:0", "a"),)


@given(st.text(max_size=300), st.text(max_size=100))
def test_never_raises(title: str, url: str) -> None:
    """Any title at any address gives claims or none."""
    recognise_page(page(f"<title>{title}</title><h1>{title}</h1>", url=url), 0)


def test_linear_time() -> None:
    """A page of names is read in well under a second."""
    many = page("<title>" + "Amazon 楽天 えきねっと " * 400 + "</title><p>" + "Amazon 楽天 " * 90_000)
    start = time.process_time()
    recognise_page(many, 0)
    assert time.process_time() - start < 1
