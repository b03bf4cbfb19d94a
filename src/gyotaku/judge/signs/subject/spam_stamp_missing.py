"""The receiving server's filter called the mail spam in its own header, yet the subject carries no stamp."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.model import Dissection, Finding, Sign, Strength

_FIELDS = ("x-spam-flag", "x-spam-status", "x-spam")


def look(d: Dissection) -> Iterator[Finding]:
    """Said because readers rely on the stamp: its absence means nothing."""
    if d.subject.spam_stamp:
        return
    for name in _FIELDS:
        field = first(d, name)
        if field and field.value.strip().lower().startswith("yes"):
            yield Finding("spam-stamp-missing", Strength.NOTE, (of_header(field),), {"field": field.name})
            return


SIGN = Sign(
    id="spam-stamp-missing",
    viewpoint="subject",
    benign="servers that mark by header only, which is the usual setting",
    look=look,
)
