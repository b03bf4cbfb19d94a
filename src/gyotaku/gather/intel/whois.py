"""What the registry says by WHOIS on port 43, for the endings that have no RDAP (.jp, .cn, .de, .io and others)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import anyio

from gyotaku.errors import GyotakuError
from gyotaku.gather.intel.registered import registered_name
from gyotaku.gather.intel.whois_reading import decode, read_domain, referral, verdict_of
from gyotaku.gather.source import Network, Source, absent, found, unknown
from gyotaku.model import Answer, Registration

IANA: Final = "whois.iana.org"
SERVERS: Final = {
    "jp": "whois.jprs.jp",
    "cn": "whois.cnnic.cn",
    "com": "whois.verisign-grs.com",
    "net": "whois.verisign-grs.com",
    "org": "whois.publicinterestregistry.org",
    "de": "whois.denic.de",
    "ru": "whois.tcinet.ru",
    "su": "whois.tcinet.ru",
    "io": "whois.nic.io",
    "co": "whois.registry.co",
    "me": "whois.nic.me",
    "kr": "whois.kr",
    "tk": "whois.dot.tk",
    "eu": "whois.eu",
    "it": "whois.nic.it",
    "us": "whois.nic.us",
    "ws": "whois.website.ws",
    "to": "whois.tonic.to",
}
"""Servers of endings often met, from the IANA root database as copied in ``whoisserver-world`` 1.0.31 (ISC licence,
2025-04); any other is asked for at IANA, by the ending alone."""
QUERIES: Final = {"whois.denic.de": "-T dn,ace {}", "whois.verisign-grs.com": "domain {}", "whois.jprs.jp": "DOM {}"}
"""Servers that want more than the bare name."""
REGISTRAR_SECONDS = 5.0
"""How long the registrar's server is waited for; the registry's answer is already there and must not be lost."""


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """FOUND a :class:`~gyotaku.model.Registration`; ABSENT only when a line of the registry's answer says so."""
    source, now = f"whois:{kind}", network.clock()
    name = registered_name(subject)
    if not name:
        return unknown(source, subject, "not a name that can be registered", now)
    ending = name.rpartition(".")[2]
    server = SERVERS.get(ending) or referral(decode(await network.port43(IANA, ending.encode("ascii"))))
    if server is None:
        return unknown(source, subject, f"IANA names no WHOIS server for .{ending}", now)
    answer = decode(await network.port43(server, QUERIES.get(server, "{}").format(name).encode("ascii")))
    said = verdict_of(answer, name)
    if said == "record":
        return found(source, subject, await _with_registrar(read_domain(answer, name), answer, server, network), now)
    if said == "nothing":
        return absent(source, subject, now)
    why = (
        "refused: too many questions" if said == "refused" else "gave an answer that neither knows nor denies the name"
    )
    return unknown(source, subject, f"{server} {why}" if answer.strip() else f"{server} sent nothing", now)


async def _with_registrar(known: Registration, answer: str, server: str, network: Network) -> Registration:
    """The registrant where only the registrar publishes it (.com, .net); one further question."""
    other = referral(answer)
    if known.registrant or other in (None, server):
        return known
    more: Registration | None = None
    with anyio.move_on_after(REGISTRAR_SECONDS):
        try:
            told = decode(await network.port43(str(other), known.name.encode("ascii")))
        except GyotakuError:  # the registry's word stands without the registrar's
            return known
        if verdict_of(told, known.name) == "record":
            more = read_domain(told, known.name)
    if more is None:
        return known
    return replace(
        known,
        registrar=known.registrar or more.registrar,
        registrant=more.registrant,
        privacy_proxy=more.privacy_proxy,
        contacts=tuple(dict.fromkeys((*known.contacts, *more.contacts))),
        country=more.country,
    )


SOURCE = Source(
    id="whois",
    kinds=("domain",),
    role="registration",
    third_party=False,
    ask=ask,
    about="Registries (WHOIS, port 43) where there is no RDAP: the registry learns the name; no key needed.",
    fresh_for=6 * 3600.0,
)
