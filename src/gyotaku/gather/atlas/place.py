"""One answer out of several sets: network, country and, where it means anything, a rough place."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from gyotaku.gather.atlas.kinds import EVERYWHERE, UNPLACED, kind_of
from gyotaku.gather.atlas.sets import DataSet, Facts, Ip
from gyotaku.model import Place

CITY_KM = 50
"""Radius said for a city where the data gives none: the distance within which makers of such data count a hit
(MaxMind's accuracy pages measure "within 50 km"). A circle, not a promise."""

_NETWORK = ("asn", "as_name")
_WHERE = ("region", "city", "latitude", "longitude", "radius_km")


def place_of(ip: str, sets: Sequence[DataSet]) -> Place | str:
    """The place of an address, or why there is none.

    Network and country come from the first set that knows them, the town from the first that knows one *and* names
    that same country: where two sets disagree on the country, nobody knows the town. A spot without a town and without
    a radius is the middle of a country, which is nowhere, and is not said. Addresses of clouds and proxies
    have no spot on the map, those of a CDN not even a country: what they deliver comes from elsewhere.
    """
    address = ip_address(ip)
    if address.version == 6 and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    asked = ((data, data.find(address)) for data in sets if data.by_hand or address.is_global)
    said = [(data, known) for data, known in asked if known]
    if not said:
        return _why_not(address)
    used: list[DataSet] = []
    facts = _first(said, "asn", _NETWORK, used) | _first(said, "country", ("country",), used)
    country = facts.get("country")
    kind = next((known["kind"] for _, known in said if known.get("kind")), None)
    kind = kind or kind_of(facts.get("asn"), facts.get("as_name"))
    if kind in EVERYWHERE:
        facts.pop("country", None)
    else:
        agreed = [(data, known) for data, known in said if known.get("country", country) == country]
        spots = [(data, known) for data, known in agreed if known.get("city") or known.get("radius_km")]
        where = _first(spots, "latitude", _WHERE, used) or _first(agreed, "city", ("region", "city"), used)
        facts |= {"radius_km": CITY_KM} | where if "latitude" in where else where
    if kind in UNPLACED:
        facts |= dict.fromkeys(("latitude", "longitude", "radius_km"))
    return Place(
        ip=ip,
        **{name: facts.get(name) for name in (*_NETWORK, "country", *_WHERE)},
        kind=kind,
        data="; ".join(data.title for data in used),
        licence="; ".join(dict.fromkeys(data.licence for data in used)),
    )


def _first(
    said: Sequence[tuple[DataSet, Facts]], key: str, names: tuple[str, ...], used: list[DataSet]
) -> dict[str, Any]:
    """The facts of those names from the first set that knows ``key``, which is then counted as used."""
    for data, known in said:
        if known.get(key) is not None:
            if data not in used:
                used.append(data)
            return {name: known[name] for name in names if name in known}
    return {}


def _why_not(address: Ip) -> str:
    if address.is_loopback:
        return "the address of a machine to itself"
    if address.is_multicast:
        return "a multicast address: no machine's own"
    if address.is_private:
        return "a private or reserved address: it stands nowhere on the internet"
    if not address.is_global:
        return "a shared or reserved address: it stands nowhere on the internet"
    return "no network announces this address in the data at hand"
