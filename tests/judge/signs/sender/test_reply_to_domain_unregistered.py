"""``reply-to-domain-unregistered``: replies would go to a domain that nobody holds."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.judge.signs.asked import absent, dns, lure, registered, seen, silent

from gyotaku.model import Strength

ID = "reply-to-domain-unregistered"
RAW = lure(headers=[("Reply-To", "postmaster@aq.xyz")])


def test_the_registry_says_so() -> None:
    """The fourth seed's aq.xyz, by RDAP or by WHOIS."""
    for source in ("rdap:domain", "whois:domain"):
        (finding,) = seen(RAW, ID, absent(source, "aq.xyz"))
        assert (finding.strength, finding.facts["domain"]) == (Strength.STRONG, "aq.xyz")
        assert "variant" not in finding.facts


def test_asked_long_after_the_mail_it_says_less() -> None:
    """A domain may have lapsed in between."""
    (finding,) = seen(RAW, ID, absent("rdap:domain", "aq.xyz", datetime(2026, 11, 1, tzinfo=UTC)))
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, "late")


def test_honest_twin_is_silent() -> None:
    """A registered domain, one that DNS knows, no answer, no Reply-To, a platform's customer."""
    assert seen(RAW, ID, registered("aq.xyz")) == ()
    assert seen(RAW, ID, absent("rdap:domain", "aq.xyz"), dns("MX", "aq.xyz", "10 mx.aq.xyz")) == ()
    assert seen(RAW, ID, silent("rdap:domain", "aq.xyz"), silent("whois:domain", "aq.xyz")) == ()
    assert seen(lure(), ID, absent("rdap:domain", "aq.xyz")) == ()
    platform = lure(headers=[("Reply-To", "a@shop.vercel.app")])
    assert seen(platform, ID, absent("rdap:domain", "shop.vercel.app")) == ()
