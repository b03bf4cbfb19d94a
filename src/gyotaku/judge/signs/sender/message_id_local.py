"""The Message-ID was made on a machine without a name, elsewhere, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_ip, is_public_mail_domain
from gyotaku.judge.signs.lists import SERVICE_MESSAGE_IDS
from gyotaku.judge.signs.proof import at_header, first, from_domain, is_list_mail, is_official
from gyotaku.judge.signs.shapes import is_mailing_service, org
from gyotaku.model import Dissection, Finding, Sign, Strength

_NAMELESS = frozenset({"localhost", "localhost.localdomain", "localdomain", "local", "internal"})


def look(d: Dissection) -> Iterator[Finding]:
    """WEAK for localhost and the like, and for none at all; NOTE for another organisation's name."""
    ident = d.sender.message_id
    field = first(d, "message-id")
    if not ident or not ident.strip(" <>"):
        if d.hops:
            yield Finding(
                "message-id-local",
                Strength.WEAK,
                at_header(d, field.index if field else d.hops[0].header),
                {"variant": "missing"},
            )
        return
    evidence = at_header(d, field.index if field else None)
    host = ident.strip(" <>").rpartition("@")[2].strip("[]").lower()
    if not evidence:
        return
    if host in _NAMELESS or host.endswith((".localdomain", ".localhost")) or "@" not in ident:
        yield Finding("message-id-local", Strength.WEAK, evidence, {"variant": "local", "host": host[:100]})
    elif is_ip(host):
        yield Finding("message-id-local", Strength.WEAK, evidence, {"variant": "ip", "host": host})
    elif _is_elsewhere(d, host):
        yield Finding("message-id-local", Strength.NOTE, evidence, {"variant": "elsewhere", "host": host[:100]})


def _is_elsewhere(d: Dissection, host: str) -> bool:
    """True when the name is another organisation's, and none that honestly writes Message-IDs for others."""
    domain = from_domain(d)
    if "." not in host or not domain or org(host) == org(domain) or is_list_mail(d):
        return False
    if host in SERVICE_MESSAGE_IDS or is_mailing_service(host) or is_public_mail_domain(host):
        return False
    return not (d.claimed and is_official(d.claimed, host))


SIGN = Sign(
    id="message-id-local",
    viewpoint="sender",
    benign="shop software and mail programs on machines that were never given a name; mailing services",
    look=look,
)
