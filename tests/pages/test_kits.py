"""Traces of the kit: the same for every copy, whoever visits and wherever it stands."""

from __future__ import annotations

import pytest
from tests.pages.captures import login, notes, page

from gyotaku.pages.capture import Picture
from gyotaku.pages.kits import kit_path

KIT = login(title="Webmail", extra="<!-- kcp 2.1 / wm --><h1>Webmail</h1><nav><ul><li><a href=x>a</a></li></ul></nav>"
            '<img src="/i/logo.png"><script src="app.js"></script><link rel=stylesheet href="s.css">')  # fmt: skip


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://a.example/kagoya-net-customer-portal/webmail.php?x=1#y", "/kagoya-net-customer-portal/webmail.php"),
        ("https://a.example/s/43293cac3b3dcdb6e556442f861d80b3/aGFuYWtvQGV4YW1wbGUuanA=", "/s/*/*"),
        ("https://a.example/u/hanako@example.jp/in.php", "/u/*/in.php"),
        ("https://a.example/20260901/in.php", "/*/in.php"),
        ("https://a.example/", ""),
        ("nonsense", ""),
    ],
)
def test_path_without_the_visitor(url: str, path: str) -> None:
    """What is made for each visitor is taken out of the path."""
    assert kit_path(url) == path


def test_two_copies_have_one_fingerprint() -> None:
    """Another host, another prefilled address and another hash in a file name leave the fingerprints as they are."""
    one = page(KIT, url="https://a.example/k/in.php")
    other = page(
        KIT.replace("<input id=i", '<input value="hanako@example.jp" id=i').replace("logo.png", "logo.4f2a9c1d.png"),
        url="https://b.example.net/k/in.php",
    )
    for key in ("kit-path", "kit-form", "kit-markup", "kit-assets", "kit-comment"):
        assert notes(one, key) == notes(other, key) != [], key


def test_honest_twin_another_kit() -> None:
    """Other fields and another layout give other fingerprints."""
    other = page(
        "<h1>x</h1><table><tr><td><ul><li><p><b>a</b></p></ul></table>"
        "<form><input name=email><input name=pin type=password></form>"
    )
    assert notes(other, "kit-form") != notes(page(KIT), "kit-form")
    assert notes(other, "kit-markup") != notes(page(KIT), "kit-markup")


def test_honest_twin_a_bare_page_has_no_fingerprint() -> None:
    """A page of a few elements shares its structure with half the web, and gets no fingerprint of it."""
    assert notes(page("<h1>It works!</h1>"), "kit-markup") == []


def test_trackers_and_icons() -> None:
    """Statistics accounts and favicons are kept: they outlive hosts."""
    read = page(
        "<script>gtag('config','G-ABCDEF1234');fbq('init','123456789012345');</script>"
        '<script src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>',
        pictures=(Picture("https://x.example/favicon.ico", "icon", "ab" * 32),),
    )
    assert notes(read, "tracker") == ["G-ABCDEF1234", "fb-123456789012345", "baidu-0123456789abcdef0123456789abcdef"]
    assert notes(read, "kit-icon") == ["ab" * 32]
