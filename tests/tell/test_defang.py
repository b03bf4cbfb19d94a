"""Addresses are dead in a report and can be brought back by whoever needs them."""

from __future__ import annotations

import pytest

from gyotaku.tell import defang

LIVE = [
    "https://evil.example/path/a.php?x=1.2#f.g",
    "http://evil.example",
    "https://user@evil.example:8443/x",
    "http://198.51.100.7/login",
    "http://[2001:db8::1]/login",
    "https://a.example/r?url=https://b.example/c.d",
    "ftp://evil.example/x",
    "mailto:desk@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://<token>.evil.example/<recipient>",
]


@pytest.mark.parametrize("url", LIVE)
def test_a_defanged_url_comes_back(url: str) -> None:
    """Nothing is lost for an analyst."""
    assert defang.refang(defang.url(url)) == url


@pytest.mark.parametrize("url", LIVE)
def test_a_defanged_url_is_dead(url: str) -> None:
    """No scheme survives that anything would follow, at any depth."""
    dead = defang.url(url).lower()
    assert "http:" not in dead
    assert "https:" not in dead
    assert not dead.startswith(("ftp:", "mailto:", "javascript:", "data:"))


def test_the_form_is_the_usual_one() -> None:
    """Desks know ``hxxps`` and ``[.]``; path and query stay as they were."""
    assert defang.url("https://www.evil.example/a.php?b=c.d") == "hxxps://www[.]evil[.]example/a.php?b=c.d"
    assert defang.host("203.0.113.5") == "203[.]0[.]113[.]5"
    assert defang.mailbox("a.b@evil.example") == "a.b@evil[.]example"


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("こちらhttps://evil.example/a。次", "こちらhxxps://evil[.]example/a。次"),
        ("HTTP://EVIL.EXAMPLE/", "HxxP://EVIL[.]EXAMPLE/"),
        ("see www.evil.example/x", "see www[.]evil.example/x"),
        ("https:\\\\evil.example", "hxxps:\\\\evil[.]example"),
        ("「http://evil.example」と「http://b.example」", "「hxxp://evil[.]example」と「hxxp://b[.]example」"),
        ("no address. Not one.", "no address. Not one."),
    ],
)
def test_urls_in_text_are_made_dead(text: str, dead: str) -> None:
    """Wherever they stand, without a blank before them, in capitals or with back slashes."""
    assert defang.text(text) == dead


@pytest.mark.parametrize(
    ("value", "dead"),
    [
        ("evil.example", "evil[.]example"),
        ("a@evil.example", "a@evil[.]example"),
        ("198.51.100.7", "198.51.100.7"),
        ("2024年11月11日 15:46", "2024年11月11日 15:46"),
        ("図書.みんな.example", "図書[.]みんな[.]example"),
        ("見積書.", "見積書."),
        ("<token>.evil.example", "<token>[.]evil[.]example"),
    ],
)
def test_facts_are_made_dead_when_they_are_names(value: str, dead: str) -> None:
    """A host or mailbox that stands alone as a value; an IP address stays readable in a sentence."""
    assert defang.word(value) == dead


def test_long_hostile_text_is_quick() -> None:
    """A megabyte of the worst input takes well under a second."""
    import time

    for worst in (
        "h" * 1_000_000,
        "http:" * 200_000,
        "https://" * 125_000,
        "www." * 250_000,
        "a." * 500_000,
        "@" * 10**6,
    ):
        began = time.process_time()
        defang.text(worst)
        defang.word(worst)
        assert time.process_time() - began < 2
