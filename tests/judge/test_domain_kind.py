"""``domain_kind``: whose a host probably is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.judge.signs.asked import DOMAIN, HOST, NEW, OLD, case, listing, lure, registered

from gyotaku.judge.domain_kind import domain_kind

YEAR = datetime(2023, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "name", "at", "kind", "ground"),
    [
        (f"https://{HOST}/", DOMAIN, NEW, "own-cheap", "age:10"),
        ("https://evil.xyz/", "evil.xyz", YEAR, "own-cheap", "ending:xyz"),
        ("https://www.church.example/wp/login.php", "church.example", OLD, "likely-compromised-site", "path:/wp/"),
        ("https://x.example/.well-known/a/", "x.example", OLD, "likely-compromised-site", "path:/.well-known/"),
        ("https://x.example/.well-known/acme-challenge/a/", "x.example", OLD, "unknown", "age:3543"),
        ("https://x.example/images/logo.png", "x.example", OLD, "unknown", "age:3543"),
        ("https://x.example/images/login.php", "x.example", NEW, "own-cheap", "age:10"),
        ("https://shop.vercel.app/", "vercel.app", OLD, "platform-subdomain", "suffix:vercel.app"),
        ("https://bit.ly/abc", "bit.ly", OLD, "redirector", "shortener"),
        ("https://go.example/r?url=https://evil.example/", "go.example", OLD, "redirector", "hands-on"),
        ("https://www.eki-net.com/", "eki-net.com", NEW, "brands-own", "catalogue"),
    ],
)
def test_kinds(url: str, name: str, at: datetime, kind: str, ground: str) -> None:
    """Each with what it rests on."""
    d = case(lure(url), registered(name, at))
    found = domain_kind(d, d.links[0].host)
    assert (found.kind, ground in found.grounds) == (kind, True), found


def test_nothing_asked_nothing_known() -> None:
    """Without answers only names speak."""
    d = case(lure("https://www.church.example/wp/login.php"))
    assert domain_kind(d, "www.church.example") == ("unknown", ())
    assert domain_kind(d, "192.0.2.1") == ("unknown", ())
    assert domain_kind(d, "") == ("unknown", ())


def test_a_lists_word_for_abused() -> None:
    """A list that tells abused sites and redirectors apart is believed."""
    abused = listing("dnsbl:domain", DOMAIN, "abused site: malware", "x")
    assert domain_kind(case(lure(), abused), HOST).kind == "likely-compromised-site"
    redirector = listing("dnsbl:domain", DOMAIN, "abused redirector", "x")
    assert domain_kind(case(lure(), redirector), HOST).kind == "redirector"
