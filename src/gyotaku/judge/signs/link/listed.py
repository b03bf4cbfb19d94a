"""A list of harmful addresses names where the link leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gyotaku.domains import parse_url, platform_of
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.ways import SHORTENERS, neutral, of_link, own, tracked
from gyotaku.judge.signs.world_facts import listings, of_answer, when, who
from gyotaku.model import Answer, Dissection, Finding, Link, Listing, Sign, Strength

MOST = 3
"""Findings of one mail: the fourth list says nothing new."""


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG; WEAK where the listing is of a host that many share, on which only another page may be meant."""
    told: set[str] = set()
    for answer, listing in sorted(listings(d), key=_exact_first):
        service = answer.source.partition(":")[0]
        link = link_of(d, answer) if listing.listed and len(told) < MOST and service not in told else None
        if link is None or listing.threat == "policy":
            continue
        host = host_of(answer)
        exact = answer.source.endswith(":url")
        if (d.claimed and own(d.claimed, host)) or (neutral(host) and not exact):
            continue
        shared = bool(platform_of(host)) or org(host) in SHORTENERS or tracked(host)
        facts = {
            "who": who(answer),
            "subject": answer.subject,
            "threat": listing.threat or "",
            "when": when(answer),
            **_variant(listing),
        }
        told.add(service)
        strength = Strength.WEAK if shared and not exact else Strength.STRONG
        yield Finding("listed", strength, (of_link(link), of_answer(d, answer)), facts)


def _exact_first(item: tuple[Answer[Any], Listing]) -> bool:
    """A service that knows the page and its host is told once, with the page."""
    return not item[0].source.endswith(":url")


def host_of(answer: Answer[Any]) -> str:
    """The host an answer is about."""
    parsed = parse_url(answer.subject) if "://" in answer.subject else None
    return parsed.host if parsed else answer.subject


def link_of(d: Dissection, answer: Answer[Any]) -> Link | None:
    """The first clickable link whose way touches what the answer is about; ``None`` for anything else's listing.

    Addresses (IP) of link hosts do not count: a shared server's other customers are not the link's.
    """
    kind = answer.source.partition(":")[2]
    if kind == "ip":
        return None
    host = host_of(answer)
    for trail in d.trails:
        if trail.link < len(d.links) and d.links[trail.link].clickable:
            for step in trail.steps:
                if step.host == host or (kind == "domain" and org(step.host) == host):
                    return d.links[trail.link]
    return None


def _variant(listing: Listing) -> dict[str, str]:
    threat = listing.threat or ""
    for word, variant in (("on this host", "host"), ("phishing", "phishing"), ("spam", "spam")):
        if word in threat:
            return {"variant": variant}
    harmful = ("malware", "botnet", "software", "app", "infected")
    return {"variant": "malware"} if any(word in threat for word in harmful) else {}


SIGN = Sign(
    id="listed",
    viewpoint="link",
    benign="a list's mistake; a site that was broken into and has been cleaned since",
    look=look,
)
