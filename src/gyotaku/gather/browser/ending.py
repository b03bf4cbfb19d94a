"""The end of a browser: no process and no profile is left."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext


async def end_of(profile: str, context: BrowserContext | None) -> None:
    """Every process that belongs to the profile, and the profile, are gone afterwards."""
    if context is not None:
        with anyio.move_on_after(1.5), suppress(Exception):
            await context.close()
    for _ in range(50):
        found = tuple(_processes(profile))
        for pid in found:
            _kill(pid)
        shutil.rmtree(profile, ignore_errors=True)
        if not found and not os.path.exists(profile):
            return
        await anyio.sleep(0.05)


def _processes(profile: str) -> Iterator[int]:
    """Processes whose command line names the profile."""
    wanted = profile.encode()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if wanted in entry.read_bytes():
                yield int(entry.parent.name)
        except OSError:
            continue


def _kill(pid: int) -> None:
    """The process with its whole group; never the group we are in ourselves."""
    try:
        group = os.getpgid(pid)
        if group != os.getpgrp():
            os.killpg(group, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
