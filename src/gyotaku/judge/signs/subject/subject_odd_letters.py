"""Letters in the subject are not what they look like."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.judge.signs.shapes import odd_letters
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Invisible, styled or foreign letters inside words: a filter does not read there what a person reads."""
    found = odd_letters(d.subject.text)
    if found:
        yield Finding("subject-odd-letters", Strength.STRONG, of_subject(d), {"letters": ", ".join(found)})


SIGN = Sign(
    id="subject-odd-letters",
    viewpoint="subject",
    benign="advertising in styled letters, soft hyphens pasted from a web page, Greek letters in science",
    look=look,
)
