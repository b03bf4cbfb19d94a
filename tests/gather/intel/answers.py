"""A network of recorded answers, literal beside each test: what is not there, nobody answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio

from gyotaku.errors import WorldFailure
from gyotaku.gather.source import NO_SUCH_NAME, HttpReply, Source, absent, found
from gyotaku.model import Answer, Records, State

NOW = datetime(2024, 11, 12, 1, 2, tzinfo=UTC)


@dataclass
class Recorded:
    """Answers by what is asked; every question is kept in ``asked``."""

    http: dict[str, HttpReply] = field(default_factory=dict)
    whois: dict[tuple[str, str], bytes] = field(default_factory=dict)
    names: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    data_dir: Path | None = None
    asked: list[str] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)

    def clock(self) -> datetime:
        """Always the same moment."""
        return NOW

    def setting(self, name: str) -> str | None:
        """As given."""
        return self.settings.get(name)

    async def dns(self, name: str, rtype: str) -> Answer[Records]:
        """A record of the literal, else NXDOMAIN; the values ``TIMEOUT`` make an UNKNOWN."""
        self.asked.append(f"{rtype} {name}")
        values = self.names.get((name, rtype))
        if values is None:
            return absent(f"dns:{rtype}", name, NOW, NO_SUCH_NAME)
        if values == ("TIMEOUT",):
            raise WorldFailure("no answer from the name servers")
        return found(f"dns:{rtype}", name, Records(values, 300), NOW)

    async def http_get(
        self, url: str, *, headers: Mapping[str, str] | None = None, max_bytes: int = 0, accept: str = "*/*"
    ) -> HttpReply:
        """The recorded reply."""
        return self._reply(url)

    async def http_post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None, max_bytes: int = 0
    ) -> HttpReply:
        """The recorded reply."""
        self.posted.append(body)
        self.asked.append(f"headers {dict(headers or {})}")
        return self._reply(url)

    def _reply(self, url: str) -> HttpReply:
        self.asked.append(url)
        if url not in self.http:
            raise WorldFailure(f"nobody answers at {url}")
        return self.http[url]

    async def port43(self, host: str, query: bytes, max_bytes: int = 200_000) -> bytes:
        """The recorded bytes."""
        self.asked.append(f"{host} {query.decode()}")
        try:
            return self.whois[host, query.decode()]
        except KeyError:
            raise WorldFailure(f"nobody answers at {host}:43") from None


def reply(url: str, body: object = b"", status: int = 200, **headers: str) -> dict[str, HttpReply]:
    """One recorded reply under its own URL; ``body`` as JSON unless it is bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return {url: HttpReply(status, {k.replace("_", "-"): v for k, v in headers.items()}, raw, url)}


def ask(source: Source, kind: str, subject: str, network: Recorded) -> Answer[Any]:
    """What the source answers."""
    return anyio.run(source.ask, kind, subject, network)


def told(source: Source, kind: str, subject: str, network: Recorded) -> Any:
    """The value of an answer that was found."""
    answer = ask(source, kind, subject, network)
    assert answer.state is State.FOUND, answer
    return answer.value
