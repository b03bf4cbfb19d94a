"""An encoded word stands unread in the subject or the sender's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.model import Dissection, Finding, Sign, Strength

_WORD = re.compile(r"=\?[A-Za-z0-9_-]{2,20}\?[bqBQ]\?")


def look(d: Dissection) -> Iterator[Finding]:
    """RFC 2047 text that no reader can show: the tool that wrote it was home-made."""
    for name in ("subject", "from"):
        field = first(d, name)
        if field and "=?" in field.value and _WORD.search(field.value[:4000]):
            yield Finding("broken-encoded-word", Strength.WEAK, (of_header(field),), {"field": field.name})
            return


SIGN = Sign(
    id="broken-encoded-word",
    viewpoint="subject",
    benign="old mailers and list software that cut a long subject in the middle of a word",
    look=look,
)
