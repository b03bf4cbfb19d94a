"""The copyright line names another year than the mail's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_YEAR: Final = pattern(r"(20\d\d)(?!\s?[-–~〜]\s?20)")
_CLAIM: Final = pattern(r"(?:©|\(c\)|copyright|\bc)\s{0,2}(?:c\s?)?\Z", re.IGNORECASE)
LONGEST = 16
"""Characters that hold the words before the year."""
MAX_TEXT = 60_000


def look(d: Dissection) -> Iterator[Finding]:
    """A note: many honest footers are as old."""
    sent = d.date or d.received_at
    text = d.body.text[:MAX_TEXT]
    if "©" not in text and "opyright" not in text and "(c)" not in text.lower():
        return
    for found in _YEAR.finditer(text):
        low = max(0, found.start() - LONGEST)
        claim = _CLAIM.search(text[low : found.start()])
        if claim is None:
            continue
        if sent and int(found[1]) != sent.year:
            facts = {"year": int(found[1]), "sent": sent.year}
            evidence = d.body.quote(low + claim.start(), found.end(), around=10)
            yield Finding("stale-copyright", Strength.NOTE, (evidence,), facts)
        return


SIGN = Sign(
    id="stale-copyright",
    viewpoint="body",
    benign="templates that nobody renewed",
    look=look,
)
