"""Replies would go to a domain that is not the sender's."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import first, from_domain, is_list_mail, is_official, of_header
from gyotaku.judge.signs.shapes import is_mailing_service, org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG when a firm's mail is answered at a mailbox anybody can get; WEAK when merely elsewhere."""
    domain = from_domain(d)
    field = first(d, "reply-to")
    if not domain or not field or is_list_mail(d):
        return
    for address in d.sender.reply_to:
        other = address.domain
        if not other or _one_house(org(other), org(domain)) or is_mailing_service(other):
            continue
        if d.claimed and is_official(d.claimed, other):
            continue
        if address.spec.lower() in d.recipient.addresses:
            continue
        facts = {"domain": domain, "reply_domain": other, "reply_to": address.spec}
        if is_public_mail_domain(other) and not is_public_mail_domain(domain):
            yield Finding("reply-to-elsewhere", Strength.STRONG, (of_header(field),), {**facts, "variant": "freemail"})
        else:
            yield Finding("reply-to-elsewhere", Strength.WEAK, (of_header(field),), facts)
        return


def _one_house(one: str, other: str) -> bool:
    """True for one registrable domain, and for a firm's names under several endings (shop.de, shop-online.com)."""
    first_label, second_label = sorted((one.partition(".")[0], other.partition(".")[0]), key=len)
    return one == other or (len(first_label) >= 4 and second_label.startswith(first_label))


SIGN = Sign(
    id="reply-to-elsewhere",
    viewpoint="sender",
    benign="mailing lists, help desks, contact forms, small shops that answer from their private mailbox",
    look=look,
)
