"""Not one of the links behind words or pictures leads to the sender's own site."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import from_domain, is_list_mail, sender_is_official
from gyotaku.judge.signs.shapes import is_mailing_service, org, same_org
from gyotaku.judge.signs.ways import neutral, of_link, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength

_HIDING = frozenset({"html", "area", "form"})
"""Kinds of links whose target the reader does not see."""


def look(d: Dissection) -> Iterator[Finding]:
    """A firm that writes leads readers to itself; one link to it, or a known mailing service's counter, is enough.

    Addresses written out in the text are people's way to recommend something, and hide nothing.
    """
    domain = from_domain(d)
    if not domain or d.claimed or is_public_mail_domain(domain) or is_mailing_service(domain):
        return
    if is_list_mail(d) or sender_is_official(d):
        return
    links = ways(d)
    label = org(domain).partition(".")[0]
    if not links or any(same_org(w.host, domain) or tracked(w.host) or (label and label in w.href) for w in links):
        return
    away = next((w for w in links if w.kind in _HIDING and w.shown is None and not neutral(w.host)), None)
    if away:
        yield Finding("links-leave-sender", Strength.WEAK, (of_link(away),), {"host": away.host, "domain": domain})


SIGN = Sign(
    id="links-leave-sender",
    viewpoint="link",
    benign="people who recommend something; firms whose site and mail stand under different names",
    look=look,
)
