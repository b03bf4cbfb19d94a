"""A personal account's trouble is reported to a mailbox that stands for a task, such as admin or contact."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.lists import ROLES
from gyotaku.judge.signs.proof import first, is_list_mail, of_header, sender_is_official
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Such addresses are guessed or gathered from web sites; nobody has a shop account under them."""
    brand = d.claimed
    if not brand or sender_is_official(d) or is_list_mail(d):
        return
    field = first(d, "delivered-to") or first(d, "to")
    if field is None:
        return
    value = field.value.lower()
    for address in d.recipient.addresses:
        local = address.partition("@")[0]
        if local in ROLES and address in value:
            yield Finding("role-mailbox", Strength.WEAK, (of_header(field),), {"role": local})
            return


SIGN = Sign(
    id="role-mailbox",
    viewpoint="addressee",
    benign="firms whose contracts with hosters and shops run under info@ or admin@",
    look=look,
)
