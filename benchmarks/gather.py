"""How long the world takes: a mail against its slowest single answer, the next mail of its campaign, questions a mail.

The servers of the examples' worlds answer DNS after 30 ms and HTTP and WHOIS after 300 ms, as distant ones do. Goals: a
mail takes at most 1.3 times its slowest answer (everything is asked side by side); a second mail of the same campaign
takes at most a twentieth (answers are remembered). Run: ``python -m benchmarks.gather``.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

import anyio

from gyotaku.gather.everything import gather
from gyotaku.model import Dissection, State
from gyotaku.testing import print_of
from gyotaku.testing.loopback import LoopbackWorld

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
DELAY = 0.3
RUNS = 5
GOAL, GOAL_AGAIN = 1.3, 20


def main() -> None:
    """Print a line for each example."""
    print("example                questions requests   slowest   in turn   gather  ratio     again")
    ratios, agains = [], []
    for folder in sorted(p.parent for p in EXAMPLES.glob("*/world")):
        first, again = _mails(folder)
        # The first run loads the code and is not counted. The servers run in this process and cost it time as well.
        runs = [anyio.run(_gathered, folder, first, again) for _ in range(RUNS + 1)][1:]
        d, _, _, asked = runs[0]
        seconds, second = median(run[1] for run in runs), median(run[2] for run in runs)
        each = anyio.run(_alone, folder, d)
        ratios.append(seconds / max(each))
        agains.append(seconds / second)
        print(
            f"{folder.name:22}{len(d.intel):10}{asked:9}{max(each):8.3f} s{sum(each):8.2f} s{seconds:7.3f} s"
            f"{ratios[-1]:7.2f}{second * 1000:7.1f} ms"
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


async def _gathered(folder: Path, first: Dissection, again: Dissection) -> tuple[Dissection, float, float, int]:
    """The first mail gathered, its seconds, the second mail's seconds, requests that servers got for the first."""
    async with LoopbackWorld(folder / "world", third_parties=True, delay=DELAY) as world:
        begun = time.perf_counter()
        d = await gather(first, world)
        seconds = time.perf_counter() - begun
        asked = len(world.seen())
        begun = time.perf_counter()
        await gather(again, world)
        return d, seconds, time.perf_counter() - begun, asked


async def _alone(folder: Path, d: Dissection) -> list[float]:
    """Seconds of each answered question of the mail, asked alone in a world that remembers nothing."""
    seconds = []
    for answer in d.intel:
        if answer.state in (State.FOUND, State.ABSENT) and not answer.source.startswith("atlas"):
            async with LoopbackWorld(folder / "world", third_parties=True, delay=DELAY) as world:
                begun = time.perf_counter()
                await world.ask(answer.source, answer.subject)
                seconds.append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    main()
