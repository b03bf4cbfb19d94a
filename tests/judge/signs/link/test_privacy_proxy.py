"""``privacy-proxy``: a service stands in the owner's place, and nobody is blamed."""

from __future__ import annotations

from tests.judge.signs.asked import DOMAIN, lure, registered, seen, silent

from gyotaku.model import Strength

ID = "privacy-proxy"


def test_named_as_a_note() -> None:
    """The second seed's Domains By Proxy."""
    (finding,) = seen(lure(), ID, registered(DOMAIN, proxy="Domains By Proxy, LLC"))
    assert (finding.strength, finding.facts["proxy"]) == (Strength.NOTE, "Domains By Proxy, LLC")


def test_the_sending_machines_name_comes_after_the_links() -> None:
    """The second seed's host was registered through one; a link's domain goes first."""
    machine = registered("example.net", proxy="Domains By Proxy, LLC")
    (finding,) = seen(lure(), ID, machine)
    assert (finding.facts["domain"], finding.evidence[0].pointer) == ("example.net", "hop:0")
    (first,) = seen(lure(), ID, machine, registered(DOMAIN, proxy="PrivacyGuardian.org"))
    assert first.facts["proxy"] == "PrivacyGuardian.org"


def test_honest_twin_is_silent() -> None:
    """An owner who stands there, the brand's own domain, no answer."""
    assert seen(lure(), ID, registered(DOMAIN)) == ()
    assert seen(lure("https://www.eki-net.com/"), ID, registered("eki-net.com", proxy="x")) == ()
    assert seen(lure(), ID, silent("rdap:domain", DOMAIN)) == ()
