"""Finds a Chromium and starts it for one visit, with every way out closed but the gate's."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio

from gyotaku.errors import RefusedByPolicy
from gyotaku.gather.browser.ending import end_of
from gyotaku.gather.browser.errand import Errand, Limits, Look
from gyotaku.gather.browser.sitting import Sitting
from gyotaku.gather.egress import Gate
from gyotaku.gather.personas import Persona
from gyotaku.gather.proxy import VisitProxy
from gyotaku.gather.world import Clock, utc_now
from gyotaku.pages.capture import Capture

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Playwright

PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
"""Where Debian and Ubuntu put it. Else Playwright's own is taken."""

FLAGS = (
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # names are the gate's business
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--no-first-run",
    "--no-pings",
    "--mute-audio",
    "--js-flags=--max-old-space-size=512",  # megabytes of one page's script: a hungry one falls over alone
    "--ignore-certificate-errors",  # a broken certificate is told by what is read from it; the page is printed
    "--disable-blink-features=AutomationControlled",
)
NOT_OURS = ("--enable-automation", "--disable-popup-blocking")
"""Playwright's own flags that are left out: pop-ups stay blocked, and the page is not told that nobody sits here."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A Chromium that can be started."""

    path: str | None
    """``None`` = Playwright's own."""
    version: str

    @property
    def major(self) -> str:
        """First number of the version."""
        return self.version.partition(".")[0]


async def find_engine() -> Engine | None:
    """Debian's Chromium where present, else Playwright's own, else ``None``."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        return None
    path = next((p for p in PLACES if os.access(p, os.X_OK)), None) or shutil.which("chromium")
    if path is None:
        async with async_playwright() as playwright:
            own = playwright.chromium.executable_path
        if not os.access(own, os.X_OK):
            return None
        path = own
    try:
        said = await anyio.run_process([path, "--version"], check=False)
    except OSError:
        return None
    words = said.stdout.decode("utf-8", "replace").split()
    version = next((w for w in words if w[:1].isdigit()), "")
    return Engine(path, version) if version else None


class Browser:
    """``async with Browser() as browser``: looks at pages, each in a Chromium of its own."""

    def __init__(self, limits: Limits | None = None, clock: Clock = utc_now, profiles: str | None = None) -> None:
        """``profiles``: folder for the profiles, each gone after its visit; the system's temporary one unless given.

        Needs asyncio as the event loop, as the browser library does.
        """
        self._profiles = profiles
        self._limits = limits or Limits()
        self._clock = clock
        self._stack = AsyncExitStack()
        self._playwright: Playwright | None = None
        self.engine: Engine | None = None
        """``None`` = there is no Chromium here; then :meth:`look` says ``no-browser``."""
        self.sandbox = os.geteuid() != 0

    async def __aenter__(self) -> Browser:
        self.engine = await find_engine()
        if self.engine is not None:
            from playwright.async_api import async_playwright

            self._playwright = await self._stack.enter_async_context(async_playwright())
        return self

    async def __aexit__(self, *_: object) -> None:
        with anyio.CancelScope(shield=True):
            await self._stack.aclose()

    async def look(self, gate: Gate, errand: Errand) -> Look:
        """One visit through that gate. Never raises for anything the page does.

        Every end has its word in ``capture.stopped_by`` (:mod:`gyotaku.gather.stops`).
        """
        if self._playwright is None or self.engine is None:
            return _nothing(errand, "no-browser", "there is no Chromium here (gyotaku doctor)", self._clock)
        try:
            gate.check_url(errand.persona.lane, errand.url)
        except RefusedByPolicy as error:
            return _nothing(errand, "refused", str(error), self._clock)
        profile = tempfile.mkdtemp(prefix="gyotaku-profile-", dir=self._profiles)
        visit = Sitting(errand, self._limits)
        try:
            with anyio.move_on_after(self._limits.seconds) as clock:
                async with VisitProxy(gate, errand.persona.lane, self._limits.max_bytes) as proxy:
                    visit.proxy = proxy
                    with visit.scope:
                        await visit.run(await self._launch(profile, errand.persona, proxy.url))
            if clock.cancelled_caught:
                visit.note_stop("timeout", f"not at rest within {self._limits.seconds:g} s")
        finally:
            with anyio.CancelScope(shield=True):
                await end_of(profile, visit.context)
        return visit.result(self._clock, self.sandbox)

    async def _launch(self, profile: str, persona: Persona, proxy: str) -> BrowserContext:
        assert self._playwright is not None
        assert self.engine is not None
        width, height = persona.size
        for sandbox in (True, False) if self.sandbox else (False,):
            try:
                context = await self._playwright.chromium.launch_persistent_context(
                    profile,
                    executable_path=self.engine.path,
                    headless=True,
                    chromium_sandbox=sandbox,
                    args=[f"--proxy-server={proxy}", *FLAGS],
                    ignore_default_args=list(NOT_OURS),
                    env={"PATH": os.defpath, "HOME": profile, "LANG": "C.UTF-8"},
                    handle_sigint=False,
                    user_agent=persona.agent.format(major=self.engine.major),
                    extra_http_headers={"accept-language": persona.languages},
                    locale=persona.locale,
                    timezone_id=persona.zone,
                    viewport={"width": width, "height": height},
                    device_scale_factor=persona.scale,
                    is_mobile=persona.phone,
                    has_touch=persona.phone,
                    accept_downloads=False,
                    service_workers="block",
                    permissions=[],
                    ignore_https_errors=True,
                    timeout=15_000,
                )
            except Exception:
                if not sandbox:
                    raise
                await end_of(profile, None)
                self.sandbox = False
                continue
            self.sandbox = sandbox
            return context
        raise AssertionError("the loop above returns or raises")


def _nothing(errand: Errand, word: str, why: str, clock: Clock) -> Look:
    capture = Capture(
        errand.url, errand.url, None, (), b"", errand.trail, persona=errand.persona.id, at=clock(), stopped_by=word
    )
    return Look(capture, b"", None, None, why)
