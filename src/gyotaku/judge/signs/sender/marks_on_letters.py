"""Invisible or foreign marks are strewn over the letters of the sender's name or the subject."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_from, of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength

# Variation selectors behind a letter, and combining marks of other scripts behind Latin letters or dots. Accents
# (U+0300-036F) are everyday European letters, and an emoji's selector (U+FE0F) stands behind a picture, not a letter.
_MARKED = re.compile(
    "[A-Za-z.][\ufe00-\ufe0f\U000e0100-\U000e01ef\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u0711-\u074a\u0900-\u0903\u0e31-\u0e3a\u1ab0-\u1aff]|[.][\u0700-\u074f]"
)


def look(d: Dissection) -> Iterator[Finding]:
    """A filter reads another word, a person the one that was meant."""
    for text, where, evidence in (
        (d.sender.display, "sender", of_from),
        (d.subject.text, "subject", of_subject),
    ):
        if text.isascii():
            continue
        found = _MARKED.search(text[:1000])
        if found:
            mark = found.group()[-1]
            facts = {"variant": where, "mark": f"U+{ord(mark):04X} {unicodedata.name(mark, '?')}"}
            yield Finding("marks-on-letters", Strength.STRONG, evidence(d), facts)
            return


SIGN = Sign(
    id="marks-on-letters",
    viewpoint="sender",
    benign="none that we know; accents of European letters are not meant",
    look=look,
)
