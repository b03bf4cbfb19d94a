"""What a source of answers is, and all that it may use: the contract of ``gather/intel/<source>.py``.

A source file is one docstring sentence, one async function and one constant::

    async def ask(kind: str, subject: str, network: Network) -> Answer[Any]: ...
    SOURCE = Source(id="rdap", kinds=("domain", "ip"), role="registration", third_party=False, ask=ask, about="…")

The world asks it as ``("rdap:domain", "example.com")``. The function answers with :func:`found`, :func:`absent` or
:func:`unknown`. It raises :class:`~gyotaku.errors.WorldFailure` (or lets the network's pass) when nobody answered, and
:class:`~gyotaku.errors.RefusedByPolicy` comes out of the network by itself; any other exception is a source that was
answered nonsense. The live world makes UNKNOWN, with the reason, of all three. Deadlines and caches are the world's
work: a source neither waits nor remembers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from gyotaku.model import Answer, Records, State

T = TypeVar("T")

Role = Literal["network", "registration", "reputation"]

NO_SUCH_NAME = "nxdomain"
"""``reason`` of an ABSENT DNS answer: the name does not exist at all (RFC 8020)."""
NO_SUCH_RECORD = "nodata"
"""``reason`` of an ABSENT DNS answer: the name exists and has no record of this type (RFC 2308 section 2.2)."""

MAX_REPLY = 2_000_000
"""Bytes of one reply a source reads by default; the largest honest RDAP answers seen are about 60 kB."""


@dataclass(frozen=True, slots=True)
class HttpReply:
    """A whole HTTP answer; its body is hostile."""

    status: int
    """Of the last answer; 404 and 500 are answers, not exceptions."""
    headers: Mapping[str, str]
    """Names in lower case; of a repeated field the last value."""
    body: bytes
    """At most the ``max_bytes`` that were asked for, transfer coding removed."""
    url: str
    """Where the last redirect led."""


class Network(Protocol):
    """All that a source may touch. Every method goes through the gate (:mod:`gyotaku.gather.egress`).

    The three ``http``/``port43`` calls raise :class:`~gyotaku.errors.WorldFailure` when there is no answer (no address,
    refused connection, broken TLS, broken HTTP, a deadline) and :class:`~gyotaku.errors.RefusedByPolicy` when the gate
    refuses: a forbidden address, port or scheme, also at a redirect, or more bytes than allowed.
    """

    @property
    def data_dir(self) -> Path | None:
        """Where ``gyotaku data update`` keeps refreshed data; look there first, then in the bundled snapshot.

        Files wanted by a source stand in its own folder: ``data_dir / "rdap" / "dns.json"``. ``None`` = bundled only.
        """
        ...

    def clock(self) -> datetime:
        """Now, UTC. The only clock of a source."""
        ...

    def setting(self, name: str) -> str | None:
        """The operator's setting for a source (an API key, a list's file), e.g. ``urlhaus.key``; ``None`` = not set."""
        ...

    async def dns(self, name: str, rtype: str) -> Answer[Records]:
        """Records of a name: A, AAAA, MX, TXT, PTR, NS, SOA. Never raises; for PTR give the IP address itself.

        ABSENT tells :data:`NO_SUCH_NAME` from :data:`NO_SUCH_RECORD` in ``reason``.
        """
        ...

    async def http_get(
        self, url: str, *, headers: Mapping[str, str] | None = None, max_bytes: int = MAX_REPLY, accept: str = "*/*"
    ) -> HttpReply:
        """GET, up to five redirects followed, each checked anew."""
        ...

    async def http_post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None, max_bytes: int = MAX_REPLY
    ) -> HttpReply:
        """POST; redirects are not followed."""
        ...

    async def port43(self, host: str, query: bytes, max_bytes: int = 200_000) -> bytes:
        """WHOIS (RFC 3912): send the query (CRLF is added), read until the server closes."""
        ...


Ask = Callable[[str, str, Network], Awaitable[Answer[Any]]]


@dataclass(frozen=True, slots=True)
class Source:
    """One source: constant ``SOURCE`` of a file in ``gather/intel``."""

    id: str
    """First half of the question: ``rdap`` in ``rdap:domain``; for ever."""
    kinds: tuple[str, ...]
    """``domain``, ``ip``, ``host``, ``url``. Sources of the role reputation are asked for every kind they name."""
    role: Role
    third_party: bool
    """True when asking tells somebody about the subject who has no part in it: then only with
    ``--ask-third-parties``."""
    ask: Ask
    about: str
    """One line for the operator: whose data, what leaves the machine, which setting it needs."""
    fresh_for: float = 3600.0
    """Seconds for which an answer may be given again without asking."""


def found(source: str, subject: str, value: T, at: datetime) -> Answer[T]:
    """The source knows: ``value`` is one of the nouns of :mod:`gyotaku.model` (Registration, Place, Listing…)."""
    return Answer(source, subject, State.FOUND, value, "", at)


def absent(source: str, subject: str, at: datetime, reason: str = "") -> Answer[Any]:
    """The source answered that there is no such thing: not registered, no record."""
    return Answer(source, subject, State.ABSENT, None, reason, at)


def unknown(source: str, subject: str, reason: str, at: datetime) -> Answer[Any]:
    """Asked, and nothing that counts as an answer came; ``reason`` in plain words."""
    return Answer(source, subject, State.UNKNOWN, None, reason, at)
