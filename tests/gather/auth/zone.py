"""A DNS zone as a literal, for tests of the mechanisms: NXDOMAIN and NODATA apart, failures by name, calls recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from gyotaku.model import Answer, Records, State

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Zone:
    """``Zone({"example.jp": {"TXT": ["v=spf1 -all"]}}, fail=["TXT slow.example"])``; ``zone.ask`` is the world's."""

    def __init__(
        self,
        names: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
        fail: Sequence[str] = (),
        skip: Sequence[str] = (),
    ) -> None:
        self.names = {name.lower(): dict(records) for name, records in (names or {}).items()}
        self.fail = {entry.lower() for entry in fail}
        self.skip = {entry.lower() for entry in skip}
        self.asked: list[str] = []

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        """One answer, never an exception."""
        kind = source.removeprefix("dns:")
        question = f"{kind} {subject}"
        self.asked.append(question)
        if question.lower() in self.fail or "*" in self.fail:
            return Answer(source, subject, State.UNKNOWN, None, "no answer in time", NOW)
        if question.lower() in self.skip or "*" in self.skip:
            return Answer(source, subject, State.SKIPPED, None, "not asked", None)
        records = self.names.get(subject.lower())
        if records is None:
            below = any(name.endswith("." + subject.lower()) for name in self.names)
            return Answer(source, subject, State.ABSENT, None, "nodata" if below else "nxdomain", NOW)
        values = records.get(kind)
        if not values:
            return Answer(source, subject, State.ABSENT, None, "nodata", NOW)
        return Answer(source, subject, State.FOUND, Records(tuple(values), 300), "", NOW)
