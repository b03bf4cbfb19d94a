"""The sender's domain ends in a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import has_listed_suffix, is_ip
from gyotaku.judge.signs.proof import from_domain, is_list_mail, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength

_INSIDE = frozenset(
    "local localdomain localhost lan internal intranet corp home private test example invalid arpa".split()
)
"""Endings of networks that are nobody else's business (RFC 2606, RFC 6762, and by custom)."""


def look(d: Dissection) -> Iterator[Finding]:
    """Nobody can answer it, and no check of that name can ever pass."""
    domain = from_domain(d)
    if "." not in domain or is_ip(domain.strip("[]")) or is_list_mail(d):
        return
    ending = domain.rpartition(".")[2]
    if ending and ending not in _INSIDE and ending.isascii() and not has_listed_suffix(domain):
        yield Finding("sender-ending-unknown", Strength.STRONG, of_from(d), {"domain": domain, "ending": "." + ending})


SIGN = Sign(
    id="sender-ending-unknown",
    viewpoint="sender",
    benign="machines inside a firm's own network, and slips in a hand-written setting",
    look=look,
)
