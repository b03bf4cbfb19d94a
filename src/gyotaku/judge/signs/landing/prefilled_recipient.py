"""The page already knows whom it was sent to: the visitor's address stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import is_strange, landings
from gyotaku.model import Dissection, Evidence, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import texts


def look(d: Dissection) -> Iterator[Finding]:
    """Weak beside a demand for a password on a strange host; otherwise a note: preference pages of lists do it too."""
    for landing in landings(d):
        fields = texts(landing.page, "prefilled")
        if not fields:
            continue
        strange = "password" in landing.secrets and is_strange(d, landing.host)
        pointer, _, name = fields[0].partition(": ")
        facts: dict[str, Fact] = {"host": landing.host, "field": name}
        evidence = (Evidence(f"page:{landing.number}/{pointer.replace(' ', ':')}", name[:300]),)
        yield Finding("prefilled-recipient", Strength.WEAK if strange else Strength.NOTE, evidence, facts)


SIGN = Sign(
    id="prefilled-recipient",
    viewpoint="landing",
    benign="pages to change or end a subscription, and logins that remember the address they wrote to",
    look=look,
)
