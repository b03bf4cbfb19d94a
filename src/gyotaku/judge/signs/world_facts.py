"""What the outside said, as several signs need it: only answers that are answers.

FOUND and ABSENT are facts, each of its own moment. UNKNOWN and SKIPPED give nothing here: a sign that reads this module
cannot take silence for "no".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from gyotaku.domains import is_ip, platform_of
from gyotaku.judge.signs.shapes import org
from gyotaku.model import Answer, Dissection, Evidence, Listing, Records, Registration, State

LATE: Final = timedelta(days=30)
"""A domain that was in use when the mail came cannot have lapsed sooner: ICANN's grace periods alone take that long
(30 days redemption, ICANN Expired Registration Recovery Policy). Asked later, "not registered" says less."""
CLOCKS: Final = timedelta(days=2)
"""By which a registry's day and a mail's moment may differ honestly: time zones, and dates without a time."""
QUOTE: Final = 200

WHO: Final = {
    "safebrowsing": "Google Safe Browsing",
    "urlhaus": "URLhaus",
    "jpcert": "JPCERT/CC",
}
"""Names of sources that are one service; a block list and a file are told by their own names."""


class _Memo:
    """The answers of the dissection looked at last, by question."""

    __slots__ = ("by_key", "intel", "listings")

    def __init__(self, intel: tuple[Answer[Any], ...]) -> None:
        self.intel = intel
        self.by_key = {
            (a.source, a.subject): (n, a) for n, a in enumerate(intel) if a.state in (State.FOUND, State.ABSENT)
        }
        self.listings = tuple((a, a.value) for _, a in self.by_key.values() if isinstance(a.value, Listing))


_last: list[_Memo] = [_Memo(())]


def _memo(d: Dissection) -> _Memo:
    if _last[0].intel is not d.intel:
        _last[0] = _Memo(d.intel)
    return _last[0]


def answer(d: Dissection, source: str, subject: str) -> Answer[Any] | None:
    """The answer to that question when it is FOUND or ABSENT; ``None`` for not known, not asked, not answered."""
    if not d.intel:
        return None
    found = _memo(d).by_key.get((source, subject))
    return found[1] if found else None


def of_answer(d: Dissection, one: Answer[Any]) -> Evidence:
    """Evidence for an answer: who was asked about what, and what it said."""
    number = _memo(d).by_key[one.source, one.subject][0]
    said = "none" if one.state is State.ABSENT else _short(one.value)
    return Evidence(f"intel:{number}", f"{one.source} {one.subject}: {said}"[:QUOTE])


def _short(value: object) -> str:
    if isinstance(value, Records):
        return ", ".join(value.values[:6])
    if isinstance(value, Registration):
        parts = (
            value.registered_at.date().isoformat() if value.registered_at else "",
            value.registrar,
            value.registrant,
        )
        return ", ".join(p for p in parts if p)
    if isinstance(value, Listing):
        return " ".join(p for p in (value.threat if value.listed else "not listed", value.reference) if p)
    return ""


def when(one: Answer[Any]) -> str:
    """The moment of an answer to the minute, ISO 8601."""
    return one.asked_at.isoformat(timespec="minutes") if one.asked_at else ""


def moment(d: Dissection) -> datetime | None:
    """When the mail came: the receiving server's time, else its own Date unless that lies ahead of the asking."""
    if d.received_at is not None:
        return d.received_at
    if d.date is not None and (d.gathered_at is None or d.date <= d.gathered_at + CLOCKS):
        return d.date
    return d.gathered_at


def registered(d: Dissection, domain: str) -> Answer[Any] | None:
    """The registry's answer (RDAP before WHOIS) for a registrable domain: FOUND, or ABSENT = not registered."""
    found = [a for source in ("rdap:domain", "whois:domain") if (a := answer(d, source, domain))]
    return next((a for a in found if a.state is State.FOUND), found[0] if found else None)


def registration(d: Dissection, domain: str) -> Registration | None:
    """The registration of that domain itself; ``None`` for a platform's customer, whose name is in no registry."""
    found = registered(d, domain)
    value = found.value if found else None
    return value if isinstance(value, Registration) and value.name == domain else None


def not_registered(d: Dissection, domain: str) -> Answer[Any] | None:
    """The registry's word that nobody holds ``domain``, unless DNS knows the name all the same."""
    found = registered(d, domain)
    if found is None or found.state is not State.ABSENT or platform_of(domain) or is_ip(domain):
        return None
    alive = (answer(d, f"dns:{rtype}", domain) for rtype in ("NS", "A", "MX", "AAAA", "TXT"))
    return None if any(a is not None and a.state is State.FOUND for a in alive) else found


def asked_late(d: Dissection, one: Answer[Any]) -> bool:
    """True when the question was put so long after the mail that the answer may have changed in between."""
    came = moment(d)
    return came is None or one.asked_at is None or one.asked_at - came > LATE


def age_days(d: Dissection, domain: str) -> int | None:
    """Whole days between registration and the mail.

    ``None`` = not known; also when the registration is newer than the mail, because then the name had another holder,
    or none.
    """
    known, came = registration(d, domain), moment(d)
    if known is None or known.registered_at is None or came is None:
        return None
    age = came - known.registered_at
    return max(0, age.days) if age >= -CLOCKS else None


def listings(d: Dissection) -> tuple[tuple[Answer[Any], Listing], ...]:
    """What reputation sources said, listed or not."""
    return _memo(d).listings if d.intel else ()


def who(one: Answer[Any]) -> str:
    """The source's name for a reader; a block list's zone, a file's name with its date."""
    name = WHO.get(one.source.partition(":")[0])
    reference = one.value.reference if isinstance(one.value, Listing) else None
    if name == "JPCERT/CC" and reference:
        return f"{name} ({reference})"
    return name or (reference or one.source).partition(" (")[0]


def records(d: Dissection, rtype: str, name: str) -> tuple[str, ...]:
    """The DNS records found; ``()`` also when nobody knows."""
    found = answer(d, f"dns:{rtype}", name)
    return found.value.values if found is not None and isinstance(found.value, Records) else ()


def link_domains(d: Dissection) -> Iterator[tuple[int, str, str]]:
    """(link id, host, registrable domain) of the stations that a reader's click would lead to, each domain once."""
    seen: set[str] = set()
    for trail in d.trails:
        if trail.link < len(d.links) and d.links[trail.link].clickable:
            for step in trail.steps:
                domain = org(step.host)
                if domain and domain not in seen and not is_ip(domain):
                    seen.add(domain)
                    yield trail.link, step.host, domain
