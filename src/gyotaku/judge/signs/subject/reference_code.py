"""The subject ends in a reference code of mixed letters and digits."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.judge.signs.shapes import made_up
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_CODE = pattern(r"[A-Za-z0-9]{8,40}")
_LONGEST = 1000
"""Characters of the subject that are searched; kits put the code within the first line."""


def look(d: Dissection) -> Iterator[Finding]:
    """A code without a case behind it: it makes each copy of a mass mail different for filters."""
    if d.subject.text[:4].lower() in {"re: ", "fw: ", "fwd:"}:
        return
    for match in _CODE.finditer(d.subject.text[:_LONGEST]):
        code = match.group()
        digits = sum(c.isdigit() for c in code)
        if 2 <= digits < len(code) - 1 and made_up(code):
            yield Finding("reference-code", Strength.WEAK, of_subject(d), {"code": code})
            return


SIGN = Sign(
    id="reference-code",
    viewpoint="subject",
    benign="order numbers, ticket systems, version hashes in developers' lists",
    look=look,
)
