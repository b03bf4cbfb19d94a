"""The part before the @ is a jumble that no firm would choose."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, of_from
from gyotaku.judge.signs.shapes import is_mailing_service, long_number, made_up
from gyotaku.model import Dissection, Finding, Sign, Strength

_RELAYS = ("reply", "bounce", "noreply", "no-reply", "notification", "msprvs", "unsubscribe", "prvs=")


def look(d: Dissection) -> Iterator[Finding]:
    """WEAK for letters thrown together, or five digits behind a name, where the mail speaks for a firm."""
    address = d.sender.address
    if not address or not address.local or is_mailing_service(address.domain):
        return
    local = address.local.lower()
    if local.startswith(_RELAYS) or (d.claimed and d.claimed.sends_from(address.domain) and aligned_pass(d)):
        return
    if "#" in local or "=" in local:  # a mailing system's own book-keeping
        return
    if made_up(address.local) or (d.claimed and long_number(local)):
        yield Finding("random-local-part", Strength.WEAK, of_from(d), {"local": address.local})


SIGN = Sign(
    id="random-local-part",
    viewpoint="sender",
    benign="relay addresses of market places and help desks, private people with digits in their address",
    look=look,
)
