"""``a-record-differs``: shown because readers know it, and worth nothing."""

from __future__ import annotations

from tests.judge.signs.asked import dns, lure, seen, silent

from gyotaku.model import Strength

ID = "a-record-differs"


def test_shown_as_a_note() -> None:
    """The comparison of the fourth seed, with the words that it proves nothing."""
    (finding,) = seen(lure(), ID, dns("A", "faxohbr.cn", "103.3.2.85", "103.3.2.86"))
    assert (finding.strength, finding.facts["addresses"]) == (Strength.NOTE, "103.3.2.85, 103.3.2.86")


def test_honest_twin_is_silent() -> None:
    """The same address, no records, no answer, everybody's mailboxes."""
    assert seen(lure(), ID, dns("A", "faxohbr.cn", "203.0.113.5")) == ()
    assert seen(lure(), ID, silent("dns:A", "faxohbr.cn")) == ()
    assert seen(lure(sender="a <x@gmail.com>"), ID, dns("A", "gmail.com", "192.0.2.1")) == ()
    assert seen(lure(received=None), ID, dns("A", "faxohbr.cn", "192.0.2.1")) == ()
