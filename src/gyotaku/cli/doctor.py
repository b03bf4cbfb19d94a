"""``gyotaku doctor``: what is missing here, what that costs, and the exact command that brings it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess  # asks fc-list for fonts and Chromium for its version; fixed words, no shell
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from gyotaku.config import from_environment

NETWORK = ("anyio", "httpcore2", "dns", "asyncwhois", "cryptography")
"""Libraries of ``--world live``."""
OLD_DAYS = 400


class Finding(NamedTuple):
    """One thing looked at."""

    name: str
    well: bool
    what: str
    """What there is, or what is missing and what that costs."""
    remedy: str = ""
    """The command; ``""`` when nothing is to be done."""


def run(argv: list[str]) -> int:
    """Exit status: 0 everything is there, 1 something is missing, 2 usage or settings."""
    parser = argparse.ArgumentParser(
        prog="gyotaku doctor", description="What is missing here, and the command that brings it. Changes nothing."
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    asked = parser.parse_args(argv)
    findings = [check() for check in _CHECKS]
    if asked.format == "json":
        print(json.dumps([f._asdict() for f in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{'ok     ' if finding.well else 'missing'}  {finding.name}: {finding.what}")
            if finding.remedy:
                print(f"         {finding.remedy}")
    return 0 if all(f.well for f in findings) else 1


def _network() -> Finding:
    gone = [name for name in NETWORK if find_spec(name) is None]
    if gone:
        what = f"{', '.join(gone)} not installed: --world live asks nobody"
        return Finding("network", False, what, "pip install 'gyotaku[live]'")
    return Finding("network", True, "DNS, RDAP, WHOIS and HTTP can be asked with --world live")


def _browser() -> Finding:
    if find_spec("playwright") is None:
        what = "playwright is not installed: --visit reads pages without script and takes no pictures"
        return Finding("browser", False, what, "pip install 'gyotaku[visit]'")
    import anyio

    from gyotaku.gather.browser import find_engine

    engine = anyio.run(find_engine)
    if engine is None:
        what = "no Chromium: --visit reads pages without script and takes no pictures"
        return Finding("browser", False, what, _install("chromium", "playwright install chromium"))
    return Finding("browser", True, f"Chromium {engine.version}")


def _sandbox() -> Finding:
    if os.geteuid() == 0:
        what = "runs as root, so Chromium runs without its own sandbox; reports say so"
        return Finding("sandbox", True, what, "better: run gyotaku as a user of its own")
    return Finding("sandbox", True, "Chromium's own")


def _fonts() -> Finding:
    if shutil.which("fc-list") is None:
        return Finding("fonts", False, "fontconfig is missing: fonts unknown", _install("fontconfig fonts-noto-cjk"))
    found = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, text=True, check=False)  # noqa: S607
    names = sorted(line.partition(",")[0] for line in found.stdout.splitlines() if line.strip())
    if not names:
        what = "no Japanese font: pictures of Japanese pages show boxes"
        return Finding("fonts", False, what, _install("fonts-noto-cjk"))
    return Finding("fonts", True, f"Japanese: {names[0]}")


def _data() -> Finding:
    from datetime import UTC, datetime

    from gyotaku.cli.data import data_folder
    from gyotaku.gather.atlas.sets import find_sets

    sets, unusable = find_sets(data_folder(from_environment()))
    if unusable:
        broken = unusable[0]
        return Finding("data", False, f"{broken.path} cannot be read: {broken.why}", f"rm {broken.path}")
    if not sets:
        return Finding("data", False, "nothing about networks and countries", "gyotaku data update")
    age = min((datetime.now(UTC).date() - one.built).days for one in sets)
    if age > OLD_DAYS:
        return Finding("data", False, f"networks and countries are {age} days old", "gyotaku data update")
    return Finding("data", True, f"networks and countries, {age} days old")


def _home() -> Finding:
    from gyotaku.cli.data import data_folder

    folder = data_folder(from_environment()).parent
    place = folder
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        return Finding("home", False, f"{folder} cannot be written", f"mkdir -p {folder} (or set GYOTAKU_HOME)")
    return Finding("home", True, str(folder))


def _install(packages: str, elsewhere: str = "") -> str:
    """The command of this system: Debian's where there is apt, else ``elsewhere`` or the packages' names."""
    if Path("/usr/bin/apt-get").exists():
        return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install -y {packages}"
    return elsewhere or f"install with your system's packages: {packages}"


_CHECKS: tuple[Callable[[], Finding], ...] = (_network, _browser, _sandbox, _fonts, _data, _home)
