"""``origin-listed``: a block list names the machine that handed the mail over."""

from __future__ import annotations

from tests.judge.signs.asked import listing, lure, seen, silent

from gyotaku.model import Strength

ID, IP = "origin-listed", "203.0.113.5"


def test_listed_is_weak() -> None:
    """Machines are shared: told with the list's name and the time."""
    (finding,) = seen(lure(), ID, listing("dnsbl:ip", IP, "spam", "zen.spamhaus.org (127.0.0.2)"))
    assert (finding.strength, finding.facts["who"]) == (Strength.WEAK, "zen.spamhaus.org")


def test_honest_twin_is_silent() -> None:
    """A policy entry, not listed, not answered, another machine."""
    assert seen(lure(), ID, listing("dnsbl:ip", IP, "policy", "zen.spamhaus.org (127.0.0.10)")) == ()
    assert seen(lure(), ID, listing("dnsbl:ip", IP)) == ()
    assert seen(lure(), ID, silent("dnsbl:ip", IP)) == ()
    assert seen(lure(), ID, listing("dnsbl:ip", "192.0.2.9", "spam", "x")) == ()
