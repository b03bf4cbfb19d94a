"""What the registry itself says of a domain or a network (RDAP: RFC 9082, RFC 9083)."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import anyio

from gyotaku.errors import GyotakuError
from gyotaku.gather.intel.bootstrap import service
from gyotaku.gather.intel.rdap_reading import listed, load, read_domain, read_network
from gyotaku.gather.intel.registered import registered_name
from gyotaku.gather.intel.replies import raise_if_busy
from gyotaku.gather.source import HttpReply, Network, Source, absent, found, unknown
from gyotaku.model import Answer, Registration, State

ACCEPT = "application/rdap+json, application/json;q=0.5"
ANY_REGION = "https://rdap.arin.net/registry/"
"""Asked where the table knows no service for an address: ARIN redirects to the region that does."""
REGISTRAR_SECONDS = 4.0
"""How long the registrar's own service is waited for; the registry's answer is already there and must not be lost."""


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """FOUND a :class:`~gyotaku.model.Registration`; ABSENT only when the registry itself says "no such object".

    SKIPPED when the top-level domain has no RDAP service (WHOIS is the way then). Raises
    :class:`~gyotaku.errors.WorldFailure` for 429 and 5xx, with the server's Retry-After.
    """
    source, now = f"rdap:{kind}", network.clock()
    if kind == "domain":
        name = registered_name(subject)
        base = service("domain", name, network.data_dir) if name else None
    else:
        name = str(ip_address(subject))
        base = service("ip", name, network.data_dir) or ANY_REGION
    if not name:
        return unknown(source, subject, "not a name that can be registered", now)
    if base is None:
        why = f"no RDAP service for .{name.rpartition('.')[2]}"
        return Answer(source, subject, State.SKIPPED, None, why, None)
    reply = await network.http_get(f"{base}{kind}/{name}", accept=ACCEPT)
    data = load(reply.body)
    if _says_no(reply, data, base):
        return absent(source, subject, now)
    raise_if_busy(reply)
    if data is None or reply.status != 200:
        what = "an answer that is no RDAP" if reply.status == 200 else f"status {reply.status}"
        return unknown(source, subject, f"{urlsplit(reply.url).hostname} sent {what}", now)
    if kind == "ip":
        return found(source, subject, read_network(data, name), now)
    if str(data.get("ldhName", name)).lower().rstrip(".") != name:
        return unknown(source, subject, f"{urlsplit(reply.url).hostname} spoke of another name", now)
    return found(source, subject, await _with_registrar(read_domain(data, name), data, network), now)


def _says_no(reply: HttpReply, data: dict[str, Any] | None, base: str) -> bool:
    """True for the registry's own 404 (RFC 7480 section 5.3).

    A web page with status 404, or a 404 from where a redirect led, is somebody's, but not the registry's word.
    """
    if data is not None and data.get("errorCode") == 404 and reply.status in (200, 404):
        return True
    own = urlsplit(reply.url).hostname == urlsplit(base).hostname
    return reply.status == 404 and own and (data is not None or not reply.body.strip())


async def _with_registrar(known: Registration, data: dict[str, Any], network: Network) -> Registration:
    """The registrant where only the registrar publishes it (thin registries such as .com); one further question."""
    if known.registrant:
        return known
    url = next(
        (
            link["href"]
            for link in listed(data, "links")[:30]
            if isinstance(link, dict)
            and link.get("rel") == "related"
            and "rdap" in str(link.get("type", ""))
            and isinstance(link.get("href"), str)
            and link["href"].startswith("https://")
        ),
        None,
    )
    if url is None or len(url) > 500:
        return known
    more: Registration | None = None
    with anyio.move_on_after(REGISTRAR_SECONDS):
        try:
            reply = await network.http_get(url, accept=ACCEPT)
        except GyotakuError:  # the registry's word stands without the registrar's
            return known
        told = load(reply.body) if reply.status == 200 else None
        if told is not None and str(told.get("ldhName", "")).lower().rstrip(".") == known.name:
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
    id="rdap",
    kinds=("domain", "ip"),
    role="registration",
    third_party=False,
    ask=ask,
    about="Registries (RDAP): learns the domain or address from us and nobody else does; no key needed.",
    fresh_for=6 * 3600.0,
)
