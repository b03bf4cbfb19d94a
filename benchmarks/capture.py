"""Captures against bare Playwright on the same pages, captures a minute, memory of a visit, and what is left behind.

    python -m benchmarks.capture [--rounds N] [--captures N]

The pages are the landings of the five examples, served by real servers on this machine. "Bare" is Playwright with the
same Chromium, a fresh profile for each page, ``goto`` until load and a full-page picture: no gate, no DOM, no requests,
no certificate, no masking, no waiting for what the page does after loading.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import anyio
from playwright.async_api import async_playwright

from gyotaku.gather.browser import Browser, Errand
from gyotaku.gather.egress import Gate
from gyotaku.gather.personas import PERSONAS
from gyotaku.testing.loopback import LoopbackWorld

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PAGES = {
    "kagoya-activemail": "https://3-96-203-61.cprapid.com/activemail/jp/login.php?step=1",
    "kagoya-domain-expiry": "https://stlukescommunitychurch.org/kagoya-net-customer-portal/webmail.php",
    "kagoya-invoice": "https://alliedacademiesorg-user.in/kagoya-net-customer-portal/webmail.php",
    "webmail-settings": "https://chinonso.net/webmail/t3/login.php",
}
"""The fifth example shows its page once only."""
WORST = 1.25
"""Times bare Playwright that a capture may take."""
DESKTOP = PERSONAS["desktop-ja"]


async def bare(playwright: Any, path: str, port: int, url: str) -> float:
    """Seconds of launch, ``goto``, picture, close."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="gyotaku-bare-", ignore_cleanup_errors=True) as profile:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=path,
            args=[
                f"--host-resolver-rules=MAP *:443 127.0.0.1:{port}",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--ignore-certificate-errors",
            ],
            viewport={"width": DESKTOP.size[0], "height": DESKTOP.size[1]},
            ignore_https_errors=True,
        )
        page = context.pages[0]
        await page.goto(url, wait_until="load")
        await page.screenshot(full_page=True)
        await context.close()
    return time.perf_counter() - started


async def ours(browser: Browser, gate: Gate, url: str) -> float:
    """Seconds of a whole look."""
    started = time.perf_counter()
    look = await browser.look(gate, Errand(url, DESKTOP))
    assert look.picture, look.detail
    assert look.capture.status == 200
    return time.perf_counter() - started


def memory(word: str) -> int:
    """Proportional memory (PSS) of all processes whose command line, or whose parent's, holds the word; bytes."""
    total = 0
    families: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (entry / "cmdline").read_bytes():
                families.add(os.getpgid(int(entry.name)))
        except OSError:
            continue
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(entry.name)) in families:
                lines = (entry / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        except (OSError, StopIteration):
            continue
    return total


class Watch:
    """The most memory that all browsers under one folder took together."""

    def __init__(self, word: str) -> None:
        self.most = 0
        self._word = word
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._done.wait(0.2):
            self.most = max(self.most, memory(self._word))

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


async def measure(rounds: int, captures: int) -> int:
    """Print the figures; 1 when a goal is missed."""
    profiles = tempfile.mkdtemp(prefix="gyotaku-bench-")
    async with AsyncExitStack() as stack:
        worlds = {
            name: await stack.enter_async_context(LoopbackWorld(EXAMPLES / name / "world", sources=()))
            for name in PAGES
        }
        browser = await stack.enter_async_context(Browser(profiles=profiles))
        if browser.engine is None:
            print("capture: there is no Chromium here (gyotaku doctor)")
            return 0
        playwright = await stack.enter_async_context(async_playwright())
        times: dict[str, list[float]] = {"bare": [], "ours": []}
        for _ in range(rounds):
            for name, url in PAGES.items():
                world = worlds[name]
                port = world.servers["web"][1].port
                times["bare"].append(await bare(playwright, browser.engine.path or "", port, url))
                times["ours"].append(await ours(browser, world.live.network.gate, url))
        one, other = (statistics.median(times[who]) for who in ("ours", "bare"))
        ratio = one / other
        print(f"capture: median {one:.2f} s, bare Playwright {other:.2f} s: {ratio:.2f} x (goal <= {WORST})")
        started = time.perf_counter()
        room = anyio.CapacityLimiter(2)

        async def next_one(number: int) -> None:
            async with room:
                name = list(PAGES)[number % len(PAGES)]
                await ours(browser, worlds[name].live.network.gate, PAGES[name])

        with Watch(profiles) as watch:
            async with anyio.create_task_group() as group:
                for number in range(captures):
                    group.start_soon(next_one, number)
        minutes = (time.perf_counter() - started) / 60
        print(f"capture: {captures / minutes:.0f} a minute, two at a time on {os.cpu_count()} cores")
        print(f"capture: {watch.most / 2 / 1e6:.0f} MB a visit at most (proportional, two at a time)")
    left = os.listdir(profiles)
    alive = memory(profiles)
    os.rmdir(profiles)
    print(f"capture: after {captures} captures {len(left)} profiles and {alive} bytes of processes left (goal 0)")
    return int(ratio > WORST or bool(left) or bool(alive))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="over all pages, ours and bare in turn")
    parser.add_argument("--captures", type=int, default=20)
    asked = parser.parse_args()
    return anyio.run(measure, asked.rounds, asked.captures)


if __name__ == "__main__":
    raise SystemExit(main())
