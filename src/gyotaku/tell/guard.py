"""The last look at what is about to leave: refuses bytes from which the recipient can be read.

The guard reads the rendered bytes themselves, with every decoding tried on everything (no shortcut by hints).
"""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from gyotaku.errors import LeakError
from gyotaku.tell.search import PLACEHOLDER, find
from gyotaku.tell.secrets import Secrets


class Leak(NamedTuple):
    """One surviving form. Says where and how, never what it was."""

    what: str
    """``address local domain name token``."""
    encodings: tuple[str, ...]
    """To undo, outermost first; ``()`` = plain, or in character codes only (percent, entities…)."""
    offset: int
    """Character in the decoded text."""


class Guard:
    """Knows what must not leave. Never pickled, never shown, equal to nothing but itself."""

    __slots__ = ("_sets",)

    def __init__(self, sets: tuple[Secrets, ...]) -> None:
        self._sets = sets

    def leaks(self, data: bytes | str) -> tuple[Leak, ...]:
        """Every form that survives in ``data``; ``()`` = nothing of the recipient can be read from it."""
        if not self._sets:
            return ()
        text = data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
        hits = find(text, self._sets, once=True)
        if not hits:
            return ()
        kept = [m.span() for m in PLACEHOLDER.finditer(text)]
        hits = [h for h in hits if not any(a <= h.start and h.end <= b for a, b in kept)]
        return tuple(dict.fromkeys(Leak(h.what, h.stack, h.start) for h in hits))

    def check(self, data: bytes, where: str) -> None:
        """Raises :class:`~gyotaku.errors.LeakError` when anything is left: says what and where, never the secret."""
        found = self.leaks(data)
        if found:
            first = found[0]
            how = " in " + ".".join(first.encodings) if first.encodings else ""
            raise LeakError(
                f"{where}: the recipient's {first.what}{how} would leave at character {first.offset} "
                f"({len(found)} in all); nothing was written"
            )

    def __repr__(self) -> str:
        return "<Guard>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a guard is never pickled")
