"""The text sets a limit on the very day of the mail, or within hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.deadlines import deadlines
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength
from gyotaku.patterns import pattern

_HOURS: Final = pattern(
    r"(?<!\d)(\d{1,2})\s?時間以内|within (?:the next )?(\d{1,2})\s?(?:hours|hrs)|(\d{2})\s?hours", re.IGNORECASE
)
_TODAY: Final = pattern(
    r"本日中|今日中|本日限り|本日のうち|本日23[:時]|by the end of (?:the day|today)|expires today", re.IGNORECASE
)
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
    hours = _HOURS.search(text) if "時間以内" in text or "hour" in text.lower() or "hrs" in text else None
    if hours:
        count = int(next(group for group in hours.groups() if group))
        if count <= 72:
            hours_facts: dict[str, Fact] = {"hours": count, "variant": "hours"}
            yield Finding("deadline-same-day", Strength.WEAK, (d.body.quote(*hours.span(), around=12),), hours_facts)
            return
    today = _TODAY.search(text) if "日" in text or "oday" in text or "the day" in text else None
    if today:
        yield Finding(
            "deadline-same-day", Strength.WEAK, (d.body.quote(*today.span(), around=12),), {"variant": "today"}
        )


SIGN = Sign(
    id="deadline-same-day",
    viewpoint="body",
    benign="one-time codes, deliveries of today, last days of a sale",
    look=look,
)
