"""Every noun that crosses a module boundary. Standard library only.

All types are frozen: dataclasses, or named tuples where a mail holds many of a kind (a dataclass takes five times as
long to define and three times as long to fill). Sequences are tuples. Every field says what empty and ``None`` mean:
where nothing is said, ``()`` and ``""`` mean "looked and there was none", ``None`` means "not known or not present". A
header that is absent is not a header that is empty.

Pointers (``Evidence.pointer``, ``Link.where``, ``Defect.where``) say where in the case a thing stands:

=====================  =================================================================================
``header:3``           the fourth header field of the dissected mail, in wire order
``part:1.2``           MIME part 1.2 (``part:1`` is the only part of a single-part mail)
``part:1.2@120-180``   characters 120 to 180 of that part's *visible text* as :class:`Body` shows it
``link:4``             the link with that id
``trail:0/step:2``     the third step of the first trail
``page:1/form:0``      the first form of the second captured page
``hop:0``              the newest Received hop
``brand:eki-net``      an entry of the brand catalogue
``intel:3``            the fourth answer of a source
=====================  =================================================================================
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, TypeVar

SCHEMA = "gyotaku/1"
"""Version of the stored :class:`Dissection` and of the JSON report. Grows only when a reader must change."""

T = TypeVar("T")

Fact = str | int | float | bool | None
"""What a finding may say about itself; everything a sentence needs, and nothing a sentence could not print."""


# -- The mail ----------------------------------------------------------------------------------------------------------


class Defect(NamedTuple):
    """Something a hostile or broken mail did, kept instead of raised."""

    where: str
    """Pointer, or ``mail`` for the whole."""
    what: str
    """Stable kebab-case id, e.g. ``boundary-missing``, ``base64-broken``, ``limit-parts``."""
    detail: str = ""
    """One plain line: what was seen and which limit, if any. May quote the mail; treat as hostile."""


class Header(NamedTuple):
    """One header field as it came (RFC 5322 section 2.2)."""

    index: int  # type: ignore[assignment]  # a field's number; nobody searches a header as a tuple
    """Position in wire order, from 0."""
    name: str
    """Field name as written, white space before the colon kept out (a :class:`Defect` tells of it)."""
    raw: bytes
    """The whole field's bytes, name, folding and line end included. ``b"".join(raw)`` gives the header block back."""
    value: str
    """Unfolded, RFC 2047 decoded, charset repaired. Control characters kept: escaping is the output's work."""


class Address(NamedTuple):
    """One mailbox (RFC 5322 section 3.4), read leniently."""

    display: str
    """Display name decoded; ``""`` when there is none."""
    local: str
    domain: str
    """A-label (punycode) form, lower case; ``""`` when the text has no domain."""
    raw: str
    """The decoded text it was read from."""

    @property
    def spec(self) -> str:
        """``local@domain``, or just the local part where there is no domain."""
        return f"{self.local}@{self.domain}" if self.domain else self.local


class Part(NamedTuple):
    """One leaf or container of the MIME tree (RFC 2045)."""

    path: str
    """``1``, ``1.2``, ``2.1.3``: position in the tree; the root of a multipart is ``0``."""
    media_type: str
    """Lower case ``type/subtype`` as it will be treated; ``text/plain`` when absent (RFC 2045 section 5.2)."""
    charset: str | None
    """As labelled in Content-Type, lower case; ``None`` when not labelled."""
    charset_read: str | None
    """The charset the text was really read with; ``None`` for parts that are not text."""
    filename: str | None
    disposition: str | None
    """``inline``, ``attachment`` or another token, lower case; ``None`` when absent."""
    content_id: str | None
    content: bytes
    """Transfer encoding removed; ``b""`` for containers."""
    text: str | None
    """Decoded text of ``text/*`` parts, else ``None``."""
    sha256: str
    """Of ``content``, hex."""
    headers: tuple[Header, ...] = ()
    """The part's own header fields; for the root part, empty (they are ``Mail.headers``)."""
    defects: tuple[Defect, ...] = ()

    @property
    def is_container(self) -> bool:
        return self.media_type.startswith("multipart/")


class Wrapper(NamedTuple):
    """A mail that carried the dissected one as an attachment (``message/rfc822``) and was set aside."""

    kind: Literal["forwarded-as-attachment"]
    sha256: str
    """Of the wrapping mail's bytes."""
    raw: bytes
    headers: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class Mail:
    """A raw mail, read once. Evidence: never changed after this."""

    raw: bytes
    """The bytes of the dissected mail (of the inner one when ``wrapper`` is set)."""
    sha256: str
    headers: tuple[Header, ...]
    parts: tuple[Part, ...]
    """Depth first, containers included."""
    defects: tuple[Defect, ...] = ()
    wrapper: Wrapper | None = None
    headers_only: bool = False
    """True when the source had no body at all (pasted headers): missing body signs then mean nothing."""

    def all(self, name: str) -> tuple[Header, ...]:
        """Every field of that name, in wire order. There is no "the From": a second one must not be hidden."""
        wanted = name.lower()
        return tuple(h for h in self.headers if h.name.lower() == wanted)

    def first(self, name: str) -> Header | None:
        """The first field of that name, for fields where a second one is not worth hiding (X-Mailer, Date)."""
        wanted = name.lower()
        return next((h for h in self.headers if h.name.lower() == wanted), None)


# -- What is read from the mail ----------------------------------------------------------------------------------------


class Evidence(NamedTuple):
    """Where a sentence can be checked."""

    pointer: str
    quote: str
    """The words themselves, at most a few hundred characters; hostile, unredacted until :mod:`gyotaku.tell`."""


class Subject(NamedTuple):
    """The subject line, the receiving server's stamp taken off."""

    text: str
    """Without the stamp; ``""`` when the field is absent or empty."""
    spam_stamp: str | None
    """The receiving server's mark as written (``[spam]``, ``***SPAM***``); ``None`` when there is none."""
    header: int | None
    """Index of the field; ``None`` when the mail has no Subject."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the mail says it is from, in every reading."""

    display: str
    address: Address | None
    """The one most readers would show; ``None`` when no From could be read."""
    candidates: tuple[Address, ...]
    """Every address some reader or verifier would take for the author (RFC 5322 section 3.6.2), first = address."""
    ambiguous: bool
    """True when readers would differ: several From fields, several mailboxes, disputed syntax."""
    reply_to: tuple[Address, ...]
    return_path: str | None
    """Envelope sender as recorded by the receiver; ``""`` for the null sender ``<>``; ``None`` when not recorded."""
    message_id: str | None
    x_mailer: str | None
    """X-Mailer or User-Agent."""
    header: int | None
    """Index of the From field that ``address`` was read from."""


class Recipient(NamedTuple):
    """The person to protect: every address of theirs that the mail carries. Never leaves :mod:`gyotaku.tell`."""

    addresses: tuple[str, ...]
    """Lower case ``local@domain``; To, Cc, Delivered-To, envelope, ``for <…>``, VERP, settings."""
    names: tuple[str, ...] = ()
    """Display names used for them in To and Cc, and names the body addresses them by."""


class Addressee(NamedTuple):
    """Whom the body speaks to."""

    kind: Literal["name", "address", "generic", "none"]
    """``none`` = looked and found no salutation. ``address`` = the mail address stands where a name should."""
    text: str
    evidence: Evidence | None = None


class Section(NamedTuple):
    """A stretch of ``Body.text`` and the part it came from."""

    path: str
    start: int
    end: int


class Hidden(NamedTuple):
    """Text that is in the mail and that a reader does not see."""

    path: str
    how: str
    """``display-none``, ``zero-size``, ``same-colour``, ``off-screen``, ``zero-width``, ``comment``, ``attribute``…"""
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """What the reader sees, as text."""

    text: str
    """Visible text of the part a common reader shows (HTML where there is one), white space folded, NFC not applied."""
    sections: tuple[Section, ...]
    hidden: tuple[Hidden, ...]
    plain: str | None
    """The text/plain alternative when an HTML one is shown; ``None`` when there is none."""
    alternatives_differ: bool
    """True when text/plain and HTML say different things (not just shorter)."""
    language: str | None
    """``ja``, ``en``, ``zh``, ``ko`` or another ISO 639-1 code; ``None`` = too little text to say."""
    charset_as_labelled: str | None
    charset_as_read: str | None

    def pointer(self, start: int, end: int) -> str:
        """Pointer of the characters ``start`` to ``end`` of ``text``, in the part they came from."""
        for section in self.sections:
            if section.start <= start < section.end or section.start == start == section.end:
                return f"part:{section.path}@{start - section.start}-{min(end, section.end) - section.start}"
        return f"part:1@{start}-{end}"

    def quote(self, start: int, end: int, around: int = 0) -> Evidence:
        """Evidence for those characters; ``around`` widens only the quote."""
        low, high = max(0, start - around), min(len(self.text), end + around)
        return Evidence(self.pointer(start, end), self.text[low:high])


class Trust(enum.StrEnum):
    """Whose word a Received hop is."""

    OURS = "ours"
    """Written by, and about, the recipient's own hosts or forwarders."""
    HANDED_OVER = "handed-over"
    """Written by a trusted host that took the mail from outside: this IP was seen by our own server."""
    CLAIMED = "claimed"
    """Below that: text supplied by the sender's side; may be invented."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One Received field (RFC 5321 section 4.4), newest first."""

    index: int
    header: int
    """Index of the header field."""
    helo: str | None
    """Name the client gave itself: free text."""
    ptr: str | None
    """Reverse name noted by the receiving server; ``""`` when it noted that there is none ("unknown")."""
    ip: str | None
    """Client address, canonical text form (IPv6 compressed)."""
    by: str | None
    protocol: str | None
    at: datetime | None
    """Time zone aware; ``None`` when absent or unreadable."""
    trust: Trust
    trust_basis: Literal["settings", "inferred"]
    raw: str
    recipient: str | None = None
    """Address of the ``for`` clause."""


@dataclass(frozen=True, slots=True)
class AuthResult:
    """One method's result, in RFC 8601's words."""

    method: Literal["spf", "dkim", "dmarc", "arc"]
    status: str
    """none, pass, fail, softfail, neutral, policy, temperror, permerror; ``unknown`` = asked and no answer."""
    domain: str | None
    """smtp.mailfrom's, header.d's or header.from's domain, A-label."""
    aligned: bool | None
    """With the From domain (RFC 9989 section 4.4); ``None`` = cannot be said."""
    origin: Literal["boundary", "recomputed"]
    reason: str
    header: int | None = None
    """Index of the field the boundary wrote; ``None`` when recomputed."""
    by: str | None = None
    """authserv-id of the boundary; ``None`` when recomputed or when the field has none (Microsoft)."""


# -- Links -------------------------------------------------------------------------------------------------------------


class Token(NamedTuple):
    """The recipient, or an opaque mark that stands for them, inside a URL."""

    what: Literal["address", "local", "domain", "opaque"]
    value: str
    """As it stands in the URL, still encoded."""
    encodings: tuple[str, ...]
    """Outermost first: ``percent``, ``base64``, ``hex``, ``md5``…"""
    where: str
    """``path``, ``query:NAME``, ``fragment``, ``host``, ``userinfo``."""


@dataclass(frozen=True, slots=True)
class Link:
    """One place that could lead a reader away."""

    id: int
    url: str
    """As written, entities decoded, resolved against ``<base>``."""
    href: str
    """As a browser reads it (WHATWG URL); ``""`` when a browser would refuse it."""
    host: str
    """A-label host of ``href``; ``""`` when there is none."""
    domain: str
    """Registrable domain of ``host`` (public suffix list, private section counted); the IP itself for IP hosts."""
    text: str
    """What the reader sees on it; ``""`` for pictures and places that show nothing."""
    shown: str | None
    """The address that ``text`` itself looks like (``https://…`` or a host name); ``None`` when it looks like none."""
    where: str
    """Pointer."""
    kind: str
    """``text html form area image css meta calendar qr attachment header refresh nested``."""
    tokens: tuple[Token, ...] = ()

    @property
    def clickable(self) -> bool:
        """True when following it is the reader's own act (not a picture or a style that loads by itself)."""
        return self.kind not in {"image", "css", "header"}


@dataclass(frozen=True, slots=True)
class Step:
    """One station on a link's way."""

    url: str
    host: str
    domain: str
    how: str
    """How it was reached: ``start``, ``safelinks``, ``google``, ``query:url``, ``302``, ``meta``, ``script``…"""
    status: int | None = None
    """HTTP status; ``None`` when not asked."""
    ip: str | None = None
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a link leads, as far as it was followed."""

    link: int
    """``Link.id``."""
    steps: tuple[Step, ...]
    """First = the link itself (how ``start``)."""
    stopped_by: str
    """``offline``, ``landed``, ``not-http``, ``loop``, ``limit-steps``, ``refused``, ``timeout``…"""

    @property
    def end(self) -> Step:
        return self.steps[-1]


class Form(NamedTuple):
    """A form of a captured page."""

    action: str
    """Absolute URL the form posts to; the page's own URL when the attribute is empty."""
    method: str
    fields: tuple[tuple[str, str], ...]
    """(name, type), in order."""
    asks_for: tuple[str, ...]
    """mail, account, password, card, bank, code, identity, phone, address, app."""


@dataclass(frozen=True, slots=True)
class Page:
    """A captured page (filled by a visit; empty tuple of pages = not visited)."""

    trail: int | None
    url: str
    status: int | None
    title: str
    text: str
    forms: tuple[Form, ...]
    liveness: str
    html_blob: str | None = None
    picture_blob: str | None = None
    captured_at: datetime | None = None
    notes: tuple[tuple[str, Fact], ...] = ()


# -- Brands and the world ----------------------------------------------------------------------------------------------


def under(host: str, domains: Iterable[str]) -> str | None:
    """The first of ``domains`` that ``host`` equals or is a sub-domain of; ``None`` when none is.

    >>> under("www.eki-net.com", ("eki-net.com",))
    'eki-net.com'
    >>> under("eki-net.com.evil.cn", ("eki-net.com",)) is None
    True
    """
    host = host.rstrip(".").lower()
    return next((d for d in domains if host == d or host.endswith("." + d)), None)


@dataclass(frozen=True, slots=True)
class BrandClaim:
    """A brand whose face the mail wears, with what the catalogue knows of it."""

    brand: str
    """Catalogue id."""
    name: str
    """Japanese name (or the usual one)."""
    name_en: str
    grounds: tuple[Evidence, ...]
    score: float
    """0..1: how strongly the mail claims to *be* this brand rather than to mention it."""
    mail_domains: tuple[str, ...]
    web_domains: tuple[str, ...]
    shared_domains: tuple[str, ...] = ()
    """Owned by the brand but full of its customers: proves nothing. Wins over the two above."""
    sender_services: tuple[str, ...] = ()
    """Other firms' mailing domains known to be used by the brand."""
    customer_domains: tuple[str, ...] = ()
    """Domains whose mailboxes are the brand's customers' (docomo.ne.jp): exact matches prove nothing as a sender."""

    @property
    def owner_domain(self) -> str | None:
        return next(iter(self.web_domains or self.mail_domains), None)

    def sends_from(self, domain: str) -> bool:
        """True when the catalogue knows ``domain`` as one this brand itself mails from."""
        return (
            domain.rstrip(".").lower() not in self.customer_domains
            and not under(domain, self.shared_domains)
            and bool(under(domain, self.mail_domains) or under(domain, self.web_domains))
        )

    def serves(self, host: str) -> bool:
        """True when the catalogue knows ``host`` as one of the brand's own sites."""
        return not under(host, self.shared_domains) and bool(
            under(host, self.web_domains) or under(host, self.mail_domains)
        )


class State(enum.StrEnum):
    """No, not now and not asked are three different words."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What one source said about one subject, or why it did not."""

    source: str
    """``dns:A``, ``rdap:domain``, ``atlas``, ``urlhaus``…"""
    subject: str
    state: State
    value: T | None
    reason: str
    """Why UNKNOWN or SKIPPED, in words for the report's "not known"; ``""`` otherwise."""
    asked_at: datetime | None
    """``None`` when SKIPPED."""


@dataclass(frozen=True, slots=True)
class Records:
    """DNS records of one name and type (value of ``dns:<TYPE>``)."""

    values: tuple[str, ...]
    """Presentation form, no trailing dots: ``192.0.2.1``, ``10 mx.example.jp``; TXT joined, 8-bit as Latin-1."""
    ttl: int
    """Seconds."""
    validated: bool = False
    """The resolver set the AD bit (DNSSEC)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An entity of a registration, in RDAP's words (RFC 9083 section 5.1)."""

    role: str
    """registrant, registrar, abuse, technical, administrative…"""
    name: str | None
    organization: str | None = None
    email: str | None = None
    phone: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """What a registry says of a domain or a network (value of ``rdap:domain``, ``rdap:ip``, ``whois:domain``)."""

    name: str
    """The domain, or the network in CIDR form."""
    registered_at: datetime | None
    expires_at: datetime | None
    changed_at: datetime | None
    registrar: str | None
    registrant: str | None
    """As published; a privacy service's name when ``privacy_proxy``."""
    privacy_proxy: str | None
    """Name of the privacy or proxy service; ``None`` when none is recognised."""
    statuses: tuple[str, ...]
    name_servers: tuple[str, ...]
    contacts: tuple[Contact, ...]
    country: str | None = None
    """Country of the registrant (domain) or of the network's registration (ip), ISO 3166-1."""

    def abuse(self) -> tuple[str, ...]:
        """Mail addresses of the abuse role, nested entities included."""
        return tuple(c.email for c in self.contacts if c.role == "abuse" and c.email)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is announced and roughly stands (value of ``atlas:ip``). Never where a person is."""

    ip: str
    asn: int | None
    as_name: str | None
    country: str | None
    """ISO 3166-1 alpha-2."""
    region: str | None
    city: str | None
    latitude: float | None
    longitude: float | None
    radius_km: int | None
    kind: str | None
    """hosting, cloud, cdn, access, proxy, education…; ``None`` = not known. Cloud and CDN: the origin is unknown."""
    data: str
    """Data set and its date, e.g. ``DB-IP Lite 2026-09``."""
    licence: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a reputation source says (value of its answers): listed, or asked and unrated at that moment."""

    listed: bool
    threat: str | None
    """The source's own word: phishing, malware, spam…"""
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Dissection:
    """The stored case: all that was read and gathered, nothing judged yet."""

    mail: Mail
    subject: Subject
    sender: Sender
    recipient: Recipient
    addressee: Addressee
    body: Body
    date: datetime | None
    """The Date field, time zone aware; ``None`` when absent or unreadable."""
    received_at: datetime | None
    """When the recipient's side took the mail (the HANDED_OVER hop); ``None`` when no hop says so."""
    hops: tuple[Hop, ...]
    auth: tuple[AuthResult, ...]
    links: tuple[Link, ...]
    trails: tuple[Trail, ...]
    """One for each link, same order."""
    brands: tuple[BrandClaim, ...]
    """Strongest first; the first with ``score >= 0.5`` is the brand the mail claims to be."""
    pages: tuple[Page, ...] = ()
    intel: tuple[Answer[Any], ...] = ()
    gathered_at: datetime | None = None
    source: str = ""
    """How the mail came in, in words that may be shown (never a path)."""
    schema: str = SCHEMA

    @property
    def origin(self) -> Hop | None:
        """The hop whose IP a trusted server saw (HANDED_OVER); ``None`` when none can be told."""
        return next((h for h in self.hops if h.trust is Trust.HANDED_OVER), None)

    @property
    def claimed(self) -> BrandClaim | None:
        """The brand the mail claims to be; ``None`` when it claims none we know."""
        return next((b for b in self.brands if b.score >= 0.5), None)

    def trail_of(self, link: Link) -> Trail:
        return self.trails[link.id]


# -- Judgement ---------------------------------------------------------------------------------------------------------


class Strength(enum.StrEnum):
    """How much a finding may say."""

    DECISIVE = "decisive"
    STRONG = "strong"
    WEAK = "weak"
    NOTE = "note"
    """Said because readers look for it; weighs nothing."""
    COUNTER = "counter"
    """Speaks for the mail."""


Viewpoint = Literal["subject", "sender", "addressee", "path", "body", "link", "landing"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a sign saw."""

    sign: str
    strength: Strength
    evidence: tuple[Evidence, ...]
    """At least one; a sentence without evidence is not written."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Named values for the sentence's slots."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One look at a dissection, from one viewpoint."""

    id: str
    """kebab-case, for ever."""
    viewpoint: Viewpoint
    benign: str
    """The honest mail that also does this. Mandatory."""
    look: Callable[[Dissection], Iterator[Finding]]


Label = Literal["phishing", "suspicious", "undecided", "no-signs"]


class Reason(NamedTuple):
    """What one sign adds to the verdict."""

    sign: str
    weight: float
    """Log-odds added to (or, negative, taken from) the verdict."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that could not be learned."""

    what: str
    """Stable kebab-case id; the words are in the catalogue (``unknown.<what>``)."""
    why: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Label, probability and every reason. Never "safe"."""

    label: Label
    probability: float
    """0..1, never printed without the label."""
    reasons: tuple[Reason, ...]
    """By falling absolute weight; negative ones speak for the mail."""
    findings: tuple[Finding, ...]
    unknowns: tuple[Unknown, ...]
    policy: str
    """Version of the weights."""
