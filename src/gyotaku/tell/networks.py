"""What the atlas and the DNS said of addresses, as a report shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from gyotaku.judge.signs.networks import place_of
from gyotaku.model import Dissection, Records, State
from gyotaku.tell.report import HostAddress

Clean = Callable[[str, str], str]


def origin_network(d: Dissection, ip: str | None, clean: Clean) -> dict[str, Any]:
    """The fields of :class:`~gyotaku.tell.report.Origin` from ``asn`` on; ``{}`` when the atlas did not answer."""
    found = place_of(d, ip)
    if found is None:
        return {}
    place = found[0]
    where = ", ".join(dict.fromkeys(part for part in (place.city, place.region) if part))
    return {
        "asn": place.asn,
        "as_name": clean(place.as_name, "hops") if place.as_name else None,
        "country": place.country,
        "place": clean(where, "hops") if where else None,
        "network_kind": place.kind,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": place.radius_km,
        "data": place.data,
        "licence": place.licence,
    }


def host_addresses(d: Dissection, hosts: Collection[str], clean: Clean) -> tuple[HostAddress, ...] | None:
    """Where these names pointed when they were asked; ``None`` when they were not, or nobody answered."""
    answers = [
        answer
        for answer in d.intel
        if answer.source in ("dns:A", "dns:AAAA")
        and answer.subject in hosts
        and answer.state in (State.FOUND, State.ABSENT)
    ]
    if not answers:
        return None
    records = (answer.value for answer in answers if isinstance(answer.value, Records))
    found = []
    for ip in dict.fromkeys(ip for record in records for ip in record.values):
        known = place_of(d, ip)
        if known is None:
            found.append(HostAddress(clean(ip, "domains"), None, None, None))
            continue
        place = known[0]
        name = clean(place.as_name, "domains") if place.as_name else None
        found.append(HostAddress(clean(ip, "domains"), place.asn, name, place.country))
    return tuple(found)
