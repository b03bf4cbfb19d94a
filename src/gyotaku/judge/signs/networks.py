"""What the atlas said of an address, as signs speak of it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from gyotaku.model import Dissection, Evidence, Fact, Place, State
from gyotaku.patterns import pattern

SHARED = ("cdn", "cloud", "proxy")
"""Kinds of network that many people use at once: an address there leads to nobody."""
_DATE = pattern(r"\d{4}-\d\d(?:-\d\d)?")


def place_of(d: Dissection, ip: str | None) -> tuple[Place, Evidence] | None:
    """The atlas's answer for an address, and where it stands in the case; ``None`` when there is none."""
    if not ip:
        return None
    for index, answer in enumerate(d.intel):
        if answer.source == "atlas:ip" and answer.subject == ip and answer.state is State.FOUND:
            place = answer.value
            return (place, Evidence(f"intel:{index}", _quote(place))) if isinstance(place, Place) else None
    return None


def network_facts(place: Place) -> dict[str, Fact]:
    """The slots ``ip asn network data date``: network name and number, and what the answer rests on."""
    dates = _DATE.findall(place.data)
    return {
        "ip": place.ip,
        "asn": place.asn,
        "network": place.as_name or (f"AS{place.asn}" if place.asn else None),
        "data": place.data,
        "date": min(dates) if dates else place.data,
    }


def country_facts(place: Place) -> dict[str, Fact]:
    """The slots ``country`` and ``country_en``: the country's names, the bare code where we know none."""
    code = place.country or ""
    names = _countries().get(code, [code, code])
    return {"country": names[0], "country_en": names[1]}


@cache
def _countries() -> dict[str, list[str]]:
    names: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))
    return names


def _quote(place: Place) -> str:
    where = ", ".join(part for part in (place.city, place.region, place.country) if part)
    number = f"AS{place.asn} {place.as_name or ''}".strip() if place.asn else place.as_name or ""
    return " · ".join(part for part in (place.ip, number, where, place.data) if part)
