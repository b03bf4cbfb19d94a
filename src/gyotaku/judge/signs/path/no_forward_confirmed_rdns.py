"""The sending machine's reverse name does not lead back to it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.judge.signs.world_facts import answer, of_answer, records
from gyotaku.model import Dissection, Finding, Sign, State, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """WEAK, as we asked it ourselves; silent where the receiving server already noted that there is no name."""
    hop = handed_over(d) if d.intel else None
    if hop is None or not hop.ip:
        return
    said = answer(d, "dns:FCRDNS", hop.ip)
    if said is None or said.state is not State.ABSENT:
        return
    names = records(d, "PTR", hop.ip)
    reverse = answer(d, "dns:PTR", hop.ip)
    if not names and (hop.ptr == "" or reverse is None):
        return
    facts = {"ip": hop.ip, "ptr": names[0] if names else "", "variant": "unconfirmed" if names else "none"}
    yield Finding("no-forward-confirmed-rdns", Strength.WEAK, (of_hop(hop), of_answer(d, said)), facts)


SIGN = Sign(
    id="no-forward-confirmed-rdns",
    viewpoint="path",
    benign="small firms' own servers; machines renumbered since the mail was sent",
    look=look,
)
