"""A desk's name stands at a provider where such names are not given to customers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import aligned_pass, is_list_mail, is_official, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength

RESERVED: Final = frozenset(
    "support admin administrator security abuse postmaster webmaster hostmaster billing noreply no-reply".split()
)
"""Local parts that mailbox providers keep for themselves (RFC 2142 and their sign-up rules)."""


def look(d: Dissection) -> Iterator[Finding]:
    """support@ at a public provider is the provider or nobody; unproven it is nobody."""
    address = d.sender.address
    if address is None or aligned_pass(d) or is_list_mail(d) or address.local.lower() not in RESERVED:
        return
    if is_public_mail_domain(address.domain) and not (d.claimed and is_official(d.claimed, address.domain)):
        facts = {"local": address.local, "domain": address.domain}
        yield Finding("role-at-freemail", Strength.STRONG, of_from(d), facts)


SIGN = Sign(
    id="role-at-freemail",
    viewpoint="sender",
    benign="the provider itself, whose receiving server writes no results",
    look=look,
)
