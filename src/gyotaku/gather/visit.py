"""Opens a mail's ways, as somebody else: follow, print the page, read it. Only when the operator said so.

Each foreign way is walked from the first station that is not a named service's wrapper. In every URL the recipient is
replaced by the decoy of the case; a URL from which they cannot be got out is not opened. What the persons who look are
shown differs on purpose, so each gets a page of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from gyotaku.domains import is_public_mail_domain, parse_url
from gyotaku.gather.browser import Browser, Errand, Look
from gyotaku.gather.decoy import Decoy, Opaque, Put, decoy_for, disguise
from gyotaku.gather.egress import Gate
from gyotaku.gather.follow import Follower, Way
from gyotaku.gather.personas import PERSONAS, Persona
from gyotaku.judge.brands.catalogue import by_domain
from gyotaku.judge.brands.recognise_page import WEARS, recognise_page
from gyotaku.mail.charsets import decode
from gyotaku.mail.tokens import find_tokens
from gyotaku.model import BrandClaim, Dissection, Fact, Link, Page, Recipient, Step, Trail, under
from gyotaku.pages.capture import Capture
from gyotaku.pages.decoy import read_decoy
from gyotaku.pages.read import read_page

MAX_WAYS = 3
"""Ways opened of one mail. Phishing mails have one; the rest are the honest links they copied."""
NOBODY = ("example.com", "example.net")
"""Where a decoy lives when the operator's own domain is the recipient's (RFC 2606)."""


class Blobs(Protocol):
    """Keeps bytes by their hash."""

    def put(self, data: bytes) -> str:
        """SHA-256, hex."""
        ...

    def get(self, digest: str) -> bytes | None:
        """The bytes; ``None`` when there are none of that hash."""
        ...


class MemoryBlobs:
    """Blobs for the length of a run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """Keep; the same bytes once."""
        digest = hashlib.sha256(data).hexdigest()
        self._kept[digest] = data
        return digest

    def get(self, digest: str) -> bytes | None:
        """What was kept."""
        return self._kept.get(digest)


@dataclass(frozen=True, slots=True)
class Visiting:
    """What the operator decided about visits."""

    personas: tuple[Persona, ...] = (PERSONAS["phone-ja"],)
    login: bool = False
    """Type decoy credentials into pages that ask for some."""
    decoy_domain: str = NOBODY[0]
    opaque: Opaque = "random"
    compare: bool = False
    """Ask thrice, with the decoy, without a mark and with a random one: is the page shown to marked visitors only?"""
    max_ways: int = MAX_WAYS
    blobs: Blobs = field(default_factory=MemoryBlobs)


async def visit(d: Dissection, world: object, browser: Browser, visiting: Visiting) -> Dissection:
    """The dissection with its ways walked to the end and a page for each look.

    ``world``: a live or loopback one; others know no gate, and nothing is opened. The decoy becomes somebody to
    protect in ``recipient``: a report that named it would tell which visitor we were. Never raises for anything the
    outside does.
    """
    network = network_of(world)
    if network is None:
        return d
    decoy = decoy_for(d.mail.sha256, _decoy_domain(d.recipient, visiting.decoy_domain), d.recipient)
    walk = _Walk(d, network, browser, visiting, decoy)
    trails = list(d.trails)
    for link in chosen(d, visiting.max_ways):
        trails[link.id] = await walk.walk(link, d.trails[link.id])
    if not walk.pages:
        return replace(d, trails=tuple(trails))
    protected = Recipient((*d.recipient.addresses, decoy.address), d.recipient.names)
    pages = (*d.pages, *walk.pages)
    return replace(d, trails=tuple(trails), pages=pages, recipient=protected, brands=_worn(d.brands, pages))


def _worn(brands: tuple[BrandClaim, ...], pages: tuple[Page, ...]) -> tuple[BrandClaim, ...]:
    """The brands with what the pages wear: further grounds for those the mail claims, behind them those it does not.

    Whom the *mail* claims to be stays the mail's word: a face seen on a page alone gets no more than half a score.
    """
    found = {claim.brand: claim for claim in brands}
    for number, page in enumerate(pages):
        for claim in recognise_page(page, number):
            if claim.score < WEARS:
                continue
            known = found.get(claim.brand)
            if known is None:
                found[claim.brand] = replace(claim, score=min(claim.score, WEARS - 0.01))
            else:
                found[claim.brand] = replace(known, grounds=(*known.grounds, *claim.grounds))
    return tuple(found.values())


def network_of(world: object) -> Any:
    """The network of a world that has one (``gate``, ``clock``, ``tls``); ``None`` for offline and recorded."""
    live = getattr(world, "live", world)
    return getattr(live, "network", None)


def _decoy_domain(recipient: Recipient, wanted: str) -> str:
    own = tuple(a.rpartition("@")[2] for a in recipient.addresses)
    own = tuple(o for o in own if o and not is_public_mail_domain(o))
    return next((name for name in (wanted.lower(), *NOBODY) if not under(name, own)), NOBODY[0])


# -- Which ways --------------------------------------------------------------------------------------------------------


def chosen(d: Dissection, most: int) -> tuple[Link, ...]:
    """The links to open, most suspicious first, each way once: no official site, nothing of the recipient's own.

    Suspicious is: carrying the recipient, wrapped in redirects, showing another address than it leads to, being what
    the reader is asked to press.
    """
    own = tuple(a.rpartition("@")[2] for a in d.recipient.addresses)
    ranked: list[tuple[tuple[bool, ...], int, Link]] = []
    seen: set[str] = set()
    for link in d.links:
        trail = d.trails[link.id]
        start = trail.steps[_start(trail)]
        parsed = parse_url(start.url)
        if not link.clickable or parsed is None or parsed.scheme not in ("http", "https") or start.url in seen:
            continue
        hosts = [step.host for step in trail.steps[_start(trail) :]]
        if all(is_official(d, host) for host in hosts) or under(start.host, own):
            continue
        seen.add(start.url)
        doubts = (
            bool(link.tokens) or any(s.tokens for s in trail.steps),
            len(trail.steps) > 1,
            bool(link.shown and link.domain and link.domain not in link.shown),
            link.kind in ("html", "text", "qr", "form", "area"),
        )
        ranked.append((tuple(not doubt for doubt in doubts), link.id, link))
    ranked.sort(key=lambda row: row[:2])
    return tuple(link for _, _, link in ranked[:most])


def is_official(d: Dissection, host: str) -> bool:
    """True for a site that the catalogue calls a firm's own, or the claimed brand's."""
    return by_domain(host) is not None or any(claim.serves(host) for claim in d.brands)


def _start(trail: Trail) -> int:
    """Index of the first station that is no named service's wrapper: what these say is known without asking them."""
    at = 0
    for index, step in enumerate(trail.steps[1:], 1):
        if step.how.split(" ")[0].partition(":")[0] in ("query", "path", "fragment"):
            break
        at = index
    return at


# -- Walking -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Walk:
    """One mail's visits."""

    d: Dissection
    network: Any
    browser: Browser
    visiting: Visiting
    decoy: Decoy
    pages: list[Page] = field(default_factory=list)

    @property
    def gate(self) -> Gate:
        gate: Gate = self.network.gate
        return gate

    async def walk(self, link: Link, trail: Trail) -> Trail:
        """The link's way to its end; the first persona's steps are the trail's, each persona's page is kept."""
        start = _start(trail)
        walked: Trail | None = None
        for persona in self.visiting.personas:
            steps, stopped_by = list(trail.steps[:start]), "offline"
            for station in trail.steps[start:]:
                capture, page = await self._look(station.url, persona, link)
                steps += self._joined(station, capture.steps)
                landed = capture.status is not None
                stopped_by = "landed" if landed and capture.stopped_by in ("", "no-browser") else capture.stopped_by
                if landed or station is trail.steps[-1]:
                    self.pages.append(page)
                    break
                # A redirector that is gone or does not answer: what it was meant to lead to is known, and tried.
            walked = walked or Trail(trail.link, tuple(steps), stopped_by or "no-answer")
        if self.visiting.compare and link.tokens and self.pages:
            self.pages[-1] = await self._compared(trail.steps[start].url, self.pages[-1])
        return walked or trail

    def _joined(self, station: Step, walked: tuple[Step, ...]) -> Iterator[Step]:
        """The station as the mail gave it with what was learned of it, then what came after."""
        if not walked:
            yield station
            return
        yield replace(station, status=walked[0].status, ip=walked[0].ip)
        for step in walked[1:]:
            yield replace(step, tokens=step.tokens or find_tokens(step.url, self.d.recipient))

    async def _look(self, url: str, persona: Persona, link: Link) -> tuple[Capture, Page]:
        disguised = disguise(url, self.d.recipient, self.decoy, self.visiting.opaque)
        if disguised is None:
            at = self.network.clock()
            capture = Capture(url, url, None, (), b"", link.id, persona=persona.id, at=at, stopped_by="no-disguise")
            return capture, read_page(capture)
        if persona.browser and self.browser.engine is not None:
            return self._kept(await self._by_browser(disguised.url, persona, link))
        capture = await self._by_follow(disguised.url, persona, link)
        if persona.browser:
            capture = replace(capture, stopped_by=capture.stopped_by or "no-browser")
        return self._kept(Look(capture, capture.html, None))

    async def _by_browser(self, url: str, persona: Persona, link: Link) -> Look:
        official = (lambda host: is_official(self.d, host)) if self.visiting.login else None
        errand = Errand(url, persona, self.decoy, self.d.recipient, link.id, official)
        return await self.browser.look(self.gate, errand)

    async def _by_follow(self, url: str, persona: Persona, link: Link) -> Capture:
        follower = Follower(self.gate, persona, self.decoy.person, self.network.tls)
        way = await follower.follow(url)
        return replace(capture_of(way, url, persona), trail=link.id, at=self.network.clock())

    def _kept(self, look: Look) -> tuple[Capture, Page]:
        capture = replace(look.capture, at=self.network.clock())
        if look.html:
            capture = replace(capture, html_blob=self.visiting.blobs.put(look.html))
        if look.picture:
            capture = replace(capture, picture_blob=self.visiting.blobs.put(look.picture))
        page = read_page(capture, self.decoy.person)
        notes: list[tuple[str, Fact]] = []
        if look.detail:
            notes.append(("stopped-why", look.detail[:300]))
        if look.picture and not look.sandbox:
            notes.append(("sandbox", "off"))
        if look.login is not None:
            notes += read_decoy(look.login, page)
        return capture, replace(page, notes=(*page.notes, *notes))

    async def _compared(self, url: str, page: Page) -> Page:
        """Whether the mark is what opens the page: asked by the plain client, so that nothing else differs."""
        shown: dict[str, str] = {}
        puts: tuple[Put, ...] = ("decoy", "cut", "random")
        for put in puts:
            disguised = disguise(url, self.d.recipient, self.decoy, self.visiting.opaque, put)
            if disguised is None:
                return page
            way = await Follower(self.gate, PERSONAS["plain"], tls=self.network.tls).follow(disguised.url)
            read = read_page(capture_of(way, disguised.url, PERSONAS["plain"]))
            asked = sorted({a for form in read.forms for a in form.asks_for})
            end = parse_url(read.url)
            shown[put] = f"{read.liveness} {end.host if end else ''} {' '.join(asked)}"
        gate = "none"
        if shown["decoy"] != shown["cut"]:
            gate = "an address" if shown["decoy"] != shown["random"] else "any mark"
        return replace(page, notes=(*page.notes, ("token-gate", gate)))


def capture_of(way: Way, url: str, persona: Persona) -> Capture:
    """A way walked without a browser, as a capture: its last answer is the page."""
    end = way.stations[-1]
    text, _ = decode(end.body, _charset(end.header("content-type")), html=True) if end.body else ("", "")
    html = text.encode("utf-8", "replace")
    return Capture(
        url=url,
        final_url=end.step.url,
        status=end.step.status,
        headers=end.headers,
        html=html,
        steps=way.steps,
        certificate=end.certificate,
        persona=persona.id,
        stopped_by="" if way.stopped_by == "landed" else way.stopped_by,
    )


def _charset(content_type: str) -> str | None:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower() or None
    return None
