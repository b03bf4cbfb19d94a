"""``link-behind-cdn``: the address of a delivery network is not the site's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.judge.signs.atlas_case import NANJING, NOW, case, found, sentence

from gyotaku.model import Answer, Place, Records, State, Strength


def test_a_link_behind_a_delivery_network() -> None:
    """The host's address belongs to a CDN: said once, with the network's name; no place is given."""
    cdn = Place("104.16.0.9", 13335, "Cloudflare, Inc.", None, None, None, None, None, None, "cdn", "x 2026-09-16", "")
    records: Answer[Any] = Answer("dns:A", "login.example.net", State.FOUND, Records(("104.16.0.9",), 60), "", NOW)
    place: Answer[Any] = Answer("atlas:ip", "104.16.0.9", State.FOUND, cdn, "", NOW)
    (finding,) = found("link-behind-cdn", case(NANJING, records, place))
    assert (finding.strength, finding.facts["host"]) == (Strength.NOTE, "login.example.net")
    assert "Cloudflare" in sentence(finding, "ja")


def test_honest_twin_at_a_hosting_firm() -> None:
    """A host with an address of its own, and a case without answers, stay silent."""
    cdn = Place("104.16.0.9", 13335, "Cloudflare, Inc.", None, None, None, None, None, None, "cdn", "x 2026-09-16", "")
    records: Answer[Any] = Answer("dns:A", "login.example.net", State.FOUND, Records(("104.16.0.9",), 60), "", NOW)
    place: Answer[Any] = Answer("atlas:ip", "104.16.0.9", State.FOUND, cdn, "", NOW)
    hosted: Answer[Any] = replace(place, value=replace(cdn, kind="hosting"))
    assert found("link-behind-cdn", case(NANJING, records, hosted)) == ()
    assert found("link-behind-cdn", case(NANJING)) == ()
