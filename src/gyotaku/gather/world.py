"""The world as an argument: one question, one answer, and limits as wrappers round it.

Everything that can be learned outside the mail is a question ``(source, subject)``: ``("dns:TXT", "example.jp")``,
``("rdap:domain", "evil.example")``, ``("atlas:ip", "192.0.2.1")``, ``("urlhaus:url", "https://…")``. A world answers
with an :class:`~gyotaku.model.Answer` and never raises: "no", "not now" and "not asked" are three different states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

from gyotaku.model import Answer, State


class World(Protocol):
    """Whom the gatherer asks."""

    @property
    def name(self) -> str:
        """``offline``, ``live``, ``recorded`` or ``loopback``."""
        ...

    def now(self) -> datetime | None:
        """When this is: the clock's time, of a recorded world the time of its recording; ``None`` = nobody is asked."""
        ...

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """One answer. Never raises for anything the outside does."""
        ...


def skipped(source: str, subject: str, why: str) -> Answer[Any]:
    """The answer to a question that was not asked."""
    return Answer(source, subject, State.SKIPPED, None, why, None)


class OfflineWorld:
    """Nobody is asked."""

    name = "offline"

    def now(self) -> datetime | None:
        """No time: nothing is gathered."""
        return None

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """SKIPPED, always."""
        return skipped(source, subject, "offline: nobody was asked")


class RecordedWorld:
    """The answers stored with a case, replayed: the same questions give the same bytes for ever."""

    name = "recorded"

    def __init__(self, answers: Iterable[Answer[Any]], at: datetime | None = None) -> None:
        """``at``: when they were gathered."""
        self._answers = {(a.source, a.subject): a for a in answers}
        self._at = at

    def now(self) -> datetime | None:
        """When the answers were gathered."""
        return self._at

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """The stored answer; SKIPPED when the question was not asked then."""
        return self._answers.get((source, subject)) or skipped(source, subject, "not asked when the case was recorded")


class RecordingWorld:
    """Asks another world and keeps every answer in the order of asking, each question once."""

    def __init__(self, inner: World) -> None:
        self._inner = inner
        self.answers: dict[tuple[str, str], Answer[Any]] = {}

    @property
    def name(self) -> str:
        """The inner world's."""
        return self._inner.name

    def now(self) -> datetime | None:
        """The inner world's."""
        return self._inner.now()

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """The inner world's answer, remembered."""
        key = (source, subject)
        if key not in self.answers:
            self.answers[key] = await self._inner.ask(source, subject)
        return self.answers[key]


def utc_now() -> datetime:
    """The live clock."""
    return datetime.now(UTC)


Clock = Callable[[], datetime]
