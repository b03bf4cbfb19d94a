"""The text names a date that no calendar has."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.deadlines import impossible_dates
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """09月31日 and the like: a machine filled in a number."""
    sent = d.date or d.received_at
    for start, end_ in impossible_dates(d.body.text, sent.year if sent else 2024)[:1]:
        facts = {"date": d.body.text[start:end_]}
        yield Finding("impossible-date", Strength.WEAK, (d.body.quote(start, end_, 12),), facts)


SIGN = Sign(
    id="impossible-date",
    viewpoint="body",
    benign="a slip of the pen in a mail typed by hand",
    look=look,
)
