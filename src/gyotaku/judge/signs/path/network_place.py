"""The network the mail was handed over from, and roughly where it stands. Place is not person."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.networks import SHARED, country_facts, network_facts, place_of
from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """A note: readers look for it, and it weighs nothing, because honest mail comes from everywhere too."""
    hop = handed_over(d)
    found = place_of(d, hop.ip) if hop else None
    if hop is None or found is None or found[0].kind in SHARED:
        return
    place, evidence = found
    if not place.country:
        return
    facts: dict[str, Fact] = {**network_facts(place), **country_facts(place)}
    town = place.city if place.latitude is not None else None
    if town and place.radius_km:
        facts |= {"variant": "town", "town": town, "radius": place.radius_km}
    elif place.latitude is not None and place.radius_km:
        facts |= {"variant": "spot", "radius": place.radius_km}
    yield Finding("network-place", Strength.NOTE, (of_hop(hop), evidence), facts)


SIGN = Sign(
    id="network-place",
    viewpoint="path",
    benign="every mail: each is handed over from somewhere, and firms send through machines abroad",
    look=look,
)
