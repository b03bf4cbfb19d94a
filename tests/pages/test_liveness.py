"""Alive, or what stands there now."""

from __future__ import annotations

import pytest
from tests.pages.captures import login, notes, page

from gyotaku.pages.document import folded
from gyotaku.pages.liveness import PHRASES, since

STATES = [
    ("<title>404 Not Found</title><h1>Not Found</h1>", 404, "missing"),
    ("<h1>Gone</h1>", 410, "missing"),
    ("<p>このサイトは閉鎖されました。</p>", 200, "missing"),
    ("<title>Account Suspended</title><p>This Account has been suspended.</p>", 200, "suspended"),
    ("<p>アカウントは停止されています</p>", 200, "suspended"),
    ("<p>bye</p>", 509, "suspended"),
    ("<p>example.com - this domain may be for sale! domain may be for sale</p>", 200, "parked"),
    ("<p>このドメインはお名前.comで取得されています。</p>", 200, "parked"),
    ("<title>Welcome to nginx!</title>", 200, "parked"),
    ("<title>Suspected phishing site | Cloudflare</title>", 403, "blocked"),
    ("<h1>Deceptive site ahead</h1>", 200, "blocked"),
    ("<p>no</p>", 403, "blocked"),
    ("<title>Just a moment...</title>", 403, "challenge"),
    ("<p>Verifying you are human. This may take a few seconds.</p>", 200, "challenge"),
    ('<div class="cf-turnstile"></div><p>hello</p>', 200, "challenge"),
    ("<p>x</p>", 522, "gone"),
    ("<p>x</p>", 302, "moved"),
    ("<p>x</p>", 503, "missing"),
    ("<h1>ようこそ</h1>", 200, "alive"),
]


@pytest.mark.parametrize(("html", "status", "state"), STATES)
def test_state_is_told(html: str, status: int, state: str) -> None:
    """Hosters', parkers', browsers' and gatekeepers' pages are told apart from a living one."""
    assert page(html, status=status).liveness == state


@pytest.mark.parametrize(("why", "state"), [("dns", "gone"), ("timeout", "gone"), ("limit-bytes", "gone")])
def test_nothing_came(why: str, state: str) -> None:
    """No name, no answer: gone, with the reason kept."""
    read = page("", status=None, stopped_by=why)
    assert (read.liveness, notes(read, "stopped-by")) == (state, [why])


@pytest.mark.parametrize("phrase", [phrase for _, phrase, _ in PHRASES])
def test_honest_twin_a_login_page_is_alive_whatever_it_says(phrase: str) -> None:
    """A page that asks for a password is never called parked, suspended or blocked, and neither with a 404."""
    assert page(login(extra=f"<p>{phrase}</p>"), status=404).liveness == "alive"


def test_honest_twin_a_long_page_that_quotes_a_notice() -> None:
    """An article that quotes such notices is no notice."""
    assert page("<p>account suspended</p>" + "<p>これは記事です。</p>" * 600).liveness == "alive"


def test_every_phrase_has_its_source_and_folds_to_itself() -> None:
    """The table names where each phrase is shown, and none is so short that it stands anywhere."""
    for _, phrase, source in PHRASES:
        assert source
        assert len(folded(phrase)) >= 6


def test_a_later_visit() -> None:
    """Moved to another house, changed in what it asks, closed, or the same."""
    before = page(login())
    assert since(before, page(login())) == "alive"
    assert since(before, page(login(), url="https://other.example.net/")) == "moved"
    assert since(before, page("<p>hello</p>")) == "changed"
    assert since(before, page("<p>x</p>", status=404)) == "missing"
