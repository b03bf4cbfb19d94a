"""A link's host stands behind a delivery network: its address tells neither where the site is nor whose."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.networks import network_facts, place_of
from gyotaku.judge.signs.ways import of_link, own
from gyotaku.model import Dissection, Finding, Records, Sign, State, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """A note, once: for the first link that does not lead to the claimed brand itself."""
    addresses = {
        answer.subject: answer.value.values
        for answer in d.intel
        if answer.source in ("dns:A", "dns:AAAA") and answer.state is State.FOUND and isinstance(answer.value, Records)
    }
    if not addresses:
        return
    for link in d.links:
        if not link.clickable or (d.claimed and own(d.claimed, link.host)):
            continue
        for ip in addresses.get(link.host, ()):
            found = place_of(d, ip)
            if found and found[0].kind == "cdn":
                facts = {"host": link.host, **network_facts(found[0])}
                yield Finding("link-behind-cdn", Strength.NOTE, (of_link(link), found[1]), facts)
                return


SIGN = Sign(
    id="link-behind-cdn",
    viewpoint="link",
    benign="a large part of all honest sites",
    look=look,
)
