"""The report: the only type that formats, desks and the site accept, so that a leak is a type error.

Every string in it has been through the redactor; none has been escaped for an output (that is each format's work). It
is language-neutral: findings carry sign ids and facts, the sentences are made when it is rendered. The fields follow
the JSON contract (``docs/report.schema.json``) key for key; ``None`` means "not known", ``()`` means "none".

Parts are named tuples where their fields allow it: a dataclass costs a millisecond at start-up, and there are dozens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from gyotaku.model import SCHEMA, Evidence, Fact, Label, Strength, Viewpoint

if TYPE_CHECKING:
    from gyotaku.tell.guard import Guard

ASKS = ("password", "card", "bank", "code", "identity", "app", "nothing")
"""What may have been entered, in the order first aid is given when the mail does not say what it is after."""

METHODS = ("spf", "dkim", "dmarc", "arc")


class Case(NamedTuple):
    """Which mail this is."""

    sha256: str
    """Of the dissected mail's bytes."""
    received_at: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not known, and why."""

    what: str
    """Stable id; the words are ``unknown.<what>``."""
    why: str
    facts: Mapping[str, Fact]


class Ruling(NamedTuple):
    """The verdict, without what must not leave."""

    label: Label
    probability: float
    reasons: tuple[str, ...]
    """Finding ids by falling weight, those that speak for the mail included."""
    weights: tuple[float, ...]
    """Log-odds of each of ``reasons``."""
    unknowns: tuple[Missing, ...]
    policy: str


class ShownSubject(NamedTuple):
    """The subject, without the receiving server's stamp."""

    text: str
    spam_stamp: str | None


class ShownSender(NamedTuple):
    """Who the mail says it is from, in every reading."""

    display: str
    address: str | None
    candidates: tuple[str, ...]
    ambiguous: bool
    reply_to: tuple[str, ...]
    return_path: str | None
    message_id: str | None
    x_mailer: str | None


class ShownAddressee(NamedTuple):
    """Whom the text speaks to."""

    kind: str
    text: str


class Origin(NamedTuple):
    """The machine that handed the mail over. Place is not person."""

    ip: str | None = None
    helo: str | None = None
    ptr: str | None = None
    by: str | None = None
    trust: str | None = None
    asn: int | None = None
    as_name: str | None = None
    country: str | None = None
    place: str | None = None
    """Town and region, as the data writes them; never finer."""
    network_kind: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: int | None = None
    """Within which the machine seems to stand; ``None`` = no spot can be told."""
    data: str | None = None
    """Data sets and their dates."""
    licence: str | None = None
    """Of the data, with the link back that it asks for: shown wherever the place is."""


@dataclass(frozen=True, slots=True)
class Station:
    """One hop of the mail's way, newest first."""

    index: int
    helo: str | None
    ptr: str | None
    ip: str | None
    by: str | None
    at: datetime | None
    trust: str


class ShownAuth(NamedTuple):
    """One method's result; all ``None`` when nobody noted one."""

    status: str | None = None
    domain: str | None = None
    aligned: bool | None = None
    origin: str | None = None
    reason: str | None = None


class ShownBrand(NamedTuple):
    """The brand the mail claims to be; all ``None`` and empty when it claims none we know."""

    id: str | None = None
    name: str | None = None
    name_en: str | None = None
    grounds: tuple[Evidence, ...] = ()
    official_mail_domains: tuple[str, ...] = ()
    official_web_domains: tuple[str, ...] = ()
    sender_is_official: bool | None = None


class ShownStep(NamedTuple):
    """One station on a link's way."""

    how: str
    url: str
    """Defanged."""
    host: str


class ShownLink(NamedTuple):
    """One place that could lead a reader away."""

    id: int
    text: str
    shown: str | None
    """The address the text looks like, defanged."""
    url: str
    """Defanged."""
    host: str
    domain: str
    kind: str
    steps: tuple[ShownStep, ...]
    """First = the link itself."""
    stopped_by: str
    carries_recipient: bool
    official: bool | None
    """``None`` when no brand is claimed."""
    landing: str | None
    """Where a visit ended, defanged; ``None`` when it was not followed to an end."""


class ShownPage(NamedTuple):
    """A captured page."""

    url: str
    """Defanged."""
    status: int | None
    title: str
    asks_for: tuple[str, ...]
    posts_to: tuple[str, ...]
    imitates: str | None
    picture: str | None
    liveness: str


class HostAddress(NamedTuple):
    """Where a name pointed when it was asked."""

    ip: str
    asn: int | None
    as_name: str | None
    country: str | None


class DomainFacts(NamedTuple):
    """What is known of a registrable name."""

    domain: str
    registered: bool | None = None
    registered_at: datetime | None = None
    registrar: str | None = None
    registrant: str | None = None
    privacy_proxy: str | None = None
    kind: str | None = None
    """``brands-own``, ``platform-subdomain``, ``redirector``, ``likely-compromised-site``, ``own-cheap``, ``ip``;
    ``None`` = not known."""
    addresses: tuple[HostAddress, ...] | None = None
    """``None`` = not asked."""


class Reputation(NamedTuple):
    """What a source said about a name."""

    source: str
    subject: str
    state: str
    value: str | None
    asked_at: datetime | None


class Attachment(NamedTuple):
    """A file that came with the mail; only its description."""

    name: str | None
    media_type: str
    sha256: str
    size: int
    """Bytes, transfer encoding removed."""


class ShownBody(NamedTuple):
    """What the reader of the mail sees."""

    text: str
    """Redacted, its addresses defanged; control characters kept (escaping is the output's work)."""
    language: str | None
    charset_as_labelled: str | None
    charset_as_read: str | None


class ShownFinding(NamedTuple):
    """One thing a sign saw; its sentence is made from ``facts`` when it is rendered."""

    id: str
    viewpoint: Viewpoint
    strength: Strength
    facts: Mapping[str, Fact]
    evidence: tuple[Evidence, ...]
    """Quotes redacted and defanged."""


class Indicators(NamedTuple):
    """The phisher's own names, defanged; empty unless the verdict is phishing or suspicious."""

    ips: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Something of the recipient that was taken out."""

    what: str
    where: str
    count: int


class Field(NamedTuple):
    """A header line of the specimen card."""

    name: str
    value: str
    pointer: str
    """``header:N``."""


class Mark(NamedTuple):
    """A numbered place that the evidence speaks of."""

    number: int
    """From 1, in reading order: header lines, text, hops, links."""
    pointers: tuple[str, ...]
    """Every pointer that leads here."""
    start: int | None = None
    """Characters of ``body.text``; ``None`` for places outside the text, and for text that could not be found again."""
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that may leave. Made by :func:`gyotaku.tell.redact.redact`; nothing else should make one but tests."""

    case: Case
    verdict: Ruling
    subject: ShownSubject
    sender: ShownSender
    addressee: ShownAddressee
    origin: Origin
    hops: tuple[Station, ...]
    auth: Mapping[str, ShownAuth]
    """By method, all four of :data:`METHODS`."""
    brand: ShownBrand
    links: tuple[ShownLink, ...]
    pages: tuple[ShownPage, ...]
    domains: tuple[DomainFacts, ...]
    reputation: tuple[Reputation, ...]
    attachments: tuple[Attachment, ...]
    body: ShownBody
    findings: tuple[ShownFinding, ...]
    indicators: Indicators
    redactions: tuple[Cut, ...]
    card: tuple[Field, ...]
    """Header lines of the specimen: those a reader sees, and those the evidence speaks of."""
    marks: tuple[Mark, ...]
    asks: tuple[str, ...]
    """What the mail is after, of :data:`ASKS`; ``()`` = it does not say."""
    sent_at: datetime | None
    """The Date field: the sender's word."""
    forwarded: bool
    """The mail came inside another one, which was set aside."""
    headers_only: bool
    private: bool
    """Not redacted: for the recipient's own eyes."""
    asked_world: bool
    """False when nothing was asked of the outside."""
    gathered_at: datetime | None
    schema: str = SCHEMA
    guard: Guard | None = field(default=None, repr=False, compare=False)
    """The leak check of this case; never serialised."""
