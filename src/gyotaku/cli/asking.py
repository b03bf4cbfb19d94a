"""What ``--world`` means: one function that gathers for one mail after another.

Nothing of the network is imported for ``offline``. The other worlds live in one event loop for the whole run, so that
what was learned for one mail is known for the next.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gyotaku.config import Settings
from gyotaku.errors import ConfigError
from gyotaku.model import Dissection

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

    from gyotaku.gather.live import Options
    from gyotaku.gather.visit import MemoryBlobs
    from gyotaku.gather.world import World

Gather = Callable[[Dissection, str], Dissection]
"""(dissection, name of its source) -> the dissection with what the world said."""

Worlds = Callable[[Dissection, str], "World"]
"""The world to ask for one mail."""


Visit = Callable[[Dissection, "World"], Dissection]
"""(dissection, world) -> the dissection with the pages its links lead to."""


@contextmanager
def asking(options: argparse.Namespace, settings: Settings) -> Iterator[Gather]:
    """The gatherer of this run. Raises :class:`ConfigError` for a world there is none of."""
    kind, _, where = options.world.partition(":")
    if options.deadline <= 0:
        raise ConfigError(f"--deadline {options.deadline:g}: more than nothing is wanted")
    if kind == "offline" and not where:
        if options.record or options.ask_third_parties:
            raise ConfigError("--record and --ask-third-parties want a --world that answers; offline asks nobody")
        _wants_no_visit(options)
        yield lambda dissection, _: dissection
        return
    if kind not in ("live", "recorded", "loopback") or (kind == "live") == bool(where):
        raise ConfigError(f"--world {options.world}: offline, live, recorded:DIR or loopback:DIR")
    if kind == "recorded":
        _wants_no_visit(options)
    with ExitStack() as stack:
        from anyio.from_thread import start_blocking_portal

        from gyotaku.gather.codec import Recording
        from gyotaku.gather.everything import gather

        portal = stack.enter_context(start_blocking_portal())
        if kind == "recorded":
            recording = Recording.load(Path(where))
            worlds: Worlds = lambda d, _: recording.world(d.mail.sha256)  # noqa: E731  # beside its two siblings
        elif kind == "live":
            worlds = _live(options, settings)
        else:
            worlds = _loopback(
                Path(where), options, lambda w: stack.enter_context(portal.wrap_async_context_manager(w))
            )
        kept = Recording()
        visit = _visits(options, settings, portal, stack)

        def one(dissection: Dissection, name: str) -> Dissection:
            world = worlds(dissection, name)
            gathered = portal.call(gather, visit(dissection, world), world, options.deadline)
            if options.record:
                kept.add(gathered.mail.sha256, gathered.gathered_at, gathered.intel)
            return gathered

        try:
            yield one
        finally:
            if options.record:
                kept.save(Path(options.record))


def _wants_no_visit(options: argparse.Namespace) -> None:
    if options.visit or options.try_decoy_login or options.persona or options.compare_marks:
        raise ConfigError("--visit wants --world live or loopback:DIR: only they lead anywhere")


def _visits(options: argparse.Namespace, settings: Settings, portal: BlockingPortal, stack: ExitStack) -> Visit:
    """The visitor of this run; without ``--visit`` one that goes nowhere, and nothing of the browser is imported."""
    if not options.visit:
        if options.try_decoy_login or options.persona or options.compare_marks:
            raise ConfigError("--try-decoy-login, --persona and --compare-marks want --visit")
        return lambda dissection, _: dissection
    from gyotaku.gather.browser import Browser
    from gyotaku.gather.personas import personas
    from gyotaku.gather.visit import MemoryBlobs, Visiting, visit

    blobs: MemoryBlobs = MemoryBlobs()
    visiting = Visiting(
        personas=personas(tuple(options.persona)),
        login=options.try_decoy_login,
        decoy_domain=settings.decoy_domain,
        compare=options.compare_marks,
        blobs=blobs,
    )
    options.picture = blobs.get
    browser = stack.enter_context(portal.wrap_async_context_manager(Browser()))
    if browser.engine is None:
        print("gyotaku: there is no Chromium here, so there are no pictures; gyotaku doctor says more", file=sys.stderr)
    return lambda dissection, world: portal.call(visit, dissection, world, browser, visiting)


def _live(options: argparse.Namespace, settings: Settings) -> Worlds:
    from gyotaku.gather.live import live_world

    world = live_world(_options(options, settings.home))
    return lambda _d, _n: world


def _options(options: argparse.Namespace, home: Path | None) -> Options:
    """The operator's ``world.toml``: ``name_servers``, ``ca_file``, ``[proxies]`` by lane, ``[settings]`` of sources.

    Keys and passwords stand in a file of the operator's own, not in the environment of every process.
    """
    from gyotaku.gather.egress import LANES
    from gyotaku.gather.live import Options

    data: dict[str, Any] = {}
    path = home / "world.toml" if home else None
    if path is not None and path.exists():
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path}: {error}") from None
    odd = [key for key in data if key not in ("name_servers", "ca_file", "proxies", "settings")]
    odd += [f"proxies.{lane}" for lane in data.get("proxies", {}) if lane not in LANES]
    if odd:
        raise ConfigError(f"{path}: not known: {', '.join(odd)}")
    return Options(
        name_servers=tuple(data.get("name_servers", ())),
        proxies=data.get("proxies", {}),
        third_parties=options.ask_third_parties,
        data_dir=home / "data" if home else None,
        settings={k: str(v) for k, v in data.get("settings", {}).items()},
        ca_file=Path(data["ca_file"]) if "ca_file" in data else None,
    )


def _loopback(where: Path, options: argparse.Namespace, enter: Callable[[Any], Any]) -> Worlds:
    """The world of a folder; of a folder of examples, for each mail the world that stands beside it."""
    try:
        from gyotaku.testing.loopback import LoopbackWorld
    except ImportError as error:
        raise ConfigError(f"--world loopback:… needs {error.name}, which is not installed") from None
    running: dict[Path, Any] = {}

    def world(_: Dissection, name: str) -> World:
        places = (where, where / "world", where / Path(name).parent.name / "world")
        folder = next((p for p in places if (p / "zone").is_file()), None)
        if folder is None:
            raise ConfigError(f"--world loopback:{where}: no world there for {Path(name).name}")
        if folder not in running:
            running[folder] = enter(LoopbackWorld(folder, third_parties=options.ask_third_parties))
        found: World = running[folder]
        return found

    return world
