"""The page was not there when we looked: closed, suspended, blocked, parked or gone."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import landings, of_page, seen_at
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import number, texts

STATES = frozenset(("missing", "gone", "suspended", "blocked", "parked", "moved", "changed"))


def look(d: Dissection) -> Iterator[Finding]:
    """A note with its time: it says when, not whether. Honest pages end as well; closed ones come back."""
    for landing in landings(d):
        state = landing.page.liveness
        if state not in STATES:
            continue
        words = texts(landing.page, "closed-words")
        variant = "refused" if state == "blocked" and number(landing.page, "refused") else state
        facts: dict[str, Fact] = {"host": landing.host, "at": seen_at(landing), "variant": variant}
        yield Finding("page-closed", Strength.NOTE, (of_page(landing, words[0] if words else ""),), facts)


SIGN = Sign(
    id="page-closed",
    viewpoint="landing",
    benign="campaign pages that have ended, and honest sites that shut out visitors from abroad",
    look=look,
)
