"""``not-yet-listed``: asked, and not listed at that moment."""

from __future__ import annotations

from tests.judge.signs.asked import HOST, PAGE, listing, lure, seen, silent

from gyotaku.model import Strength

ID = "not-yet-listed"


def test_told_with_its_time_and_weighs_nothing() -> None:
    """The third seed's "unrated": a note with the sources and the hour."""
    (finding,) = seen(
        lure(), ID, listing("safebrowsing:url", PAGE), listing("jpcert:host", HOST, None, "202410.csv, 2024-10-30")
    )
    assert finding.strength is Strength.NOTE
    assert finding.facts["who"] == "Google Safe Browsing, JPCERT/CC (202410.csv, 2024-10-30)"
    assert finding.facts["when"] == "2024-11-12T01:02+00:00"


def test_honest_twin_is_silent() -> None:
    """Silence is never "not listed"; beside one list's yes another's no is not said; the brand's own needs no list."""
    assert seen(lure(), ID, silent("safebrowsing:url", PAGE)) == ()
    assert seen(lure(), ID, listing("safebrowsing:url", PAGE), listing("urlhaus:host", HOST, "malware")) == ()
    assert seen(lure("https://www.eki-net.com/"), ID, listing("feeds:host", "www.eki-net.com")) == ()
    assert seen(lure(), ID) == ()
