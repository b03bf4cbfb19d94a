"""Answers remembered while they are fresh, and one asking for all who want the same at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import anyio

from gyotaku.model import Answer

MAX_ANSWERS = 50_000
"""Answers kept; at some 500 bytes each, 25 MB. The one not used for longest goes first."""
MAX_SECONDS = 86_400.0
"""Nothing is remembered for longer than a day (RFC 8767 section 4 advises the same for DNS)."""
UNKNOWN_SECONDS = 30.0
"""For which a failure is remembered (RFC 9520: failures must be cached, at least a second, at most five minutes)."""

Key = tuple[str, str]


class _Asking:
    """A question on its way."""

    def __init__(self) -> None:
        self.done = anyio.Event()
        self.answer: Answer[Any] | None = None


class Memory:
    """A cache by question. Not shared between event loops that run at the same time."""

    def __init__(self, size: int = MAX_ANSWERS, now: Callable[[], float] = monotonic) -> None:
        self._size = size
        self._now = now
        self._kept: OrderedDict[Key, tuple[Answer[Any], float]] = OrderedDict()
        self._asking: dict[Key, _Asking] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def recall(self, key: Key) -> Answer[Any] | None:
        """The answer while it is fresh."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept[1] <= self._now():
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return kept[0]

    def keep(self, key: Key, answer: Answer[Any], seconds: float) -> None:
        """Remember it for so long; the answer not used for longest makes room."""
        if seconds <= 0:
            return
        self._kept[key] = (answer, self._now() + min(seconds, MAX_SECONDS))
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    async def once(self, key: Key, fetch: Callable[[], Awaitable[tuple[Answer[Any], float]]]) -> Answer[Any]:
        """The remembered answer, or the fetched one; who comes meanwhile waits for the first asker's.

        ``fetch`` gives the answer and the seconds for which it is fresh. When the first asker is cancelled, the next
        one in line asks.
        """
        while True:
            answer = self.recall(key)
            if answer is not None:
                return answer
            other = self._asking.get(key)
            if other is None:
                break
            await other.done.wait()
            if other.answer is not None:
                return other.answer
        mine = self._asking[key] = _Asking()
        try:
            mine.answer, seconds = await fetch()
            self.keep(key, mine.answer, seconds)
            return mine.answer
        finally:
            del self._asking[key]
            mine.done.set()
