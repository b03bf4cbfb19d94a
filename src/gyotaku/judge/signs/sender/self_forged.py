"""The mail claims to come from the recipient's own address or domain, and nothing proves it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import aligned_pass, failure, from_domain, is_list_mail, of_from, of_hop
from gyotaku.judge.signs.shapes import org, same_org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Forging the recipient's own address slips through filters and frightens."""
    address, hop = d.sender.address, d.origin
    if not address or not address.domain or hop is None or aligned_pass(d) or is_list_mail(d):
        return
    domain = from_domain(d)
    if hop.by and same_org(hop.helo or "", hop.by):
        return
    if any(same_org(name, domain) for name in (hop.ptr or "", hop.helo or "") if name) and not failure(d):
        return
    if address.spec.lower() in d.recipient.addresses:
        yield Finding(
            "self-forged", Strength.STRONG, (*of_from(d), of_hop(hop)), {"variant": "address", "domain": domain}
        )
    elif not is_public_mail_domain(domain) and any(
        org(domain) == org(a.rpartition("@")[2]) for a in d.recipient.addresses
    ):
        strength = Strength.STRONG if failure(d) else Strength.WEAK
        yield Finding("self-forged", strength, (*of_from(d), of_hop(hop)), {"variant": "domain", "domain": domain})


SIGN = Sign(
    id="self-forged",
    viewpoint="sender",
    benign="notes to oneself and colleagues' mail through an outside service that is not in the domain's SPF",
    look=look,
)
