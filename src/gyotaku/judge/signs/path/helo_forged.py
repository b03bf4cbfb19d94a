"""The sending machine introduced itself with a name that cannot be its own."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.known import borrowed_word, owner_of, related
from gyotaku.judge.signs.proof import from_domain, handed_over, of_hop
from gyotaku.judge.signs.shapes import is_mailing_service, org, same_org
from gyotaku.model import Dissection, Finding, Hop, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG: the recipient's own domain, or a known firm's name while the machine is registered elsewhere."""
    hop = handed_over(d)
    if hop is None or not hop.helo or "." not in hop.helo:
        return
    helo = hop.helo.lower().rstrip(".")
    if (hop.ptr and same_org(hop.ptr, helo)) or is_mailing_service(helo) or is_public_mail_domain(helo):
        return
    if _is_recipients(d, hop, helo):
        yield Finding("helo-forged", Strength.STRONG, (of_hop(hop),), {"variant": "recipient", "helo": helo})
        return
    owner = owner_of(helo) or borrowed_word(helo)
    if owner and (hop.ptr is not None or not same_org(helo, from_domain(d))):
        facts = {"helo": helo, "brand": owner.name, "brand_en": owner.name_en, "ptr": hop.ptr or ""}
        claimed = d.claimed is not None and related(owner, d.claimed)
        strong = hop.ptr is not None and not claimed
        yield Finding("helo-forged", Strength.STRONG if strong else Strength.WEAK, (of_hop(hop),), facts)


def _is_recipients(d: Dissection, hop: Hop, helo: str) -> bool:
    """True when the name is the receiving server's own, or under the recipient's domain and not the sender's."""
    if hop.by and helo == hop.by.lower().rstrip("."):
        return True
    envelope = (d.sender.return_path or "").rpartition("@")[2]
    if org(helo) in (org(from_domain(d)), org(envelope)):
        return False
    return any("." in (domain := a.rpartition("@")[2]) and org(domain) == org(helo) for a in d.recipient.addresses)


SIGN = Sign(
    id="helo-forged",
    viewpoint="path",
    benign="the recipient's own office server without a reverse name; a firm's machine under its provider's name",
    look=look,
)
