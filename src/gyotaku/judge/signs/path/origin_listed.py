"""A block list names the machine that handed the mail over."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.judge.signs.world_facts import listings, of_answer, when, who
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """WEAK: machines are shared and rented on, honest ones are listed for a day. ``policy`` entries accuse nobody."""
    hop = handed_over(d) if d.intel else None
    if hop is None or not hop.ip:
        return
    for said, listing in listings(d):
        if listing.listed and said.subject == hop.ip and listing.threat != "policy":
            facts = {"ip": hop.ip, "who": who(said), "threat": listing.threat or "", "when": when(said)}
            yield Finding("origin-listed", Strength.WEAK, (of_hop(hop), of_answer(d, said)), facts)
            return


SIGN = Sign(
    id="origin-listed",
    viewpoint="path",
    benign="mail servers shared by many customers, listed because of another one",
    look=look,
)
