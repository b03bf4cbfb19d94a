"""One visit: what is noted while the page is open, and what is done to it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import anyio

from gyotaku.domains import parse_url, registrable
from gyotaku.gather.browser import onpage
from gyotaku.gather.browser.errand import Errand, Limits, Look
from gyotaku.gather.browser.login import type_in
from gyotaku.gather.decoy import Decoy
from gyotaku.gather.proxy import VisitProxy
from gyotaku.gather.world import Clock
from gyotaku.mail.tokens import find_tokens
from gyotaku.model import Recipient, Step
from gyotaku.pages.capture import Capture, Certificate, DecoyLogin, DecoyTry, Picture, Request
from gyotaku.pages.pictures import phash

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Dialog, Download, Page, Response
    from playwright.async_api import Request as Seen

_REASONS = {
    "metaTagRefresh": "meta",
    "httpHeaderRefresh": "refresh",
    "formSubmissionGet": "form",
    "formSubmissionPost": "form",
}
_NET_ERRORS = (
    ("ERR_TOO_MANY_REDIRECTS", "limit-steps"),
    ("ERR_UNSAFE_REDIRECT", "not-http"),
    ("ERR_UNKNOWN_URL_SCHEME", "not-http"),
    ("ERR_INVALID_REDIRECT", "not-http"),
    ("ERR_NAME_NOT_RESOLVED", "dns"),
    ("ERR_CERT", "tls"),
    ("ERR_SSL", "tls"),
    ("ERR_TIMED_OUT", "timeout"),
    ("ERR_BLOCKED", "refused"),
    ("ERR_EMPTY_RESPONSE", "no-answer"),
    ("ERR_INVALID_HTTP_RESPONSE", "no-answer"),
    ("ERR_RESPONSE_HEADERS", "no-answer"),
    ("ERR_CONNECTION", "reset"),
    ("ERR_TUNNEL", "unreachable"),
)


@dataclass
class Sitting:
    """What is noted while the page is open. (No slots: the library hangs its own marks on whoever listens.)"""

    errand: Errand
    limits: Limits
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    proxy: VisitProxy | None = None
    context: BrowserContext | None = None
    stopped_by: str = ""
    detail: str = ""
    requests: list[tuple[Seen, Request]] = field(default_factory=list)
    statuses: dict[Seen, int] = field(default_factory=dict)
    failures: dict[Seen, str] = field(default_factory=dict)
    under_way: set[Seen] = field(default_factory=set)
    ways: list[Seen] = field(default_factory=list)
    """Navigations of the main frame."""
    reasons: dict[str, str] = field(default_factory=dict)
    """URL -> how the browser came to go there."""
    answer: Response | None = None
    """Of the main document."""
    images: list[Response] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[tuple[str, str]] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    popups: int = 0
    read: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    picture: bytes | None = None
    pictures: list[Picture] = field(default_factory=list)
    headers: tuple[tuple[str, str], ...] = ()
    frame: str = ""
    """The main frame's id."""
    certificates: dict[str, Certificate] = field(default_factory=dict)
    """By host."""
    tries: list[DecoyTry] = field(default_factory=list)
    shown: tuple[tuple[Step, ...], int] | None = None
    """The way and the number of requests when the picture was taken, before anything was typed."""
    last: float = 0.0
    """When something moved last."""

    def note_stop(self, word: str, detail: str = "") -> None:
        """The first reason stands."""
        if not self.stopped_by:
            self.stopped_by, self.detail = word, detail

    def stop(self, word: str, detail: str) -> None:
        """End the visit here and now."""
        self.note_stop(word, detail)
        self.scope.cancel()

    async def run(self, context: BrowserContext) -> None:
        """Go there, wait, read, mask, take the picture, type."""
        self.context = context
        page = context.pages[0] if context.pages else await context.new_page()
        self._listen(context, page)
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch)
            try:
                cdp = await context.new_cdp_session(page)
                cdp.on("Page.frameRequestedNavigation", self._moved)
                cdp.on("Page.frameScheduledNavigation", self._moved)
                cdp.on("Network.responseReceived", self._received)
                await cdp.send("Page.enable")
                await cdp.send("Network.enable")
                self.frame = (await cdp.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
                await self._go(page)
                await self._look(page)
                self.shown = self.steps(), len(self.requests)
                if self.errand.decoy is not None and self._may_type():
                    await self._login(page, self.errand.decoy)
            except Exception as error:
                # The browser library has one kind of error for whatever a page can do; the reason was noted before it.
                self.note_stop("crash" if "crash" in str(error).lower() else "timeout", _line(error))
            group.cancel_scope.cancel()

    async def _watch(self) -> None:
        assert self.proxy is not None
        await self.proxy.over.wait()
        self.stop("limit-bytes", f"more than {self.limits.max_bytes} bytes")

    # -- Listening --

    def _listen(self, context: BrowserContext, page: Page) -> None:
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfinished", self._done)
        context.on("requestfailed", self._failed)
        context.on("page", self._popped)
        context.on("console", self._said)
        page.on("dialog", self._asks)
        page.on("download", self._offers)
        page.on("crash", lambda _: self.stop("crash", "the page brought the browser down"))

    def _asked(self, seen: Seen) -> None:
        self.last = anyio.current_time()
        url = parse_url(seen.url)
        if url is not None and self.proxy is not None:
            self.proxy.want(url.host.strip("[]"))
        self.under_way.add(seen)
        if seen.is_navigation_request() and seen.frame.parent_frame is None and seen.frame.page in self._mine():
            self.ways.append(seen)
        if len(self.requests) < self.limits.requests:
            body = _body(seen)
            names = onpage.field_names(body, seen.headers.get("content-type", ""))
            carries = onpage.carried(f"{seen.url} {body or ''}", self._secrets())
            self.requests.append((seen, Request(seen.url, seen.method, seen.resource_type, None, names, carries)))

    def _mine(self) -> list[Page]:
        return self.context.pages[:1] if self.context else []

    def _secrets(self) -> list[tuple[str, str]]:
        decoy = self.errand.decoy
        if decoy is None:
            return []
        return [("mail", decoy.address), *(("password", p) for p in decoy.passwords)]

    def _answered(self, response: Response) -> None:
        self.last = anyio.current_time()
        self.statuses[response.request] = response.status
        if response.request in self.ways and not 300 <= response.status < 400:
            self.answer = response
        drawn = (
            response.headers.get("content-type", "").startswith("image/") or response.request.resource_type == "image"
        )
        if drawn and len(self.images) < 20 and response.status == 200:
            self.images.append(response)

    def _done(self, seen: Seen) -> None:
        self.last = anyio.current_time()
        self.under_way.discard(seen)

    def _failed(self, seen: Seen) -> None:
        self._done(seen)
        self.failures[seen] = seen.failure or "failed"

    def _moved(self, event: dict[str, Any]) -> None:
        self.reasons[str(event.get("url", ""))[:4_000]] = _REASONS.get(str(event.get("reason")), "script")

    def _said(self, message: ConsoleMessage) -> None:
        if len(self.console) < 100 and message.type in ("error", "warning", "log", "info"):
            self.console.append(f"{message.type}: {message.text}"[:500])

    async def _popped(self, page: Page) -> None:
        self.popups += 1
        if self.popups > self.limits.popups:
            self.stop("limit-popups", f"more than {self.limits.popups} windows")
            return
        with suppress(Exception):
            await page.close()

    async def _asks(self, dialog: Dialog) -> None:
        self.dialogs.append((dialog.type, dialog.message[:500]))
        if len(self.dialogs) > self.limits.dialogs:
            self.stop("limit-dialogs", f"more than {self.limits.dialogs} boxes")
            return
        with suppress(Exception):
            await (dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())

    async def _offers(self, download: Download) -> None:
        if len(self.downloads) < 20:
            self.downloads.append(download.suggested_filename[:200])
        with suppress(Exception):
            await download.cancel()

    # -- Doing --

    async def _go(self, page: Page) -> None:
        patience = self.limits.settle
        try:
            await page.goto(self.errand.url, wait_until="load", timeout=self.limits.load * 1000)
        except Exception as error:
            said = str(error)
            if "Timeout" in said:
                patience = 0.5  # it had its time; what there is, is read
            if "Download is starting" in said or "interrupted" in said or "Timeout" in said or "ERR_ABORTED" in said:
                self.detail = ""  # what there is, is read all the same
            elif "crash" in said.lower():
                raise
            else:
                word = next((w for name, w in _NET_ERRORS if name in said), "no-answer")
                self.note_stop(word, _line(error))
                return
        await self._settle(page, patience)

    async def _settle(self, page: Page, patience: float) -> None:
        """Until nothing is under way and the page has said that it will not move on; ``patience`` in seconds."""
        end = anyio.current_time() + patience
        count = -1
        while (now := anyio.current_time()) < end:
            if self.under_way or now - self.last < self.limits.quiet:
                await anyio.sleep(0.02)
                continue
            if count == len(self.ways):
                return
            count = len(self.ways)
            wait = await self._ask(page, onpage.MOVES, 2.0)
            until = min(end, anyio.current_time() + float(wait or 0))
            while anyio.current_time() < until and count == len(self.ways) and not self.under_way:
                await anyio.sleep(0.03)
            if count != len(self.ways):
                with suppress(Exception):
                    await page.wait_for_load_state("load", timeout=max(1.0, (end - anyio.current_time()) * 1000))

    async def _ask(self, page: Page, script: str, seconds: float, argument: object = None) -> Any:
        """What the page says; ``None`` when it says nothing in time (it may be busy for ever)."""
        with anyio.move_on_after(seconds):
            try:
                return await page.evaluate(script, argument)
            except Exception as error:
                if "crash" in str(error).lower():
                    raise
        return None

    async def _look(self, page: Page) -> None:
        self.url = page.url
        failed = bool(self.ways) and self.ways[-1] in self.failures and self.ways[-1] not in self.statuses
        if self.url.startswith("chrome-error:") or (failed and not self.downloads) or self.stopped_by:
            return
        self.read = await self._ask(page, onpage.READ, 5.0) or {}
        self.url = page.url
        if not self.read:
            self.note_stop("timeout", "the page is busy and does not answer")
            return
        await self._read_headers()
        have = {r.url for r in self.images}
        for icon in self.read.get("icons") or ():
            if icon not in have:
                await self._ask(page, onpage.ICON, 2.0, str(icon))
        await self._collect()
        people = (*self.errand.protect.addresses, *((self.errand.decoy.address,) if self.errand.decoy else ()))
        undo = None
        with anyio.move_on_after(3.0), suppress(Exception):
            undo = await page.evaluate_handle(onpage.MASK, list(onpage.mask_words(people)))
        if undo is None:
            return  # what could not be masked is not photographed
        width, height = (max(1, int(self.read.get(k) or 1)) for k in ("width", "height"))
        clip: Any = {"x": 0, "y": 0, "width": min(width, 4_000), "height": min(height, self.limits.height)}
        with suppress(Exception):
            self.picture = await page.screenshot(full_page=True, clip=clip, timeout=8_000, animations="disabled")
        if self.errand.login is not None:
            with suppress(Exception):
                await undo.evaluate("undo => undo()")

    def _received(self, event: dict[str, Any]) -> None:
        """The certificate of the document that came last."""
        details = event.get("response", {}).get("securityDetails")
        if event.get("type") == "Document" and details and event.get("frameId") == self.frame:
            dates = (datetime.fromtimestamp(float(details.get(k) or 0), UTC) for k in ("validFrom", "validTo"))
            names = tuple(str(n)[:253] for n in details.get("sanList", ()))[:50]
            subject, issuer = str(details.get("subjectName"))[:300], str(details.get("issuer"))[:300]
            host = parse_url(str(event["response"].get("url")))
            self.certificates[host.host if host else ""] = Certificate(subject, issuer, names, *dates)

    async def _read_headers(self) -> None:
        if self.answer is not None:
            with anyio.move_on_after(1.0), suppress(Exception):
                fields = await self.answer.headers_array()
                self.headers = tuple((f["name"].lower(), f["value"][:2_000]) for f in fields[:200])

    async def _collect(self) -> None:
        """Hashes of what the page shows."""
        icons = {str(u) for u in self.read.get("icons") or ()}
        for response in {r.url: r for r in self.images}.values():
            with anyio.move_on_after(1.0), suppress(Exception):
                body = await response.body()
                role = "icon" if response.url in icons else "picture"
                if 0 < len(body) < 3_000_000:
                    self.pictures.append(Picture(response.url, role, hashlib.sha256(body).hexdigest(), phash(body)))

    # -- Typing --

    def _may_type(self) -> bool:
        """Only when switched on, and never into an official site; from here on none of these is reached at all."""
        here = parse_url(self.url)
        official = self.errand.login
        if official is None or not self.read or here is None or self.proxy is None or official(here.host):
            return False
        self.proxy.refuse(official)
        return True

    async def _login(self, page: Page, decoy: Decoy) -> None:
        """The decoy's credentials, as a person types them, with another password each time; what came of it."""
        for password in decoy.passwords:
            found = await self._ask(page, onpage.FIELDS, 3.0)
            if not found or not found.get("fields"):
                return
            before = len(self.requests)
            await type_in(page, found, decoy, password)
            self.last = anyio.current_time()
            await anyio.sleep(0.15)
            await self._settle(page, self.limits.settle)
            lost = page.url.startswith("chrome-error:")
            read = {} if lost else await self._ask(page, onpage.READ, 5.0) or {}
            sent = tuple(self._request(*pair) for pair in self.requests[before:])
            answer = Capture(
                url=self.url,
                final_url=self.ways[-1].url if lost and self.ways else page.url,
                status=next((self.statuses[s] for s in reversed(self.ways) if s in self.statuses), None),
                headers=(),
                html=str(read.get("html", "")).encode("utf-8", "replace"),
                requests=sent,
                title=str(read.get("title", "")),
                text=str(read.get("text", "")),
                persona=self.errand.persona.id,
            )
            self.tries.append(DecoyTry(int(found.get("form") or 0), sent, answer))
            if lost:
                return

    # -- Telling --

    @property
    def visitor(self) -> Recipient:
        """Whom the page takes us for."""
        return self.errand.decoy.person if self.errand.decoy else Recipient(())

    def _request(self, seen: Seen, request: Request) -> Request:
        host = parse_url(request.url)
        passage = self.proxy.stop_of(host.host.strip("[]")) if host and self.proxy else None
        status = self.statuses.get(seen)
        refused = passage.why or passage.stopped_by if passage and status is None else ""
        return replace(request, status=status, refused=refused)

    def steps(self) -> tuple[Step, ...]:
        """The main frame's way."""
        steps: list[Step] = []
        for seen in self.ways[:60]:
            before = seen.redirected_from
            how = "start" if not steps else self.reasons.get(seen.url[:4_000], "script")
            if before is not None:
                how = str(self.statuses.get(before, "302"))
            parsed = parse_url(seen.url)
            host = parsed.host if parsed else ""
            address = self.proxy.address_of(host.strip("[]")) if self.proxy else None
            tokens = find_tokens(seen.url, self.visitor)
            steps.append(Step(seen.url, host, registrable(host), how, self.statuses.get(seen), address, tokens))
        return tuple(steps)

    def _end_word(self) -> tuple[str, str]:
        """Why the way ended: the gate's reason, where there is one, before the browser's."""
        if self.stopped_by in ("", "no-answer", "unreachable", "reset", "dns", "refused") and self.ways and self.proxy:
            parsed = parse_url(self.ways[-1].url)
            if parsed is not None and self.ways[-1] not in self.statuses:
                passage = self.proxy.stop_of(parsed.host.strip("[]"))
                if passage is not None:
                    return passage.stopped_by, passage.why
        return self.stopped_by, self.detail

    def result(self, clock: Clock, sandbox: bool) -> Look:
        """All of it as nouns."""
        stopped_by, detail = self._end_word()
        html = str(self.read.get("html", "")).encode("utf-8", "replace")
        picture = self.picture
        digest = hashlib.sha256(picture).hexdigest() if picture else None
        pictures = list(self.pictures)
        if picture and digest:
            pictures.append(Picture(self.url, "page", digest, phash(picture)))
        steps, count = self.shown or (self.steps(), len(self.requests))
        loaded = bool(self.read)
        landed = parse_url(self.url)
        if steps and loaded and self.url.partition("#")[0] == steps[-1].url.partition("#")[0]:
            # The library drops what stands behind the number sign; kits hand the visitor's address over there.
            steps = (*steps[:-1], replace(steps[-1], url=self.url, tokens=find_tokens(self.url, self.visitor)))
        final = self.url if loaded else steps[-1].url if steps else self.errand.url
        capture = Capture(
            url=self.errand.url,
            final_url=final,
            status=self.answer.status if self.answer is not None else None,
            headers=self.headers,
            html=html,
            trail=self.errand.trail,
            steps=steps,
            requests=tuple(self._request(*pair) for pair in self.requests[:count]),
            title=str(self.read["title"]) if loaded else None,
            text=str(self.read["text"]) if loaded else None,
            pictures=tuple(pictures),
            html_blob=hashlib.sha256(html).hexdigest() if html else None,
            picture_blob=digest,
            console=tuple(self.console),
            dialogs=tuple(self.dialogs),
            downloads=tuple(self.downloads),
            certificate=self.certificates.get(landed.host) if loaded and landed else None,
            persona=self.errand.persona.id,
            at=clock(),
            stopped_by=stopped_by,
        )
        login = DecoyLogin(tuple(self.tries)) if self.tries else None
        return Look(capture, html, picture, login, detail, sandbox)


def _body(seen: Seen) -> str | None:
    try:
        return seen.post_data
    except Exception:  # a body that is not text
        return None


def _line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]
