"""``listed``: a list of harmful addresses names where the link leads."""

from __future__ import annotations

import pytest
from tests.judge.signs.asked import DOMAIN, HOST, PAGE, listing, lure, seen, silent

from gyotaku.model import Strength

ID = "listed"


@pytest.mark.parametrize(
    ("source", "subject", "threat", "variant"),
    [
        ("safebrowsing:url", PAGE, "phishing", "phishing"),
        ("urlhaus:host", HOST, "malware download", "malware"),
        ("dnsbl:domain", DOMAIN, "spam", "spam"),
        ("jpcert:host", HOST, "phishing on this host", "host"),
        ("dnsbl:domain", DOMAIN, "listed", None),
    ],
)
def test_listed(source: str, subject: str, threat: str, variant: str | None) -> None:
    """The address, its host or its domain, with the list's name and the time."""
    (finding,) = seen(lure(), ID, listing(source, subject, threat, "list.example (127.0.1.4)"))
    assert finding.strength is Strength.STRONG
    assert (finding.facts.get("variant"), finding.facts["when"]) == (variant, "2024-11-12T01:02+00:00")
    assert finding.facts["who"]


def test_a_shared_host_is_weak() -> None:
    """On a platform another customer's page may be meant; the exact address counts in full."""
    url = "https://shop.vercel.app/login"
    (host,) = seen(lure(url), ID, listing("jpcert:host", "shop.vercel.app", "phishing on this host", "x"))
    (page,) = seen(lure(url), ID, listing("jpcert:url", url, "phishing", "x"))
    assert (host.strength, page.strength) == (Strength.WEAK, Strength.STRONG)


def test_a_service_is_told_once_with_the_page() -> None:
    """Two services are two findings; the page and its host at one are one."""
    both = listing("safebrowsing:host", HOST, "phishing"), listing("safebrowsing:url", PAGE, "phishing")
    found = seen(lure(), ID, *both, listing("urlhaus:host", HOST, "malware download"))
    assert [(f.facts["who"], f.facts["subject"]) for f in found] == [("Google Safe Browsing", PAGE), ("URLhaus", HOST)]


def test_honest_twin_is_silent() -> None:
    """Not listed, not answered, a policy entry, the brand's own site, another's name, a shared server's address."""
    assert seen(lure(), ID, listing("safebrowsing:url", PAGE), silent("urlhaus:url", PAGE)) == ()
    assert seen(lure(), ID, listing("dnsbl:domain", DOMAIN, "policy", "x")) == ()
    assert seen(lure("https://www.eki-net.com/"), ID, listing("feeds:host", "www.eki-net.com", "phishing", "x")) == ()
    assert seen(lure(), ID, listing("feeds:host", "other.example", "phishing", "x")) == ()
    assert seen(lure(), ID, listing("dnsbl:ip", "104.129.5.102", "spam", "x")) == ()
