"""The oldest line of the path names a private address."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_hop
from gyotaku.mail.received import is_internal
from gyotaku.model import Dissection, Finding, Sign, Strength, Trust


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE: nearly every office network looks so; said because readers take that address for the sender's."""
    hop = next((h for h in reversed(d.hops) if h.ip), None)
    if hop is None or not hop.ip or hop.trust is not Trust.CLAIMED:
        return
    if is_internal(hop.ip) and not hop.ip.startswith("127.") and hop.ip != "::1":
        yield Finding("private-first-hop", Strength.NOTE, (of_hop(hop),), {"ip": hop.ip})


SIGN = Sign(
    id="private-first-hop",
    viewpoint="path",
    benign="nearly all mail written in an office",
    look=look,
)
