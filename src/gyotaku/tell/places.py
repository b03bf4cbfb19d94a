"""Finds a place of the mail again in the text that may be shown, where taking things out has moved every character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from gyotaku.model import Dissection, Evidence
from gyotaku.tell import defang
from gyotaku.tell.search import PLACEHOLDER

_WORD = re.compile(r"[A-Za-z0-9.@+%=_-]+")
"""What addresses and codes are written with."""
_AROUND = 60
"""Most characters that a quote shows on each side of its place."""


class Places:
    """The body's text beside its redacted, defanged copy, which has the same lines."""

    __slots__ = ("_clean", "_d", "_new", "_new_starts", "_old", "_old_starts")

    def __init__(self, d: Dissection, shown: str, clean: Callable[[str, str], str]) -> None:
        self._d = d
        self._clean = clean
        self._old, self._new = d.body.text, shown
        same = self._old == self._new
        self._old_starts = [] if same else _starts(self._old)
        self._new_starts = [] if same else _starts(self._new)

    def of(self, pointer: str) -> tuple[int, int] | None:
        """Characters of the shown text that a pointer ``part:1@5-9`` means; ``None`` when they cannot be told."""
        span = self._span(pointer.removeprefix("part:"))
        if span is None:
            return None
        start, end = span
        if not self._old_starts:
            return start, end
        low, high, guess = 0, len(self._new), start
        if len(self._old_starts) == len(self._new_starts):
            line = bisect_right(self._old_starts, start) - 1
            last = bisect_right(self._old_starts, max(start, end - 1)) - 1
            low = self._new_starts[line]
            high = self._new_starts[last + 1] if last + 1 < len(self._new_starts) else high
            guess = low + start - self._old_starts[line]
        words = defang.text(self._clean(self._old[start:end], "body"))
        if not words:
            return None
        hits = [self._new.rfind(words, low, min(high, guess + len(words))), self._new.find(words, guess, high)]
        at = min((hit for hit in hits if hit >= 0), key=lambda hit: abs(hit - guess), default=None)
        return None if at is None else (at, at + len(words))

    def evidence(self, one: Evidence) -> Evidence:
        """The evidence with a quote that may be shown.

        A quote from the text is taken from the cleaned text; another one loses a word that was cut in two. A quote cut
        before cleaning may begin in the middle of the recipient's address, and half an address is not recognised.
        """
        span = self.of(one.pointer) if "@" in one.pointer else None
        if span is not None:
            core = self._span(one.pointer.removeprefix("part:")) or span
            spare = min(_AROUND, max(0, len(one.quote) - (core[1] - core[0])) // 2)
            low, high = _whole(self._new, max(0, span[0] - spare), min(len(self._new), span[1] + spare))
            return Evidence(one.pointer, " ".join(self._new[low:high].split()))
        quote = _unbroken(one.quote, self._sources(one.pointer))
        return Evidence(one.pointer, defang.text(self._clean(quote, "findings")))

    def _span(self, place: str) -> tuple[int, int] | None:
        """``1.2@120-180`` as characters of the whole body text."""
        path, _, numbers = place.partition("@")
        low, _, high = numbers.partition("-")
        if not (low.isascii() and low.isdigit() and high.isascii() and high.isdigit()):
            return None
        start, end = int(low), int(high)
        for section in self._d.body.sections:
            if section.path == path and start <= end <= section.end - section.start:
                return section.start + start, section.start + end
        return None

    def _sources(self, pointer: str) -> Iterator[str]:
        """The texts that a quote with this pointer may have been cut from."""
        kind, _, rest = pointer.partition(":")
        if kind == "part":
            path, at, _ = rest.partition("@")
            if at:
                yield self._old
            yield from (hidden.text for hidden in self._d.body.hidden if hidden.path == path)
            yield from (part.text for part in self._d.mail.parts if part.path == path and part.text)
            return
        number, _, step = rest.partition("/step:")
        if not (number.isascii() and number.isdigit()):
            return
        index = int(number)
        if kind == "header" and index < len(self._d.mail.headers):
            yield self._d.mail.headers[index].value
        elif kind == "hop" and index < len(self._d.hops):
            yield self._d.hops[index].raw
        elif kind == "link" and index < len(self._d.links):
            link = self._d.links[index]
            yield from (link.url, link.href, link.text)
        elif kind == "trail" and index < len(self._d.trails):
            yield from (s.url for i, s in enumerate(self._d.trails[index].steps) if str(i) == step)


def _unbroken(quote: str, sources: Iterable[str]) -> str:
    """The quote without a word that was cut in two at either end; as it is when no source has it."""
    for source in sources:
        at = source.find(quote) if quote else -1
        if at < 0:
            continue
        end = at + len(quote)
        if at and _WORD.match(source, at - 1) and (head := _WORD.match(quote)):
            quote = quote[head.end() :]
        if end < len(source) and _WORD.match(source, end):
            quote = quote[: len(quote) - len(_tail(quote))]
        return quote
    return quote


def _tail(quote: str) -> str:
    """The word at the end of the quote."""
    head = _WORD.match(quote[::-1])
    return head[0] if head else ""


def _whole(text: str, low: int, high: int) -> tuple[int, int]:
    """The bounds widened so that no placeholder is cut in two."""
    for match in PLACEHOLDER.finditer(text, max(0, low - 120), min(len(text), high + 120)):
        start, end = match.span()
        if start < low < end:
            low = start
        if start < high < end:
            high = end
    return low, high


def _starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
