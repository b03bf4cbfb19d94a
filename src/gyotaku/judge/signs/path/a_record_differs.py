"""The sender's domain points to another address than the one the mail came from."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import from_domain, handed_over, of_hop
from gyotaku.judge.signs.world_facts import answer, of_answer, records
from gyotaku.model import Dissection, Finding, Sign, Strength

SHOWN = 3


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE: readers know the comparison, and it proves little: firms send from other machines than their web site's."""
    hop, domain = (handed_over(d), from_domain(d)) if d.intel else (None, "")
    if hop is None or not hop.ip or not domain or is_public_mail_domain(domain):
        return
    rtype = "AAAA" if ":" in hop.ip else "A"
    said, points = answer(d, f"dns:{rtype}", domain), records(d, rtype, domain)
    if said is None or not points or hop.ip in points:
        return
    facts = {"domain": domain, "ip": hop.ip, "addresses": ", ".join(points[:SHOWN])}
    yield Finding("a-record-differs", Strength.NOTE, (of_hop(hop), of_answer(d, said)), facts)


SIGN = Sign(
    id="a-record-differs",
    viewpoint="path",
    benign="most firms' mail: it leaves from mail servers and services, not from the web site",
    look=look,
)
