"""The machine that handed the mail over has nothing to do with the sender's domain."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import (
    aligned_pass,
    from_domain,
    handed_over,
    host_is_explained,
    host_names,
    is_list_mail,
    of_hop,
)
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """WEAK where a brand's own domain is shown and nothing proves it; NOTE otherwise, for mail goes by many houses."""
    hop, domain = handed_over(d), from_domain(d)
    if hop is None or not domain or is_list_mail(d):
        return
    names = host_names(hop)
    if not names or host_is_explained(d):
        return
    brand = d.claimed
    shown = bool(brand and brand.sends_from(domain)) and not aligned_pass(d)
    facts = {"host": names[0], "domain": domain}
    yield Finding("host-unrelated", Strength.WEAK if shown else Strength.NOTE, (of_hop(hop),), facts)


SIGN = Sign(
    id="host-unrelated",
    viewpoint="path",
    benign="mailing services, hosting firms, forwarders: a large part of honest mail",
    look=look,
)
