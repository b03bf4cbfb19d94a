"""The sending machine introduced itself as localhost, by a bare address, or by a name without a domain."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.judge.signs.shapes import helo_kind
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """RFC 5321 section 4.1.1.1: a full host name. Firms' mail servers have one."""
    hop = handed_over(d)
    if hop is None or not hop.helo or not hop.helo.strip("[]. "):
        return
    kind = helo_kind(hop.helo)
    if kind != "fqdn":
        yield Finding("helo-not-a-name", Strength.WEAK, (of_hop(hop),), {"variant": kind, "helo": hop.helo[:200]})


SIGN = Sign(
    id="helo-not-a-name",
    viewpoint="path",
    benign="people's own computers handing mail to their provider; badly set up office servers",
    look=look,
)
