"""How long the world takes: a mail against its slowest single answer, the next mail of its campaign, questions a mail.

The servers of the examples' worlds answer DNS after 30 ms and HTTP and WHOIS after 300 ms, as distant ones do, from a
process of their own. Goals: a mail takes at most 1.3 times its slowest answer (everything is asked side by side); a
second mail of the same campaign takes at most a twentieth (answers are remembered). Best of five runs, since what else
runs on the machine is not measured; cpu is this process's own. Run: ``python -m benchmarks.gather``.
"""

from __future__ import annotations

import multiprocessing
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

import anyio

from gyotaku.gather.dns import Resolver
from gyotaku.gather.egress import Gate, Policy
from gyotaku.gather.everything import gather
from gyotaku.gather.live import LiveWorld, installed_sources
from gyotaku.gather.network import GatedNetwork
from gyotaku.model import Dissection, State
from gyotaku.testing import print_of
from gyotaku.testing.loopback import LoopbackWorld, atlas_of

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
DELAY = 0.3
RUNS = 5
GOAL, GOAL_AGAIN = 1.3, 20


def main() -> None:
    """Print a line for each example."""
    print("example                questions requests   slowest   in turn   gather  ratio     again       cpu")
    ratios, agains = [], []
    for folder in sorted(p.parent for p in EXAMPLES.glob("*/world")):
        first, again = _mails(folder)
        with _servers(folder / "world") as far:
            # The first run loads the code and is not counted.
            runs = [anyio.run(_gathered, far, first, again) for _ in range(RUNS + 1)][1:]
            d, asked = runs[0].d, runs[0].opened
            each = anyio.run(_alone, far, d)
        seconds, second, cpu = (
            min(values) for values in zip(*((r.seconds, r.again, r.cpu) for r in runs), strict=True)
        )
        ratios.append(seconds / max(each))
        agains.append(seconds / second)
        print(
            f"{folder.name:22}{len(d.intel):10}{asked:9}{max(each):8.3f} s{sum(each):8.2f} s{seconds:7.3f} s"
            f"{ratios[-1]:7.2f}{second * 1000:7.1f} ms{cpu * 1000:7.0f} ms"
        )
    print(f"gather / slowest answer: at most {max(ratios):.2f} (goal {GOAL}){_verdict(max(ratios) <= GOAL)}")
    print(
        f"second mail of a campaign: at least {min(agains):.0f} times faster (goal {GOAL_AGAIN})"
        f"{_verdict(min(agains) >= GOAL_AGAIN)}"
    )


def _verdict(met: bool) -> str:
    return "" if met else "  MISSED"


def _mails(folder: Path) -> tuple[Dissection, Dissection]:
    """The example, and the campaign's next mail: another person, another Message-ID, the same phish."""
    raw = (folder / "mail.eml").read_bytes()
    other = raw.replace(b"hanako@", b"taro.y@").replace(b"Message-ID: <", b"Message-ID: <2.")
    return print_of(raw), print_of(other)


# -- The servers, in a process of their own ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Far:
    """Where a world's servers listen."""

    folder: Path
    policy: Policy
    data_dir: Path
    settings: dict[str, str]
    at: datetime

    def world(self) -> LiveWorld:
        """A live world that remembers nothing yet."""
        gate = Gate(self.policy)
        resolver = Resolver(gate, clock=lambda: self.at)
        gate.resolve = resolver.addresses
        network = GatedNetwork(
            gate,
            resolver,
            data_dir=self.data_dir,
            settings=self.settings,
            clock=lambda: self.at,
            tls=ssl.create_default_context(cafile=str(self.data_dir / "ca.pem")),
        )
        sources = {s.id: s for s in installed_sources()}
        sources["atlas"] = atlas_of(self.folder / "atlas.json")
        return LiveWorld(network, sources.values(), third_parties=True, name="loopback")


@contextmanager
def _servers(folder: Path) -> Iterator[Far]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(folder, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join()


def _serve(folder: Path, pipe: Connection) -> None:
    async def main() -> None:
        async with LoopbackWorld(folder, delay=DELAY) as world:
            network = world.live.network
            keys = {name: network.setting(name) or "" for name in ("urlhaus.key", "safebrowsing.key")}
            assert network.data_dir is not None
            pipe.send(Far(folder, network.gate.policy, network.data_dir, keys, network.clock()))
            await anyio.to_thread.run_sync(pipe.recv)

    anyio.run(main)


@dataclass(frozen=True)
class Run:
    """One measurement."""

    d: Dissection
    seconds: float
    cpu: float
    opened: int
    """Connections for the first mail."""
    again: float
    """Seconds of the second mail."""


async def _gathered(far: Far, first: Dissection, again: Dissection) -> Run:
    world = far.world()
    begun, cpu = time.perf_counter(), time.process_time()
    d = await gather(first, world)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    opened = world.network.gate.tally.opened.total()
    begun = time.perf_counter()
    await gather(again, world)
    return Run(d, seconds, cpu, opened, time.perf_counter() - begun)


async def _alone(far: Far, d: Dissection) -> list[float]:
    """Seconds of each answered question of the mail, asked alone by a world that remembers nothing."""
    seconds = []
    for answer in d.intel:
        if answer.state in (State.FOUND, State.ABSENT) and not answer.source.startswith("atlas"):
            world = far.world()
            begun = time.perf_counter()
            await world.ask(answer.source, answer.subject)
            seconds.append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    main()
