"""The part of the path that only the sender vouches for contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gyotaku.judge.signs.proof import handed_over, is_list_mail, of_hop
from gyotaku.model import Dissection, Finding, Sign, Strength, Trust

_SLACK = timedelta(hours=14)
"""A time zone set wrongly explains so much."""
_LOOKED_AT = 30
"""Lines looked at; honest mail passes a dozen hosts at most."""


def look(d: Dissection) -> Iterator[Finding]:
    """A later time below an earlier one, or a line that claims to be written by the recipient's own server."""
    origin = handed_over(d)
    claimed = [hop for hop in d.hops if hop.trust is Trust.CLAIMED][:_LOOKED_AT]
    if origin is None or not claimed or is_list_mail(d):
        return
    for hop in claimed:
        if hop.at and d.received_at and hop.at - d.received_at > _SLACK:
            facts = {"variant": "time", "claimed": hop.at.isoformat(), "received": d.received_at.isoformat()}
            yield Finding("hops-contradict", Strength.WEAK, (of_hop(hop),), facts)
            return
    ours = (origin.by or "").lower()
    for hop in claimed:
        if ours and "." in ours and hop.by and hop.by.lower() == ours and hop.ip:
            yield Finding("hops-contradict", Strength.WEAK, (of_hop(hop),), {"variant": "ours", "host": ours})
            return


SIGN = Sign(
    id="hops-contradict",
    viewpoint="path",
    benign="servers with a wrong clock; mail that left the recipient's own network and came back",
    look=look,
)
