"""The text sets a limit on the very day of the mail, or within hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gyotaku.judge.signs.deadlines import deadlines
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength
from gyotaku.patterns import pattern

_HOURS: Final = pattern(
    r"(?:(?<!\d)(\d{1,2})\s?時間以内|within (?:the next )?(\d{1,2})\s?(?:hours|hrs)|(\d{2})\s?hours)\Z", re.IGNORECASE
)
_TODAY: Final = pattern(
    r"本日中|今日中|本日限り|本日のうち|本日23[:時]|by the end of (?:the day|today)|expires today", re.IGNORECASE
)
_HOURS_END: Final = pattern(r"[時Hh](?:(?<=時)間以内|(?i:ours|rs))")
LONGEST = 32
"""Characters that hold a span of hours in words, and the one before it."""
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: it hurries, as honest mail sometimes does."""
    sent = d.date or d.received_at
    text = d.body.text[:MAX_TEXT]
    if sent:
        for limit in deadlines(d.body.text, sent.year):
            if limit.day == sent.date():
                facts: dict[str, Fact] = {"day": limit.day.isoformat(), "variant": "day"}
                yield Finding("deadline-same-day", Strength.WEAK, (d.body.quote(limit.start, limit.end, 12),), facts)
                return
    hours = _hours(text)
    if hours and hours.number <= 72:
        hours_facts: dict[str, Fact] = {"hours": hours.number, "variant": "hours"}
        evidence = d.body.quote(hours.start, hours.end, around=12)
        yield Finding("deadline-same-day", Strength.WEAK, (evidence,), hours_facts)
        return
    today = _TODAY.search(text) if "日" in text or "oday" in text or "the day" in text else None
    if today:
        yield Finding(
            "deadline-same-day", Strength.WEAK, (d.body.quote(*today.span(), around=12),), {"variant": "today"}
        )


class _Hours(NamedTuple):
    number: int
    start: int
    end: int


def _hours(text: str) -> _Hours | None:
    """The first span of hours; its last word is looked for, since numbers are everywhere."""
    for last in _HOURS_END.finditer(text):
        low = max(0, last.start() - LONGEST)
        found = _HOURS.search(text[low : last.end()])
        if found:
            return _Hours(int(next(group for group in found.groups() if group)), low + found.start(), last.end())
    return None


SIGN = Sign(
    id="deadline-same-day",
    viewpoint="body",
    benign="one-time codes, deliveries of today, last days of a sale",
    look=look,
)
