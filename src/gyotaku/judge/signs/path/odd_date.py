"""The date written on the mail does not fit the time it arrived."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gyotaku.judge.signs.proof import at_header, first, is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength

_LATE = timedelta(days=2)
"""Queues and sleeping laptops explain two days (RFC 5321 section 4.5.4.1 lets servers try for four or five)."""
_EARLY = timedelta(hours=14)
"""A time zone set wrongly explains so much of the future, on honest machines too."""
_ABSURD = timedelta(days=60)


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG when months apart, WEAK from days; a foreign time zone alone is no sign."""
    field = first(d, "date")
    if field is None:
        if d.hops and d.received_at:
            yield Finding("odd-date", Strength.WEAK, at_header(d, d.hops[0].header), {"variant": "missing"})
        return
    if d.received_at is None or is_list_mail(d):
        return
    if d.date is None:
        yield Finding("odd-date", Strength.WEAK, at_header(d, field.index), {"variant": "unreadable"})
        return
    apart = d.date - d.received_at
    if -_LATE <= apart <= _EARLY:
        return
    absurd = abs(apart) >= _ABSURD
    facts = {
        "variant": "future" if apart > timedelta(0) else "past",
        "date": d.date.isoformat(),
        "received": d.received_at.isoformat(),
        "days": abs(apart.days) if apart < timedelta(0) else apart.days,
    }
    yield Finding("odd-date", Strength.STRONG if absurd else Strength.WEAK, at_header(d, field.index), facts)


SIGN = Sign(
    id="odd-date",
    viewpoint="path",
    benign="machines with a dead clock battery, mail resent from an archive",
    look=look,
)
