"""The sender calls itself a desk of some firm, and not a word of that name stands in its address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import from_domain, is_list_mail, of_from, sender_is_official
from gyotaku.judge.signs.shapes import is_mailing_service
from gyotaku.model import Dissection, Finding, Sign, Strength

_WORD = re.compile(r"[a-z0-9\u00c0-\u024f]+")
_DESKS = frozenset(
    """
    account accounts admin administrator approval assistance beloningen benefit benefits billing bonus
    center centre claim claims client cliente clientes confirmation customer customers delivery department desk
    entrega helpdesk klantenservice kunde kunden kundendienst kundenservice mailbox notification notifications
    offer offers order paiement paket paketzustellung pagamento payment payments paquete premium promo promotion
    rechnung rechnungsabteilung refund renewal reward rewards security seguimiento seguridad sicherheit
    sicherheitsmitteilung service services servicio shipping shipment storage suporte support survey team transaction
    update verification wallet warning winner zustellung
    """.split()
)
_PLAIN = frozenset("the and for your from info mail email com www der die das und para los las you our".split())


def look(d: Dissection) -> Iterator[Finding]:
    """Whom a firm lets speak for it, it lets speak under its name: some word of the name is in the address."""
    domain, address = from_domain(d), d.sender.address
    if not domain or address is None or sender_is_official(d) or is_list_mail(d) or is_mailing_service(domain):
        return
    words = set(_WORD.findall(d.sender.display.lower()[:200]))
    desks = words & _DESKS
    if not desks:
        return
    names = {word for word in words - _DESKS - _PLAIN if len(word) >= 3}
    where = domain if not is_public_mail_domain(domain) else address.spec.lower()
    if any(word in where for word in names | {word for word in desks if len(word) >= 6}):
        return
    facts = {"display": d.sender.display, "domain": domain, "desk": sorted(desks)[0]}
    yield Finding("desk-name-stranger", Strength.WEAK, of_from(d), facts)


SIGN = Sign(
    id="desk-name-stranger",
    viewpoint="sender",
    benign="firms whose domain is an abbreviation, and firms that write through another's mailing service",
    look=look,
)
