"""The mail claims to come from the recipient's own address or domain, and nothing proves it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import aligned_pass, failure, from_domain, handed_over, is_list_mail, of_from, of_hop
from gyotaku.judge.signs.shapes import same_org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Forging the recipient's own address slips through filters and frightens."""
    address, hop = d.sender.address, handed_over(d)
    if not address or not address.domain or aligned_pass(d):
        return
    domain = from_domain(d)
    if hop is None:  # a copy without its path: the claim stands unproven
        if address.spec.lower() in d.recipient.addresses and not is_list_mail(d):
            yield Finding("self-forged", Strength.WEAK, of_from(d), {"variant": "address", "domain": domain})
        return
    if hop.by and same_org(hop.helo or "", hop.by):
        return
    if any(same_org(name, domain) for name in (hop.ptr or "", hop.helo or "") if name) and not failure(d):
        return
    listed = is_list_mail(d)
    evidence = (*of_from(d), of_hop(hop))
    if address.spec.lower() in d.recipient.addresses:
        strength = Strength.NOTE if listed else Strength.STRONG
        yield Finding("self-forged", strength, evidence, {"variant": "address", "domain": domain})
    elif "." in domain and not is_public_mail_domain(domain) and _shares_domain(d, domain):
        if (listed or d.sender.return_path == "") and not failure(d):  # a list's post, a delivery report
            return
        strength = Strength.STRONG if failure(d) and not listed else Strength.WEAK
        yield Finding("self-forged", strength, evidence, {"variant": "domain", "domain": domain})


def _shares_domain(d: Dissection, domain: str) -> bool:
    """True when one of the recipient's addresses is of the same organisation."""
    return any(same_org(domain, address.rpartition("@")[2]) for address in d.recipient.addresses)


SIGN = Sign(
    id="self-forged",
    viewpoint="sender",
    benign="posts that a list sends back, notes to oneself, colleagues writing through an outside service",
    look=look,
)
