"""The name the sending machine gave and the name registered for its address belong to different owners."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.judge.signs.shapes import helo_kind, is_mailing_service, same_org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE: rented servers honestly differ; readers look for it."""
    hop = handed_over(d)
    if hop is None or not hop.helo or not hop.ptr or helo_kind(hop.helo) != "fqdn":
        return
    if same_org(hop.helo.lower(), hop.ptr.lower()) or is_mailing_service(hop.ptr):
        return
    yield Finding("helo-differs", Strength.NOTE, (of_hop(hop),), {"helo": hop.helo, "ptr": hop.ptr})


SIGN = Sign(
    id="helo-differs",
    viewpoint="path",
    benign="rented servers that kept the provider's reverse name",
    look=look,
)
