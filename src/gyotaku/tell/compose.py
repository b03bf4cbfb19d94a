"""Dissection and verdict to a report, every string through ``clean``. Nothing here knows how redaction works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from gyotaku.domains import registrable
from gyotaku.model import AuthResult, Dissection, Fact, Finding, Link, Trust, Verdict, Viewpoint
from gyotaku.tell import defang
from gyotaku.tell.indicators import indicators
from gyotaku.tell.marks import card_of, marks_of
from gyotaku.tell.networks import host_addresses, origin_network
from gyotaku.tell.places import Places
from gyotaku.tell.registrations import domain_facts, reputation
from gyotaku.tell.report import (
    METHODS,
    Attachment,
    Case,
    DomainFacts,
    Missing,
    Origin,
    Report,
    Ruling,
    ShownAddressee,
    ShownAuth,
    ShownBody,
    ShownBrand,
    ShownFinding,
    ShownLink,
    ShownPage,
    ShownSender,
    ShownStep,
    ShownSubject,
    Station,
)
from gyotaku.tell.words import viewpoint_of

Clean = Callable[[str, str], str]
"""``clean(text, where)``: the text without anything of the recipient. ``where`` names the place for the count."""

VIEWPOINTS: tuple[Viewpoint, ...] = ("subject", "sender", "addressee", "path", "link", "landing", "body")
"""The order in which a report speaks."""

_ASKED = (
    ("card", ("カード番号", "クレジットカード", "セキュリティコード", "card number", "credit card", "cvv")),
    ("bank", ("口座番号", "暗証番号", "振込先", "account number", "bank account", "online banking")),
    ("code", ("認証コード", "認証番号", "ワンタイム", "確認コード", "one-time", "verification code", "passcode")),
    ("identity", ("本人確認書類", "マイナンバー", "運転免許", "passport", "driving licen", "identity document")),
    ("app", ("アプリをインストール", "アプリをダウンロード", "install the app", ".apk")),
    ("password", ("パスワード", "ログイン", "サインイン", "password", "log in", "login", "sign in")),
)
"""What a text that asks for something names; only puts first aid in order."""

_PAGE_ASKS = {"account": "password", "mail": "password", "phone": "code", "address": "identity"}
_MAX_ASK_TEXT = 20_000
"""Characters of the text searched for what it asks: beyond that lies no first aid."""


def compose(d: Dissection, verdict: Verdict, clean: Clean, *, private: bool = False, source: str = "") -> Report:
    """The report, without its redaction count and guard, which only the caller can know (after the last ``clean``).

    ``source`` overrides how the mail came in (shown as it is, never a path).
    """
    body = clean(d.body.text, "body")
    shown_body = defang.text(body)
    places = Places(d, shown_body, clean)
    findings = tuple(_finding(f, clean, places) for f in verdict.findings)
    card = card_of(d, verdict.findings, clean)
    return Report(
        case=Case(d.mail.sha256, d.received_at, clean(source or d.source, "case")),
        verdict=Ruling(
            label=verdict.label,
            probability=verdict.probability,
            reasons=tuple(r.sign for r in verdict.reasons),
            weights=tuple(r.weight for r in verdict.reasons),
            unknowns=tuple(
                Missing(u.what, clean(u.why, "unknowns"), _facts(u.facts, "unknowns", clean)) for u in verdict.unknowns
            ),
            policy=verdict.policy,
        ),
        subject=ShownSubject(clean(d.subject.text, "subject"), _maybe(clean, d.subject.spam_stamp, "subject")),
        sender=_sender(d, clean),
        addressee=ShownAddressee(d.addressee.kind, clean(d.addressee.text, "addressee")),
        origin=_origin(d, clean),
        hops=tuple(
            Station(
                h.index,
                _maybe(clean, h.helo, "hops"),
                _maybe(clean, h.ptr, "hops"),
                _maybe(clean, h.ip, "hops"),
                _maybe(clean, h.by, "hops"),
                h.at,
                h.trust.value,
            )
            for h in d.hops
        ),
        auth={method: _auth(method, d.auth, clean) for method in METHODS},
        brand=_brand(d, clean, places),
        links=tuple(_link(link, d, clean) for link in d.links),
        pages=tuple(_pages(d, clean)),
        domains=tuple(_domains(d, clean)),
        reputation=tuple(reputation(d, clean)),
        attachments=tuple(_attachments(d, clean)),
        body=ShownBody(shown_body, d.body.language, d.body.charset_as_labelled, d.body.charset_as_read),
        findings=findings,
        indicators=indicators(d, verdict, clean),
        redactions=(),
        card=card,
        marks=marks_of(d, verdict.findings, places, card),
        asks=_asks(d),
        sent_at=d.date,
        forwarded=d.mail.wrapper is not None,
        headers_only=d.mail.headers_only,
        private=private,
        asked_world=bool(d.intel or d.pages),
        gathered_at=d.gathered_at,
    )


def _maybe(clean: Clean, value: str | None, where: str) -> str | None:
    return clean(value, where) if value else value


def _facts(facts: Mapping[str, Fact], where: str, clean: Clean) -> dict[str, Fact]:
    return {k: clean(v, where) if isinstance(v, str) else v for k, v in facts.items()}


def _finding(finding: Finding, clean: Clean, places: Places) -> ShownFinding:
    return ShownFinding(
        id=finding.sign,
        viewpoint=_viewpoint(finding.sign),
        strength=finding.strength,
        facts=_facts(finding.facts, "findings", clean),
        evidence=tuple(places.evidence(e) for e in finding.evidence),
    )


@cache
def _viewpoint(sign: str) -> Viewpoint:
    """Where a sign is spoken of. Its words say so first: a stored verdict may name a sign that is no longer there."""
    from gyotaku.judge.look import signs

    found = viewpoint_of(sign) or next((s.viewpoint for s in signs() if s.id == sign), None)
    return next((v for v in VIEWPOINTS if v == found), "body")


def _sender(d: Dissection, clean: Clean) -> ShownSender:
    s = d.sender
    return ShownSender(
        display=clean(s.display, "sender"),
        address=clean(s.address.spec, "sender") if s.address else None,
        candidates=tuple(clean(a.spec, "sender") for a in s.candidates),
        ambiguous=s.ambiguous,
        reply_to=tuple(clean(a.spec, "sender") for a in s.reply_to),
        return_path=_maybe(clean, s.return_path, "sender"),
        message_id=_maybe(clean, s.message_id, "sender"),
        x_mailer=_maybe(clean, s.x_mailer, "sender"),
    )


def _origin(d: Dissection, clean: Clean) -> Origin:
    hop = d.origin
    if hop is None:
        return Origin()
    return Origin(
        ip=_maybe(clean, hop.ip, "hops"),
        helo=_maybe(clean, hop.helo, "hops"),
        ptr=_maybe(clean, hop.ptr, "hops"),
        by=_maybe(clean, hop.by, "hops"),
        trust=Trust.HANDED_OVER.value,
        **origin_network(d, hop.ip, clean),
    )


def _auth(method: str, results: Iterable[AuthResult], clean: Clean) -> ShownAuth:
    """Of several results of one method (a mail may be signed thrice) the one that says most for the sender."""
    best = max(
        (r for r in results if r.method == method),
        key=lambda r: (r.status == "pass" and bool(r.aligned), r.status == "pass", bool(r.aligned)),
        default=None,
    )
    if best is None:
        return ShownAuth()
    return ShownAuth(
        best.status, _maybe(clean, best.domain, "auth"), best.aligned, best.origin, clean(best.reason, "auth")
    )


def _brand(d: Dissection, clean: Clean, places: Places) -> ShownBrand:
    claim = d.claimed
    if claim is None:
        return ShownBrand()
    address = d.sender.address
    return ShownBrand(
        id=claim.brand,
        name=claim.name,
        name_en=claim.name_en,
        grounds=tuple(places.evidence(e) for e in claim.grounds),
        official_mail_domains=tuple(clean(x, "brand") for x in claim.mail_domains),
        official_web_domains=tuple(clean(x, "brand") for x in claim.web_domains),
        sender_is_official=claim.sends_from(address.domain) if address and address.domain else None,
    )


def _link(link: Link, d: Dissection, clean: Clean) -> ShownLink:
    trail = d.trails[link.id] if link.id < len(d.trails) else None
    steps = trail.steps if trail else ()
    claim = d.claimed
    end = steps[-1].host if steps else link.host
    landed = trail is not None and trail.stopped_by == "landed"
    return ShownLink(
        id=link.id,
        text=defang.text(clean(link.text, "links")),
        shown=defang.word(clean(link.shown, "links")) if link.shown else link.shown,
        url=defang.url(clean(link.href or link.url, "links")),
        host=clean(link.host, "links"),
        domain=clean(link.domain, "links"),
        kind=link.kind,
        steps=tuple(ShownStep(s.how, defang.url(clean(s.url, "links")), clean(s.host, "links")) for s in steps),
        stopped_by=trail.stopped_by if trail else "offline",
        carries_recipient=bool(link.tokens) or any(s.tokens for s in steps),
        official=claim.serves(end) if claim and end else None,
        landing=defang.url(clean(steps[-1].url, "links")) if landed else None,
    )


def _pages(d: Dissection, clean: Clean) -> Iterator[ShownPage]:
    for page in d.pages:
        yield ShownPage(
            url=defang.url(clean(page.url, "pages")),
            status=page.status,
            title=clean(page.title, "pages"),
            asks_for=tuple(dict.fromkeys(a for form in page.forms for a in form.asks_for)),
            posts_to=tuple(dict.fromkeys(defang.url(clean(form.action, "pages")) for form in page.forms)),
            imitates=next((b.brand for b in d.brands if any(e.pointer.startswith("page:") for e in b.grounds)), None),
            picture=page.picture_blob,
            liveness=page.liveness,
        )


def _domains(d: Dissection, clean: Clean) -> Iterator[DomainFacts]:
    """A line for each registrable name the mail leads to, says it is from or would be answered at."""
    names: dict[str, str] = {}
    for address in (d.sender.address, *d.sender.reply_to):
        if address and address.domain:
            names.setdefault(registrable(address.domain) or address.domain, address.domain)
    for trail in d.trails:
        if trail.link < len(d.links) and d.links[trail.link].clickable:
            for step in trail.steps:
                if step.domain:
                    names.setdefault(step.domain, step.host)
    for name, host in names.items():
        hosts = {name, host, *(step.host for trail in d.trails for step in trail.steps if step.domain == name)}
        addresses = host_addresses(d, hosts, clean) if d.intel else None
        yield DomainFacts(clean(name, "domains"), **domain_facts(d, name, host, clean), addresses=addresses)


def _attachments(d: Dissection, clean: Clean) -> Iterator[Attachment]:
    for part in d.mail.parts:
        if part.is_container or not (part.filename or part.disposition == "attachment"):
            continue
        yield Attachment(_maybe(clean, part.filename, "attachments"), part.media_type, part.sha256, len(part.content))


def _asks(d: Dissection) -> tuple[str, ...]:
    """What the pages ask for, else what the text names; ``()`` when neither says."""
    asked = dict.fromkeys(_PAGE_ASKS.get(a, a) for page in d.pages for form in page.forms for a in form.asks_for)
    if not asked:
        text = d.body.text[:_MAX_ASK_TEXT].lower()
        asked = dict.fromkeys(kind for kind, names in _ASKED if any(name in text for name in names))
    return tuple(asked)
