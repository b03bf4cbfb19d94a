"""Answers remembered while fresh, asked for once."""

from __future__ import annotations

import anyio

from gyotaku.gather.memory import Memory
from gyotaku.model import Answer, State

KEY = ("dns:A", "a.example")
ANSWER: Answer[str] = Answer(*KEY, State.FOUND, "192.0.2.1", "", None)


def test_fresh_answers_are_given_again_and_stale_ones_are_not() -> None:
    """An answer lives for its seconds, not a moment longer; nought seconds is never kept."""
    time = [0.0]
    memory = Memory(now=lambda: time[0])
    memory.keep(KEY, ANSWER, 60)
    memory.keep(("dns:A", "b.example"), ANSWER, 0)
    time[0] = 59.9
    assert memory.recall(KEY) is ANSWER
    assert memory.recall(("dns:A", "b.example")) is None
    time[0] = 60.0
    assert memory.recall(KEY) is None
    assert len(memory) == 0


def test_the_memory_has_an_end() -> None:
    """A stream of mails cannot fill it: the answer not used for longest goes."""
    memory = Memory(size=2)
    for name in ("a", "b"):
        memory.keep(("dns:A", name), ANSWER, 60)
    assert memory.recall(("dns:A", "a"))
    memory.keep(("dns:A", "c"), ANSWER, 60)
    assert memory.recall(("dns:A", "b")) is None
    assert memory.recall(("dns:A", "a"))
    assert len(memory) == 2


def test_a_hundred_at_once_ask_once() -> None:
    """Who wants the same while it is being asked gets the same answer, even one that may not be kept."""
    asked = []

    async def fetch() -> tuple[Answer[str], float]:
        asked.append(1)
        await anyio.sleep(0.01)
        return ANSWER, 0

    async def main() -> list[Answer[str]]:
        memory, got = Memory(), []

        async def one() -> None:
            got.append(await memory.once(KEY, fetch))

        async with anyio.create_task_group() as group:
            for _ in range(100):
                group.start_soon(one)
        return got

    assert anyio.run(main) == [ANSWER] * 100
    assert len(asked) == 1


def test_when_the_first_asker_leaves_the_next_one_asks() -> None:
    """A cancelled question does not leave the others waiting for ever."""

    async def main() -> Answer[str] | None:
        memory, started = Memory(), anyio.Event()

        async def never() -> tuple[Answer[str], float]:
            started.set()
            await anyio.sleep_forever()
            raise AssertionError

        async def first() -> None:
            with anyio.move_on_after(0.02):
                await memory.once(KEY, never)

        async def quick() -> tuple[Answer[str], float]:
            return ANSWER, 60

        async with anyio.create_task_group() as group:
            group.start_soon(first)
            await started.wait()
            with anyio.move_on_after(2):
                return await memory.once(KEY, quick)
        return None

    assert anyio.run(main) == ANSWER
