"""DNS questions as the mechanisms ask them: a name made askable, an answer read into five plain fields."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import anyio

from gyotaku.domains import to_ascii
from gyotaku.model import Answer, Records, State

Ask = Callable[[str, str], Awaitable[Answer[Any]]]
"""``world.ask``: (source such as ``dns:TXT``, subject) -> answer. Never raises."""

MAX_NAME = 253
"""Octets of a domain name in presentation form (RFC 1035 section 2.3.4)."""
MAX_LABEL = 63
"""Octets of a label (RFC 1035 section 2.3.4)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the DNS said about one name and type."""

    state: State
    values: tuple[str, ...] = ()
    """Presentation form; ``()`` unless FOUND."""
    reason: str = ""
    """``nxdomain`` or ``nodata`` when ABSENT; why, when UNKNOWN or SKIPPED."""

    @property
    def void(self) -> bool:
        """No records: the name or the type does not exist (RFC 7208 section 4.6.4)."""
        return self.state is State.ABSENT

    @property
    def unsure(self) -> bool:
        """Nobody knows: not answered, or not asked."""
        return self.state in (State.UNKNOWN, State.SKIPPED)


def unsure_status(reply: Reply) -> str:
    """The word for a result that hangs on this reply: ``temperror`` not answered, ``unknown`` not asked."""
    return "unknown" if reply.state is State.SKIPPED else "temperror"


def askable(name: str) -> str:
    """The name as it may be asked: A-labels, lower case, no final dot; ``""`` for what no DNS query can carry.

    Spaces and odd printable characters pass, as they do in the DNS; control characters, empty and over-long labels do
    not (no query with a NUL in it leaves).
    """
    name = to_ascii(name.removesuffix("."))
    if not name or len(name) > MAX_NAME or not name.isascii() or not name.isprintable():
        return ""
    if not all(0 < len(label) <= MAX_LABEL for label in name.split(".")):
        return ""
    return name


def host_name(name: str) -> str:
    """A domain name that mail can come from: at least two labels of letters, digits, hyphen, underscore; else ``""``.

    A-labels, lower case, no final dot. Address literals and names with characters that would leave the place they are
    printed in (``(``, ``"``, ``;``, NUL) are none.
    """
    name = askable(name)
    labels = name.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return ""
    return name if all(_LABEL_CHARACTERS.issuperset(label) for label in labels) else ""


_LABEL_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class Book:
    """Asks each question once and remembers the reply. One book serves one evaluation."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._replies: dict[tuple[str, str], Reply] = {}

    async def look_up(self, kind: str, subject: str) -> Reply:
        """Records of that type (``A``, ``TXT``, ``PTR``…); a subject that cannot be asked does not exist."""
        name = subject if kind == "PTR" else askable(subject)
        if not name:
            return Reply(State.ABSENT, (), "nxdomain")
        key = (kind, name)
        if key not in self._replies:
            self._replies[key] = read(await self._ask(f"dns:{kind}", name))
        return self._replies[key]

    def knows(self, kind: str, subject: str) -> bool:
        """Whether that question needs no asking any more."""
        name = subject if kind == "PTR" else askable(subject)
        return not name or (kind, name) in self._replies

    async def look_up_all(self, questions: Iterable[tuple[str, str]]) -> None:
        """Asks side by side; the replies wait in the book."""
        wanted = dict.fromkeys(questions)
        if len(wanted) < 2:
            for kind, subject in wanted:
                await self.look_up(kind, subject)
            return
        async with anyio.create_task_group() as group:
            for kind, subject in wanted:
                group.start_soon(self.look_up, kind, subject)


def read(answer: Answer[Any]) -> Reply:
    """An answer in the mechanisms' terms. FOUND without a record is ABSENT; another kind of value is UNKNOWN."""
    if answer.state is State.FOUND:
        if not isinstance(answer.value, Records):
            return Reply(State.UNKNOWN, (), "the answer holds no DNS records")
        if not answer.value.values:
            return Reply(State.ABSENT, (), "nodata")
        return Reply(State.FOUND, answer.value.values)
    return Reply(answer.state, (), answer.reason)
