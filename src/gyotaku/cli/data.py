"""``gyotaku data``: what data there is about networks and places, and newer data when the operator asks for it."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gyotaku.config import Settings, from_environment

if TYPE_CHECKING:
    from gyotaku.gather.refresh import Outcome

OLD_DAYS = 400
"""Age from which ``status`` calls data old: networks move from firm to firm within years."""

EPILOG = """Nothing is ever fetched but by `gyotaku data update`. Any .mmdb file (MaxMind DB format) put into the data
folder is used as well; of several that know an address, the newest speaks.
"""


def run(argv: list[str]) -> int:
    """Exit status: 0 done, 1 something could not be fetched or read, 2 usage or settings."""
    parser = argparse.ArgumentParser(
        prog="gyotaku data",
        description="Data about networks and places: what there is, of which date and licence; newer data on request.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="status|update")
    verbs.add_parser("status", help="every data set: date, age, size, licence, place on disk")
    update = verbs.add_parser("update", help="fetch newer data over the network")
    update.add_argument("names", nargs="*", metavar="NAME", help="only these (default: all that `status` lists)")
    update.add_argument("--url", action="append", default=[], metavar="NAME=URL", help="fetch NAME from another place")
    asked = parser.parse_args(argv)
    folder = data_folder(from_environment())
    return _status(folder) if asked.verb == "status" else _update(folder, asked.names, asked.url)


def data_folder(settings: Settings) -> Path:
    """``GYOTAKU_HOME/data``, below the platform's user data folder where that is not set."""
    if settings.home is not None:
        return settings.home / "data"
    below = {"darwin": "Library/Application Support", "win32": "AppData/Local"}.get(sys.platform, ".local/share")
    return Path.home() / below / "gyotaku" / "data"


def _status(folder: Path) -> int:
    from gyotaku.gather.atlas.sets import find_sets
    from gyotaku.gather.refresh import ITEMS

    sets, unusable = find_sets(folder)
    today = datetime.now(UTC).date()
    print("Networks and places, the first that knows an address speaks:\n")
    for data in sets:
        age = (today - data.built).days
        old = "  old: `gyotaku data update`" if age > OLD_DAYS else ""
        print(f"  {data.name}\n    of {data.built} ({age} days), {_size(data.size)}{old}")
        print(f"    {data.licence}\n    {data.path}")
    if not any(data.gives_towns for data in sets):
        print("\n  No set knows towns: install the extra `geo`, or run `gyotaku data update city`.")
    print(f"\nWhat `gyotaku data update` fetches into {folder}:\n")
    for item in ITEMS:
        there = folder / item.path
        state = f"{_size(there.stat().st_size)} there" if there.is_file() else "not fetched"
        print(f"  {item.name:10} {item.about} ({state})\n{'':13}{item.licence}, {item.url}")
    for broken in unusable:
        print(f"\nnot usable: {broken.path}: {broken.why}", file=sys.stderr)
    return 1 if unusable else 0


def _update(folder: Path, names: list[str], urls: list[str]) -> int:
    import anyio

    from gyotaku.errors import ConfigError
    from gyotaku.gather.live import Options, live_world
    from gyotaku.gather.refresh import refresh

    settings = {}
    for pair in urls:
        name, equals, url = pair.partition("=")
        if not equals or not url.startswith("https://"):
            raise ConfigError(f"--url {pair}: give it as NAME=https://…")
        settings[f"data.{name}"] = url

    def say(outcome: Outcome) -> None:
        stream = sys.stderr if outcome.what == "failed" else sys.stdout
        print(f"{outcome.item.name:10} {outcome.what}: {outcome.detail}", file=stream)

    network = live_world(Options(data_dir=folder, settings=settings), sources=()).network
    outcomes = anyio.run(refresh, network, folder, names, say)
    failed = [outcome for outcome in outcomes if outcome.what == "failed"]
    if failed:
        print(
            "gyotaku data: what could not be fetched stays as it was; reports name their data's date", file=sys.stderr
        )
    return 1 if failed else 0


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.0f} kB"
