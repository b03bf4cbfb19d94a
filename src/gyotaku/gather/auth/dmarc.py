"""DMARC (RFC 9989): does a sound signature or a passing envelope belong to the author's organisation?

The organisation is found by walking up the DNS (section 4.10), not by the public suffix list of the obsolete RFC 7489;
where that one would have judged otherwise, the result says so, since many receivers still follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gyotaku.domains import registrable
from gyotaku.gather.auth import dmarcrecord
from gyotaku.gather.auth.asking import Ask, Book, Reply, host_name, unsure_status
from gyotaku.gather.auth.dmarcrecord import DmarcRecord, Request
from gyotaku.model import State

MAX_QUERIES = 8
"""Names asked in one walk (RFC 9989 section 4.10)."""

_LESS: dict[Request, Request] = {"reject": "quarantine", "quarantine": "none", "none": "none"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """What SPF or a DKIM signature speaks for."""

    method: Literal["spf", "dkim"]
    domain: str
    """A-label."""
    status: str
    """RFC 8601's word, or ``unknown``."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a domain asks receivers to do with mail that falsely carries its name."""

    domain: str
    """The domain asked about, A-label."""
    status: str
    """``found``, ``none`` (looked: nothing published), ``temperror``, ``unknown``."""
    request: Request | None
    """What applies to this very domain, ``t=y`` counted; ``None`` unless found, or when the record asks for nothing."""
    published_by: str | None
    """The domain whose record it is: itself, its organisation, or a public suffix."""
    record: str
    """The record's text; ``""`` unless found."""
    testing: bool
    """``t=y``: one level less than the record names."""
    reason: str


@dataclass(frozen=True, slots=True)
class DmarcResult:
    """What DMARC says of a mail."""

    status: str
    """none, pass, fail, permerror, temperror (RFC 8601 section 2.7), or ``unknown``."""
    domain: str | None
    """The author's domain, A-label; ``None`` when there is not exactly one."""
    policy: Policy | None
    organization: str | None
    """Organisational domain of the author; ``None`` when it cannot be told."""
    alignment: tuple[bool | None, ...]
    """For each identifier given, in order; ``None`` = cannot be told."""
    reason: str
    rfc7489: str
    """What RFC 7489 would have said where that differs; ``""`` = the same."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The records found on the way up from a domain, longest name first."""

    domain: str
    found: tuple[tuple[str, DmarcRecord], ...]
    doubt: Reply | None
    """The first answer on the way that nobody had; what lies above it is not known."""

    def at(self, name: str) -> DmarcRecord | None:
        """The record published at that name."""
        return next((record for at, record in self.found if at == name), None)

    @property
    def organization(self) -> str:
        """The organisational domain (RFC 9989 section 4.10.2)."""
        for name, record in self.found:
            if record.psd == "n":
                return name
            if record.psd == "y" and name != self.domain:
                return ".".join(self.domain.split(".")[-name.count(".") - 2 :])
        return self.found[-1][0] if self.found else self.domain

    def applied(self) -> tuple[str, DmarcRecord] | None:
        """The record that applies: the domain's own, its organisation's, its public suffix's (section 4.10.1)."""
        for name in (self.domain, self.organization):
            record = self.at(name)
            if record is not None:
                return name, record
        return next(((name, record) for name, record in self.found if record.psd == "y"), None)


def targets(domain: str) -> tuple[str, ...]:
    """The names of a walk: the domain, then at most seven labels of it, then one label less each time."""
    labels = domain.split(".")
    above = labels[1:] if len(labels) < MAX_QUERIES else labels[-(MAX_QUERIES - 1) :]
    return (domain, *(".".join(above[at:]) for at in range(len(above))))


async def walk(domain: str, book: Book) -> Walk:
    """Walks up from a domain. All names are asked side by side: they are known beforehand, and eight at most."""
    names = targets(domain)
    await book.look_up_all(("TXT", f"_dmarc.{name}") for name in names)
    found: list[tuple[str, DmarcRecord]] = []
    for name in names:
        reply = await book.look_up("TXT", f"_dmarc.{name}")
        if reply.unsure:
            return Walk(domain, tuple(found), reply)
        record = _only_record(reply)
        if record is not None:
            found.append((name, record))
            if record.psd != "u":
                break
    return Walk(domain, tuple(found), None)


def _only_record(reply: Reply) -> DmarcRecord | None:
    texts = [text for text in reply.values if dmarcrecord.is_dmarc(text)]
    return dmarcrecord.parse(texts[0]) if len(texts) == 1 else None  # several: all are discarded


async def policy_of(domain: str, ask: Ask) -> Policy:
    """The policy a domain publishes for mail in its name, and who published it. Never raises."""
    name = host_name(domain)
    if not name:
        return Policy(domain, "none", None, None, "", False, "not a domain name")
    book = Book(ask)
    return await _policy(await walk(name, book), book)


async def _policy(way: Walk, book: Book) -> Policy:
    own = way.at(way.domain)
    if way.doubt is not None and own is None:
        reason = f"the record could not be asked for: {way.doubt.reason or 'no answer'}"
        return Policy(way.domain, unsure_status(way.doubt), None, None, "", False, reason)
    applied = way.applied()
    if applied is None:
        return Policy(way.domain, "none", None, None, "", False, f"{way.domain} publishes no DMARC policy")
    at, record = applied
    request, tag = record.p, "p"
    if at != way.domain and record.p is not None:
        if record.sp is not None:
            request, tag = record.sp, "sp"
        if record.np is not None:
            there = await book.look_up("A", way.domain)
            if there.unsure:
                reason = f"whether {way.domain} exists could not be asked: {there.reason or 'no answer'}"
                return Policy(way.domain, unsure_status(there), None, at, record.text, record.testing, reason)
            if there.state is State.ABSENT and there.reason == "nxdomain":
                request, tag = record.np, "np"
    if request is None:
        return Policy(way.domain, "found", None, at, record.text, False, f"the record at {at} asks for nothing")
    reason = f"{tag}={request} published by {at}"
    if record.testing and request != "none":
        request = _LESS[request]
        reason += f", testing (t=y): {request}"
    return Policy(way.domain, "found", request, at, record.text, record.testing, reason)


async def evaluate(authors: Sequence[str], identifiers: Sequence[Identifier], ask: Ask) -> DmarcResult:
    """The result for a mail with these author domains (of From) and authenticated or failed identifiers.

    Several authors' domains, or none, never pass (RFC 9989 section 5.3.1). Never raises.
    """
    names = {host_name(author) for author in authors}
    domain = names.pop() if len(names) == 1 else ""
    if not domain:
        reason = "From names domains of several authors" if len(authors) > 1 else "From names no domain"
        return DmarcResult("permerror", None, None, None, (None,) * len(identifiers), reason, "")
    book = Book(ask)
    way = await walk(domain, book)
    policy = await _policy(way, book)
    applied = way.applied()
    record = applied[1] if applied else None
    alignment = tuple([await _aligned(way, record, each, book) for each in identifiers])
    status, reason = _judge(policy, identifiers, alignment)
    note = "" if status in ("temperror", "unknown") else await _old_view(way, policy, status, identifiers, book)
    organization = way.organization if way.doubt is None else None
    return DmarcResult(status, domain, policy, organization, alignment, reason, note)


def _judge(policy: Policy, identifiers: Sequence[Identifier], alignment: Sequence[bool | None]) -> tuple[str, str]:
    if policy.status in ("temperror", "unknown"):
        return policy.status, policy.reason
    if policy.status == "none" or policy.request is None:
        return "none", policy.reason
    pairs = list(zip(identifiers, alignment, strict=True))
    good = [each for each, aligned in pairs if aligned and each.status == "pass"]
    if good:
        return "pass", f"{policy.reason}; {good[0].method} passes for {good[0].domain}"
    # What could still have passed keeps the result open: an aligned check nobody could make, or an alignment not known.
    for each, aligned in pairs:
        if aligned is not False and each.status in ("temperror", "unknown"):
            return each.status, f"{policy.reason}; {each.method} for {each.domain} could not be checked"
        if aligned is None and each.status == "pass":
            return "temperror", f"{policy.reason}; the organisation of {each.domain} could not be asked for"
    strangers = sorted({each.domain for each, _ in pairs if each.status == "pass"})
    if strangers:
        return "fail", f"{policy.reason}; what passes is for another domain: {', '.join(strangers)[:300]}"
    return "fail", f"{policy.reason}; neither SPF nor DKIM passes"


async def _aligned(way: Walk, record: DmarcRecord | None, each: Identifier, book: Book) -> bool | None:
    """Whether the identifier is of the author's organisation (RFC 9989 section 4.4)."""
    if each.domain == way.domain:
        return True
    if not each.domain:
        return None
    if record is not None and (record.aspf_strict if each.method == "spf" else record.adkim_strict):
        return False
    if way.doubt is not None:
        return None if _kin(way.domain, each.domain) else False
    home = way.organization
    if each.domain != home and not each.domain.endswith("." + home):
        return False
    other = await walk(each.domain, book)
    return None if other.doubt is not None else other.organization == home


def _kin(one: str, other: str) -> bool:
    """Whether two names could be of one organisation at all: the same last label."""
    return one.rpartition(".")[2] == other.rpartition(".")[2]


# -- The obsolete standard ---------------------------------------------------------------------------------------------


async def _old_view(way: Walk, policy: Policy, status: str, identifiers: Sequence[Identifier], book: Book) -> str:
    """What RFC 7489 would have said (public suffix list, pct), where that is something else."""
    home = registrable(way.domain) or way.domain
    record, at = None, way.domain
    for at in dict.fromkeys((way.domain, home)):
        reply = await book.look_up("TXT", f"_dmarc.{at}")
        if reply.unsure:
            return ""
        record = _only_record(reply)
        if record is not None:
            break
    if record is None or record.p is None:
        return "" if status == "none" else "RFC 7489 would have found no policy"
    request = record.p if at == way.domain else record.sp or record.p
    old = "fail"
    for each in identifiers:
        strict = record.aspf_strict if each.method == "spf" else record.adkim_strict
        same = each.domain == way.domain or (not strict and (registrable(each.domain) or each.domain) == home)
        if same and each.status == "pass":
            old = "pass"
        elif same and each.status in ("temperror", "unknown") and old == "fail":
            return ""
    notes = []
    if old != status or (old == "fail" and request != policy.request):
        notes.append(f"RFC 7489 would have said {old}, p={request} of {at}")
    if old == "fail" and record.pct < 100 and request != "none":
        notes.append(f"RFC 7489 would have applied it to {record.pct} % of such mails")
    return "; ".join(notes)
