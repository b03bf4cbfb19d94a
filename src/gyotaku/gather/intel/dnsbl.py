"""Whether DNS block lists know an address or a domain (RFC 5782); one that refuses or is dead has not said "no"."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any, Final

import anyio

from gyotaku.gather.intel.registered import registered_name
from gyotaku.gather.source import Network, Source, found, unknown
from gyotaku.model import Answer, Listing, Records, State

ZONES: Final = {"ip": "zen.spamhaus.org", "domain": "dbl.spamhaus.org"}
"""Asked unless ``dnsbl.ip-zones`` and ``dnsbl.domain-zones`` name others, separated by commas."""
MAX_ZONES = 8
TESTS: Final = {"ip": ("2.0.0.127", "1.0.0.127"), "domain": ("test", "invalid")}
"""What every list must list and must not list (RFC 5782 section 5)."""
DBL_TEST: Final = "dbltest.com"
"""Spamhaus's own test entry of its domain list."""

REFUSALS: Final = {
    "127.255.255.252": "it says that the zone's name is mistyped",
    "127.255.255.254": "it does not answer public or shared resolvers",
    "127.255.255.255": "it says that this resolver asked too often",
    "127.0.1.255": "it is no list of addresses",
}
"""Answers that look like a listing and are none (spamhaus.org, return codes)."""
THREATS: Final = {
    "ip": {
        2: "spam", 3: "spam", 4: "infected machine", 5: "infected machine", 6: "infected machine",
        7: "infected machine", 9: "hijacked network", 10: "policy", 11: "policy",
    },
    "domain": {
        2: "spam", 4: "phishing", 5: "malware", 6: "botnet", 102: "abused site: spam", 103: "abused redirector",
        104: "abused site: phishing", 105: "abused site: malware", 106: "abused site: botnet",
    },
}  # fmt: skip
"""By the last octet, in Spamhaus's meaning; other lists' codes are told as "listed". ``policy``: a line that should not
send mail by itself, which accuses nobody."""


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """FOUND a :class:`~gyotaku.model.Listing`; UNKNOWN when no zone lists it and one of them could not be asked."""
    source, now = f"dnsbl:{kind}", network.clock()
    name = _reversed(subject) if kind == "ip" else registered_name(subject)
    if not name:
        return unknown(source, subject, "not a name that a block list can hold", now)
    wanted = network.setting(f"dnsbl.{kind}-zones") or ZONES[kind]
    zones = [z.strip().strip(".").lower() for z in wanted.split(",") if z.strip()][:MAX_ZONES]
    said: dict[str, Listing | str] = {}

    async def one(zone: str) -> None:
        said[zone] = await _zone(kind, name, zone, network)

    async with anyio.create_task_group() as group:
        for zone in zones:
            group.start_soon(one, zone)
    listings = [s for z in zones if isinstance(s := said[z], Listing) and s.listed]
    if listings:
        return found(source, subject, min(listings, key=lambda s: s.threat == "policy"), now)
    silent = [f"{z}: {s}" for z in zones if isinstance(s := said[z], str)]
    if silent:
        return unknown(source, subject, "; ".join(silent), now)
    return found(source, subject, Listing(False, None, ", ".join(zones)), now)


async def _zone(kind: str, name: str, zone: str, network: Network) -> Listing | str:
    """One zone's listing, or why it has no say: it refused, is dead, or lists the whole world."""
    must, must_not = TESTS[kind]
    if kind == "domain" and zone.endswith(("dbl.spamhaus.org", "dbl.dq.spamhaus.net")):
        must = DBL_TEST
    answers: dict[str, Answer[Records]] = {}

    async def one(label: str) -> None:
        answers[label] = await network.dns(f"{label}.{zone}", "A")

    async with anyio.create_task_group() as group:
        for label in dict.fromkeys((name, must, must_not)):
            group.start_soon(one, label)
    codes = {label: answer.value.values if answer.value else () for label, answer in answers.items()}
    for code in (*codes[name], *codes[must]):
        if code in REFUSALS or code.startswith("127.255.255."):
            return REFUSALS.get(code, f"it refused ({code})")
    if any(not code.startswith("127.") for code in codes[name]):
        return "something else answers in its name"
    if codes[must_not]:
        return "it lists everything"
    if answers[name].state not in (State.FOUND, State.ABSENT):
        return answers[name].reason
    if not codes[name] and not codes[must]:
        return answers[must].reason if answers[must].state is State.UNKNOWN else "it does not list its own test entry"
    if not codes[name]:
        return Listing(False, None, zone)
    words = [_word(kind, zone, code) for code in codes[name]]
    return Listing(True, min(words, key=lambda w: w == "policy"), f"{zone} ({', '.join(codes[name][:4])})")


def _word(kind: str, zone: str, code: str) -> str:
    known = THREATS[kind] if "spamhaus" in zone else {}
    return known.get(int(code.rpartition(".")[2]), "listed")


def _reversed(subject: str) -> str:
    try:
        pointer = ip_address(subject).reverse_pointer
    except ValueError:
        return ""
    return pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")


SOURCE = Source(
    id="dnsbl",
    kinds=("ip", "domain"),
    role="reputation",
    third_party=True,
    ask=ask,
    about="DNS block lists (Spamhaus unless dnsbl.ip-zones, dnsbl.domain-zones): list and resolver learn the name.",
    fresh_for=900.0,
)
