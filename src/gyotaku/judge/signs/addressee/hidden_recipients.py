"""The To field names nobody, or somebody else: the recipient was one of many, unseen."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import every, is_list_mail, of_from, of_header, sender_is_official
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """A notice about one's own account is addressed to one."""
    brand = d.claimed
    if is_list_mail(d) or not d.hops or sender_is_official(d):
        return
    fields = (*every(d, "to"), *every(d, "cc"))
    strength = Strength.WEAK if brand else Strength.NOTE
    shown = " ".join(field.value for field in fields)
    if "@" not in shown:
        evidence = tuple(of_header(field) for field in fields[:2]) or of_from(d)
        yield Finding("hidden-recipients", strength, evidence, {"variant": "nobody"})
    elif d.sender.address and d.sender.address.spec.lower() == shown.strip(" <>").lower() and _delivered_elsewhere(d):
        yield Finding("hidden-recipients", strength, tuple(of_header(f) for f in fields[:2]), {"variant": "sender"})


def _delivered_elsewhere(d: Dissection) -> bool:
    """True when the mail names a recipient other than the one in To, which is the sender."""
    own = d.sender.address.spec.lower() if d.sender.address else ""
    return any(address != own for address in d.recipient.addresses)


SIGN = Sign(
    id="hidden-recipients",
    viewpoint="addressee",
    benign="announcements to a club or a neighbourhood by Bcc",
    look=look,
)
