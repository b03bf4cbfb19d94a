"""The limit had already passed when the mail was sent."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.deadlines import deadlines
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: kits forget to renew their dates; honest reminders name old ones knowingly."""
    sent = d.date or d.received_at
    if sent is None:
        return
    for limit in deadlines(d.body.text, sent.year):
        days = (sent.date() - limit.day).days
        if 0 < days <= 400:
            facts: dict[str, Fact] = {"day": limit.day.isoformat(), "days": days}
            yield Finding("deadline-past", Strength.WEAK, (d.body.quote(limit.start, limit.end, 12),), facts)
            return


SIGN = Sign(
    id="deadline-past",
    viewpoint="body",
    benign="reminders of unpaid bills and of expired cards",
    look=look,
)
