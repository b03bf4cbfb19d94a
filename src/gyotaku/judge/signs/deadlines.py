"""Dates that a text sets as a limit."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from gyotaku.patterns import pattern

MAX_TEXT = 20_000
"""Characters that are read for dates."""

_WORDS: Final = pattern(
    r"期限|期日|締め?切り?|満了|終了日|まで|失効|停止日|解約日"
    r"|due|expir|deadline|until|before|no later than|valid (?:till|to)",
    re.IGNORECASE,
)
_YEAR: Final = pattern(r"20\d\d")
_YEAR_ENDS: Final = pattern(r"20\d\d\b")
LONGEST = 32
"""Characters that hold a date in English letters, and the one before it."""
_NUMERIC: Final = pattern(r"(20\d\d)\s?[年/.\-]\s?(\d{1,2})\s?[月/.\-]\s?(\d{1,2})(?!\d)日?")
_SHORT: Final = pattern(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH: Final = pattern(
    r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(20\d\d)\Z",
    re.IGNORECASE,
)
NEAR_BEFORE = 14
"""Characters before a date in which the word that makes it a limit must stand (有効期限: …)."""
NEAR_AFTER = 8
"""Characters after it (…までに)."""


class Deadline(NamedTuple):
    """A date set as a limit, and where it stands in the text."""

    day: date
    start: int
    end: int


@lru_cache(maxsize=8)
def deadlines(text: str, year: int) -> tuple[Deadline, ...]:
    """Dates with a word of limit beside them; ``year`` completes dates without one. Impossible dates are left out."""
    text = text[:MAX_TEXT]
    found = []
    for start, end, parts in _dates(text, year):
        before, after = text[max(0, start - NEAR_BEFORE) : start], text[end : end + NEAR_AFTER]
        if _WORDS.search(before) or _WORDS.search(after):
            try:
                found.append(Deadline(date(*parts), start, end))
            except ValueError:
                continue
    return tuple(found)


def impossible_dates(text: str, year: int) -> tuple[tuple[int, int], ...]:
    """Spans of dates that no calendar has (09月31日)."""
    out = []
    for start, end, parts in _dates(text[:MAX_TEXT], year):
        try:
            date(*parts)
        except ValueError:
            out.append((start, end))
    return tuple(out)


@lru_cache(maxsize=8)
def _dates(text: str, year: int) -> tuple[tuple[int, int, tuple[int, int, int]], ...]:
    """(start, end, (year, month, day)) of every date; the cheap look for its parts comes first."""
    found = []
    if _YEAR.search(text):
        found += [
            (m.start(), m.end(), (int(m[1]), int(m[2]), int(m[3])))
            for m in _NUMERIC.finditer(text)
            if not text[m.start() - 1 : m.start()].isdigit()
        ]
        found += [
            (low + m.start(), low + m.end(), (int(m[3]), _MONTHS.index(m[1].lower()) + 1, int(m[2])))
            for year_end in (y.end() for y in _YEAR_ENDS.finditer(text))
            # The year is rare and the letters before it are everywhere.
            for low in (max(0, year_end - LONGEST),)
            if (m := _ENGLISH.search(text[low:year_end]))
        ]
    if "月" in text:
        found += [(m.start(), m.end(), (year, int(m[1]), int(m[2]))) for m in _SHORT.finditer(text)]
    return tuple(sorted(found))
