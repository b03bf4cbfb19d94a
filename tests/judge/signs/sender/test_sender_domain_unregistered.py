"""``sender-domain-unregistered``: the From domain is held by nobody."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.judge.signs.asked import absent, dns, lure, registered, seen, silent

from gyotaku.model import Strength

ID = "sender-domain-unregistered"


def test_the_registry_says_so() -> None:
    """STRONG at the time of the mail, WEAK when it was asked years later."""
    (finding,) = seen(lure(), ID, absent("whois:domain", "faxohbr.cn"))
    assert (finding.strength, finding.facts["domain"]) == (Strength.STRONG, "faxohbr.cn")
    (late,) = seen(lure(), ID, absent("whois:domain", "faxohbr.cn", datetime(2026, 1, 1, tzinfo=UTC)))
    assert (late.strength, late.facts["variant"]) == (Strength.WEAK, "late")


def test_honest_twin_is_silent() -> None:
    """Registered, alive in DNS, not answered."""
    assert seen(lure(), ID, registered("faxohbr.cn")) == ()
    assert seen(lure(), ID, absent("rdap:domain", "faxohbr.cn"), dns("NS", "faxohbr.cn", "ns.x.example")) == ()
    assert seen(lure(), ID, silent("rdap:domain", "faxohbr.cn")) == ()
