"""The mail has no subject."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """A firm's notice always has one."""
    if not d.subject.text.strip() and d.mail.headers:
        yield Finding("subject-empty", Strength.WEAK if d.claimed else Strength.NOTE, of_subject(d))


SIGN = Sign(id="subject-empty", viewpoint="subject", benign="friends and phones", look=look)
