"""The subject carries the moment of sending, down to the minute."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_CLOCK = pattern(r"\b\d{1,2}:\d{2}:\d{2}\b|GMT ?[+-] ?\d|\d{4}年\d{1,2}月\d{1,2}日[^\d]{0,6}\d{1,2}[:時]\d{2}")
_DAY = pattern(r"\d{4}年\d{1,2}月\d{1,2}日(?:[日月火水木金土]曜日)|20\d\d[-/.]\d{1,2}[-/.]\d{1,2} \d{1,2}:\d{2}")


def look(d: Dissection) -> Iterator[Finding]:
    """A mass-mail tool's clock: each copy differs, and it looks official."""
    text = d.subject.text[:1000]
    match = _CLOCK.search(text) or _DAY.search(text)
    if match:
        yield Finding("subject-clock", Strength.WEAK, of_subject(d), {"clock": match.group()})


SIGN = Sign(
    id="subject-clock",
    viewpoint="subject",
    benign="monitoring systems, log-in notices, booking confirmations",
    look=look,
)
