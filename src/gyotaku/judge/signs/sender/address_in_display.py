"""The sender's name shows one address, the real address is another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.known import owner_of
from gyotaku.judge.signs.proof import of_from
from gyotaku.judge.signs.shapes import same_org
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_ADDRESS = pattern(r"[\w.+-]{1,64}[@＠]([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")
_DOMAIN = pattern(
    r"(?:^|[\s(（<「【])((?:[a-z0-9-]{1,63}\.){1,4}(?:co\.jp|ne\.jp|or\.jp|go\.jp|com|net|jp|org))\b", re.IGNORECASE
)


def look(d: Dissection) -> Iterator[Finding]:
    """Many phones show only the name: an address there is what the reader will take for the sender's."""
    address = d.sender.address
    display = d.sender.display[:1000]
    if not address or not address.domain or "." not in display:
        return
    match = _ADDRESS.search(display)
    if match:
        shown = match.group(1).lower().rstrip(".")
        if not same_org(shown, address.domain):
            own = match.group().lower() in d.recipient.addresses
            facts = {"shown": match.group(), "domain": address.domain, "variant": "recipient" if own else "address"}
            yield Finding("address-in-display", Strength.STRONG, of_from(d), facts)
        return
    match = _DOMAIN.search(display)
    owner = owner_of(match.group(1).lower()) if match else None
    if match is not None and owner is not None and owner != owner_of(address.domain):
        facts = {"shown": match.group(1), "domain": address.domain, "variant": "domain"}
        yield Finding("address-in-display", Strength.WEAK, of_from(d), facts)


SIGN = Sign(
    id="address-in-display",
    viewpoint="sender",
    benign="mailing lists and contact forms that put the writer's address into the name",
    look=look,
)
