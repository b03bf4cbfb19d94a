"""The same link shows one visitor a demand for secrets and another something else."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import Landing, landings, of_page
from gyotaku.judge.signs.shapes import same_org
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import texts

MACHINES = frozenset(("plain", ""))
"""Personas that honest sites turn away as machines."""
HIDDEN = frozenset(("missing", "gone", "parked", "moved"))
SHUT = frozenset(("blocked", "challenge", "suspended"))
"""What honest protection shows a stranger as well."""


def look(d: Dissection) -> Iterator[Finding]:
    """Strong when people are shown different houses or a page that is not there; weak when one is shut out; a note when
    only the plain client saw something else. Compared are looks of one visit: a later one may find the page closed."""
    by_trail: dict[int | None, list[Landing]] = {}
    for landing in landings(d):
        by_trail.setdefault(landing.page.trail, []).append(landing)
    for trail, looks in by_trail.items():
        if trail is None:
            continue
        asking = next((one for one in looks if one.secrets and _persona(one) not in MACHINES), None)
        if asking is None:
            continue
        for other in looks:
            if other is asking or not _persona(other) or _persona(other) == _persona(asking):
                continue
            strength = _strength(asking, other)
            if strength is not None:
                facts: dict[str, Fact] = {
                    "host": asking.host,
                    "persona": _persona(asking),
                    "other": _persona(other),
                    "shown": other.page.liveness if other.page.liveness != "alive" else other.host,
                }
                yield Finding("cloaking", strength, (of_page(asking), of_page(other)), facts)
                break


def _persona(landing: Landing) -> str:
    return next(iter(texts(landing.page, "persona")), "")


def _strength(asking: Landing, other: Landing) -> Strength | None:
    """How much the difference says; ``None`` when there is none that matters."""
    state = other.page.liveness
    if other.secrets:
        return None
    elsewhere = state == "alive" and not same_org(asking.host, other.host)
    if not (state in HIDDEN or state in SHUT or elsewhere):
        return None
    if _persona(other) in MACHINES:
        return Strength.NOTE
    return Strength.WEAK if state in SHUT else Strength.STRONG


SIGN = Sign(
    id="cloaking",
    viewpoint="landing",
    benign="sites that shut out visitors from abroad or machines, or send telephones to another page of theirs",
    look=look,
)
