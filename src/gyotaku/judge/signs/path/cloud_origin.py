"""The mail was handed over by a machine of a cloud, a delivery network or a proxy: who used it cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.networks import SHARED, country_facts, network_facts, place_of
from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """A note in place of ``network-place``: a country or a town would be the provider's, not the sender's."""
    hop = handed_over(d)
    found = place_of(d, hop.ip) if hop else None
    if hop is None or found is None or found[0].kind not in SHARED:
        return
    place, evidence = found
    facts: dict[str, Fact] = {"variant": place.kind, **network_facts(place), **country_facts(place)}
    yield Finding("cloud-origin", Strength.NOTE, (of_hop(hop), evidence), facts)


SIGN = Sign(
    id="cloud-origin",
    viewpoint="path",
    benign="most firms' newsletters and many mailboxes: they are sent from clouds",
    look=look,
)
