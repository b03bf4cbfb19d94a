"""The sender's address is numbered as machines number their throw-away addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import from_domain, is_list_mail, of_from, sender_is_official
from gyotaku.judge.signs.shapes import is_mailing_service, org
from gyotaku.model import Dissection, Finding, Sign, Strength

_LOCAL = re.compile(r"[a-z](?:_[0-9]{1,2})?[_.\-][0-9]{3,9}$", re.IGNORECASE)
_LABEL = re.compile(r"[0-9]{4}")


def look(d: Dissection) -> Iterator[Finding]:
    """``lina_James_96536@``, ``NEW_OFFRE_1_87710@``, ``brand-client-86132060.de``."""
    domain, address = from_domain(d), d.sender.address
    if not address or not domain or is_public_mail_domain(domain) or is_mailing_service(domain):
        return
    if sender_is_official(d) or is_list_mail(d):
        return
    label = org(domain).partition(".")[0]
    if _LABEL.search(label) and any(c.isalpha() for c in label) and not label.startswith("xn--"):
        yield Finding("numbered-sender", Strength.WEAK, of_from(d), {"variant": "domain", "found": domain})
    elif _LOCAL.search(address.local[-80:]):
        yield Finding("numbered-sender", Strength.WEAK, of_from(d), {"variant": "local", "found": address.local})


SIGN = Sign(
    id="numbered-sender",
    viewpoint="sender",
    benign="ticket and order systems, staff and student numbers, firms with a number in their name",
    look=look,
)
