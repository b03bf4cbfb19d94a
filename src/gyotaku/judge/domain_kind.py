"""Whose a host probably is: so that a report goes to the right desk, and no victim is called a culprit."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from gyotaku.domains import is_ip, platform_of
from gyotaku.judge.signs.known import owner_of
from gyotaku.judge.signs.lists import CHEAP_ENDINGS
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.ways import OWN_SHORT, SHORTENERS
from gyotaku.judge.signs.world_facts import age_days, listings
from gyotaku.model import Dissection
from gyotaku.patterns import pattern

Kind = Literal["own-cheap", "likely-compromised-site", "platform-subdomain", "redirector", "brands-own", "unknown"]

YOUNG: Final = 180
"""Days. Phishers' own domains are used within weeks of their registration."""
YOUNG_CHEAP: Final = 730
"""The same where the ending is one that frauds favour: they also buy lapsed or stored names."""
SETTLED: Final = 365
"""Days after which a name that carries a phishing page deep in a site's machinery is probably somebody's site."""

_MACHINERY: Final = pattern(
    r"/(?:wp-content|wp-includes|wp-admin|wp-json|wp|wordpress|joomla|administrator|components/com_[a-z]{1,30}|"
    r"sites/(?:default|all)|\.well-known(?!/acme-challenge)|vendor|node_modules|cgi-sys|plugins|uploads|"
    r"images|img|css|js|fonts|includes)/(?:[^?#]{0,300})",
    re.IGNORECASE,
)
_SCRIPT: Final = pattern(r"\.(?:php\d?|html?|aspx?|cgi)(?:[/?#]|$)|/$", re.IGNORECASE)
_SITE_MAKERS: Final = ("/wp-", "/wp/", "/wordpress/", "/.well-known/", "/joomla/", "/sites/")


class DomainKind(NamedTuple):
    """A kind with what it rests on."""

    kind: Kind
    grounds: tuple[str, ...]
    """Short stable words: ``catalogue``, ``suffix:vercel.app``, ``shortener``, ``hands-on``, ``age:12``,
    ``ending:xyz``, ``path:/wp-content/``, ``list:abused site: phishing``."""


def domain_kind(d: Dissection, host: str) -> DomainKind:
    """The kind of one of the mail's hosts; ``unknown`` where nothing speaks clearly.

    A brand's own name, a platform's customer and a redirector are told by name; the rest by age at the mail's time and
    by where on the site the page lies. Never more than a likelihood: the words say so.
    """
    host = host.lower().rstrip(".")
    domain = org(host) or host
    if (d.claimed and (d.claimed.serves(host) or d.claimed.sends_from(host))) or owner_of(host):
        return DomainKind("brands-own", ("catalogue",))
    suffix = platform_of(host)
    if suffix:
        return DomainKind("platform-subdomain", (f"suffix:{suffix}",))
    if domain in SHORTENERS or domain in OWN_SHORT:
        return DomainKind("redirector", ("shortener",))
    abused = next(
        (v.threat for a, v in listings(d) if v.listed and a.subject in (host, domain) and "abused" in (v.threat or "")),
        "",
    )
    if _hands_on(d, host) or "redirector" in (abused or ""):
        return DomainKind("redirector", (f"list:{abused}",) if abused else ("hands-on",))
    age = None if is_ip(host) else age_days(d, domain)
    aged = () if age is None else (f"age:{age}",)
    deep = _deep(d, host)
    if abused:
        return DomainKind("likely-compromised-site", (f"list:{abused}", *aged))
    if age is not None and age >= SETTLED and deep:
        return DomainKind("likely-compromised-site", (f"path:{deep}", *aged))
    ending = domain.partition(".")[2]
    if age is not None and (age < YOUNG or (age < YOUNG_CHEAP and ending in CHEAP_ENDINGS)):
        return DomainKind("own-cheap", (*aged, *((f"ending:{ending}",) if ending in CHEAP_ENDINGS else ())))
    return DomainKind("unknown", aged)


def _hands_on(d: Dissection, host: str) -> bool:
    """True when a station on that host carries the next address in itself, or was seen to redirect to another's."""
    for trail in d.trails:
        for step, after in zip(trail.steps, trail.steps[1:], strict=False):
            if step.host == host and org(after.host) != org(host) and after.how.startswith(("query:", "3")):
                return True
    return False


def _deep(d: Dissection, host: str) -> str:
    """The part of a path that shows a page inside a site's machinery; ``""`` when no address on that host has one."""
    for trail in d.trails:
        for step in trail.steps:
            if step.host != host:
                continue
            path = "/" + step.url.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0][:2_000]
            found = _MACHINERY.search(path)
            if found and (_SCRIPT.search(path) or path.lower().startswith(_SITE_MAKERS)):
                return "/" + found.group().strip("/").partition("/")[0] + "/"
    return ""
