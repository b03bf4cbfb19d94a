"""Network and place in the report: origin, addresses of names, the map, and the data's licence wherever they show."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.judge.signs.atlas_case import IP, NANJING, case

from gyotaku.judge.look import look
from gyotaku.judge.verdict import judge
from gyotaku.model import Answer, Dissection, Place, Records, State
from gyotaku.tell.networks import host_addresses
from gyotaku.tell.redact import redact
from gyotaku.tell.report import HostAddress, Report
from gyotaku.tell.reports import render

NOW = datetime(2026, 9, 20, tzinfo=UTC)
LINK_BACK = "IP Geolocation by DB-IP (https://db-ip.com)"
PLACE = replace(NANJING, licence=f"CC BY 4.0, {LINK_BACK}")


def report(d: Dissection) -> Report:
    return redact(d, judge(d, look(d)))


def as_is(text: str, _where: str) -> str:
    return text


def records(source: str, name: str, state: State, *values: str) -> Answer[Any]:
    value = Records(values, 60) if state is State.FOUND else None
    return Answer(source, name, state, value, "", NOW)


def test_origin_of_the_json_report() -> None:
    """Network, country, town, radius, data and licence stand under ``origin``."""
    origin = json.loads(render(report(case(PLACE)), "json", "en"))["origin"]
    assert origin == {
        "ip": IP, "helo": "mail.example.net", "ptr": "mail.example.net", "by": origin["by"], "trust": "handed-over",
        "asn": 146966, "as_name": "China Telecom (CHINANET)", "country": "CN", "place": "Nanjing, Jiangsu",
        "network_kind": "hosting", "latitude": 32.06, "longitude": 118.76, "radius_km": 50,
        "data": PLACE.data, "licence": PLACE.licence,
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", ["html", "text", "markdown", "json"])
def test_the_link_back_stands_in_every_format(name: str, lang: str) -> None:
    """DB-IP's licence asks for a link back wherever its data is shown."""
    printed = render(report(case(PLACE)), name, lang).decode()
    assert LINK_BACK in " ".join(printed.replace("\\", "").split())


def test_the_map_is_in_the_html_only_where_there_is_a_spot() -> None:
    """One map for a town; none for a cloud, for a bare country, or when nobody was asked."""
    assert render(report(case(PLACE)), "html", "ja").decode().count('<svg class="map"') == 1
    without: dict[str, Any] = {"latitude": None, "longitude": None, "radius_km": None}
    for place in (replace(PLACE, kind="cloud", **without), replace(PLACE, city=None, **without)):
        assert '<svg class="map"' not in render(report(case(place)), "html", "ja").decode()
    assert '<svg class="map"' not in render(report(case(None, state=State.SKIPPED)), "html", "ja").decode()


def test_addresses_of_a_name() -> None:
    """Each address with its network where the atlas knows it; IPv4 and IPv6 side by side."""
    place: Answer[Any] = Answer(
        "atlas:ip", "198.51.100.7", State.FOUND,
        Place("198.51.100.7", 64500, "EXAMPLE", "DE", None, None, None, None, None, None, "x", "y"), "", NOW,
    )  # fmt: skip
    d = case(
        PLACE,
        records("dns:A", "login.example.net", State.FOUND, "198.51.100.7"),
        records("dns:AAAA", "login.example.net", State.FOUND, "2001:db8::7"),
        place,
    )
    known = HostAddress("198.51.100.7", 64500, "EXAMPLE", "DE")
    assert host_addresses(d, {"login.example.net"}, as_is) == (known, HostAddress("2001:db8::7", None, None, None))
    rows = json.loads(render(report(d), "json", "en"))["domains"]
    assert [a["asn"] for row in rows if row["domain"] == "example.net" for a in row["addresses"]] == [64500, None]


def test_no_address_and_not_asked_are_two_words() -> None:
    """``()`` = the name has no address; ``None`` = nobody was asked, or nobody answered."""
    gone = records("dns:A", "gone.example.net", State.ABSENT)
    assert host_addresses(case(PLACE, gone), {"gone.example.net"}, as_is) == ()
    for state in (State.UNKNOWN, State.SKIPPED):
        silent = records("dns:A", "gone.example.net", state)
        assert host_addresses(case(PLACE, silent), {"gone.example.net"}, as_is) is None
    assert host_addresses(case(PLACE), {"gone.example.net"}, as_is) is None
