"""``compromised-site``: a page on somebody's site without their knowledge."""

from __future__ import annotations

from tests.judge.signs.asked import OLD, listing, lure, registered, seen

from gyotaku.model import Strength

ID = "compromised-site"
PAGE = "https://www.church.example/wp-content/kagoya/webmail.php"


def test_deep_in_an_old_sites_machinery() -> None:
    """Years old, and the page lies among a site maker's files: a note, whatever else stands against the mail."""
    (finding,) = seen(lure(PAGE), ID, registered("church.example", OLD))
    assert finding.strength is Strength.NOTE
    assert (finding.facts["host"], finding.facts["path"]) == ("www.church.example", "/wp-content/")


def test_known_as_abused() -> None:
    """Spamhaus tells abused sites apart itself."""
    said = listing("dnsbl:domain", "church.example", "abused site: phishing", "dbl.spamhaus.org (127.0.1.104)")
    (finding,) = seen(lure("https://www.church.example/x"), ID, said)
    assert finding.facts["variant"] == "list"


def test_honest_twin_is_silent() -> None:
    """A plain page of an old site, a new domain, an unknown age, the brand itself."""
    assert seen(lure("https://www.church.example/news"), ID, registered("church.example", OLD)) == ()
    assert seen(lure(PAGE), ID, registered("church.example")) == ()
    assert seen(lure(PAGE), ID, registered("church.example", None)) == ()
    assert seen(lure("https://www.eki-net.com/wp-content/x.php"), ID, registered("eki-net.com", OLD)) == ()
