"""Made-up credentials were typed: what the page answered, and where they went."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.brands.catalogue import by_domain
from gyotaku.judge.signs.landing.faces import Landing, landings, of_page, suspect
from gyotaku.model import Dissection, Evidence, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import number, texts


def look(d: Dissection) -> Iterator[Finding]:
    """An honest page refuses made-up credentials as well: alone a note. Strong when it took them and asked for more, or
    carried them to a stranger; weak when it refused each of several in a brand's name, away from that brand."""
    for landing in landings(d):
        tries = number(landing.page, "decoy-tries")
        if not tries:
            continue
        refused = number(landing.page, "decoy-refused")
        facts: dict[str, Fact] = {"host": landing.host, "tries": tries}
        found = _grave(landing, facts)
        if found is None and refused >= tries:
            strange = tries >= 2 and suspect(d, landing) is not None
            quotes = texts(landing.page, "decoy-answer")
            found = Strength.WEAK if strange else Strength.NOTE, of_page(landing, quotes[0] if quotes else "")
            if not strange:
                facts["variant"] = "plain"
        if found is not None:
            strength, evidence = found
            yield Finding("any-password-is-an-error", strength, (evidence,), facts)


def _grave(landing: Landing, facts: dict[str, Fact]) -> tuple[Strength, Evidence] | None:
    """What no honest login does; fills the facts of its sentence in."""
    following = texts(landing.page, "decoy-next")
    if following:
        facts |= {"variant": "next", "next": following[0]}
        return Strength.STRONG, of_page(landing, following[0])
    for line in texts(landing.page, "decoy-sent"):
        how, _, host = line.partition(" ")
        if how in ("messenger", "form-service") or (how == "other-domain" and by_domain(host) is None):
            facts |= {"variant": "sent", "target": host}
            return Strength.STRONG, of_page(landing, line)
    bounced = texts(landing.page, "decoy-bounced")
    if bounced and by_domain(bounced[0]) is not None and by_domain(landing.host) is None:
        facts |= {"variant": "bounced", "target": bounced[0]}
        return Strength.STRONG, of_page(landing, bounced[0])
    return None


SIGN = Sign(
    id="any-password-is-an-error",
    viewpoint="landing",
    benign="every honest login refuses made-up credentials; that alone is only noted",
    look=look,
)
