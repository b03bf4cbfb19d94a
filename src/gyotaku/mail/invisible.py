"""Characters that take no room on the reader's screen, taken out of a text and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from gyotaku.patterns import pattern

_CLASS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f"
)
INVISIBLE = pattern(f"[{_CLASS}]+")
"""Zero-width spaces and joiners, soft hyphens, direction controls, fillers, tags (Unicode UAX 9, UTS 39)."""
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PICTURES = "\u2190"
"""Above this a character that is no letter is a picture or a sign."""
MAX_NAMED = 40
"""Different characters named; a text with more is noise, and is told by its first."""


class Run(NamedTuple):
    """Text that is in a part and that is not seen there."""

    how: str
    """As ``Hidden.how``."""
    text: str


def without_invisible(text: str, counts: Counter[tuple[str, str]]) -> str:
    """``text`` without the characters that take no room; what they were is added to ``counts`` as (kind, character).

    Kinds: ``bidi`` (direction controls), ``soft-hyphen``, ``zero-width`` (between two letters: cuts a word in two for a
    filter and not for an eye), ``filler`` (elsewhere: pads a preview, marks a file's start). A joiner between two emoji
    is part of the picture and stays.
    """
    kept: list[str] = []
    last = 0
    for m in INVISIBLE.finditer(text):
        start, end = m.span()
        kept.append(text[last:start])
        last = end
        run = m[0]
        before, after = text[start - 1 : start], text[end : end + 1]
        if run == "\u200d" and _is_picture(before) and _is_picture(after):
            kept.append(run)
            continue
        split = before.isalnum() and after.isalnum()
        for char, count in Counter(run).items() if len(run) > 1 else ((run, 1),):
            kind = (
                "bidi" if char in _BIDI else "soft-hyphen" if char == "\u00ad" else "zero-width" if split else "filler"
            )
            counts[kind, char] += count
    kept.append(text[last:])
    return "".join(kept)


def _is_picture(char: str) -> bool:
    return char > _PICTURES and not char.isalpha()


def named(counts: Mapping[tuple[str, str], int]) -> tuple[Run, ...]:
    """One run for each kind, as ``U+200B ×3 U+2060 ×1``."""
    runs: dict[str, list[str]] = {}
    for (kind, char), count in sorted(counts.items(), key=lambda item: -item[1])[:MAX_NAMED]:
        runs.setdefault(kind, []).append(f"U+{ord(char):04X} ×{count}")
    return tuple(Run(kind, " ".join(said)) for kind, said in runs.items())
