"""``no-forward-confirmed-rdns``: the machine's name does not lead back to it."""

from __future__ import annotations

from tests.judge.signs.asked import absent, dns, lure, seen, silent

from gyotaku.model import Strength
from gyotaku.testing import received

ID, IP = "no-forward-confirmed-rdns", "203.0.113.5"


def test_a_name_that_does_not_lead_back_and_no_name() -> None:
    """WEAK, told apart."""
    (unconfirmed,) = seen(lure(), ID, dns("PTR", IP, "mail.example.net"), absent("dns:FCRDNS", IP))
    assert (unconfirmed.strength, unconfirmed.facts["variant"]) == (Strength.WEAK, "unconfirmed")
    (none,) = seen(lure(), ID, absent("dns:PTR", IP), absent("dns:FCRDNS", IP))
    assert none.facts["variant"] == "none"


def test_honest_twin_is_silent() -> None:
    """Confirmed, not answered, and noted already by the receiving server (another sign's)."""
    assert seen(lure(), ID, dns("PTR", IP, "mail.example.net"), dns("FCRDNS", IP, "mail.example.net")) == ()
    assert seen(lure(), ID, silent("dns:PTR", IP), silent("dns:FCRDNS", IP)) == ()
    nameless = lure(received=received(ptr="unknown"))
    assert seen(nameless, ID, absent("dns:PTR", IP), absent("dns:FCRDNS", IP)) == ()
