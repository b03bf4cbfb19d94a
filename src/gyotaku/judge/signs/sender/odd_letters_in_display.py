"""Letters in the sender's name are not what they look like."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_from
from gyotaku.judge.signs.shapes import odd_letters
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Invisible, direction-changing, styled or foreign letters: a name that filters and readers see differently."""
    found = odd_letters(d.sender.display)
    if found:
        yield Finding("odd-letters-in-display", Strength.STRONG, of_from(d), {"letters": ", ".join(found)})


SIGN = Sign(
    id="odd-letters-in-display",
    viewpoint="sender",
    benign="people who decorate their name; soft hyphens pasted from elsewhere",
    look=look,
)
