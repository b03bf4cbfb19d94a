"""An encoded word stands unread in the subject or the sender's name."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_START = pattern(rb"=\?[A-Za-z0-9_-]{2,30}(?:\*[a-z-]{2,9})?\?[bqBQ]\?")
_WHOLE = pattern(rb"=\?[A-Za-z0-9_-]{2,30}(?:\*[a-z-]{2,9})?\?[bqBQ]\?[^?\s]{0,1000}\?=")
_READ = 4_000
"""Bytes of the field looked at."""


def look(d: Dissection) -> Iterator[Finding]:
    """RFC 2047 text without its end, or cut by a space: strict readers show the code, and the tool was home-made."""
    for name in ("subject", "from"):
        field = first(d, name)
        if field is None or b"=?" not in field.raw:
            continue
        raw = field.raw[:_READ]
        if len(field.raw) <= _READ and len(_START.findall(raw)) > len(_WHOLE.findall(raw)):
            yield Finding("broken-encoded-word", Strength.WEAK, (of_header(field),), {"field": field.name})
            return


SIGN = Sign(
    id="broken-encoded-word",
    viewpoint="subject",
    benign="old mailers and list software that cut a long subject in the middle of a word",
    look=look,
)
