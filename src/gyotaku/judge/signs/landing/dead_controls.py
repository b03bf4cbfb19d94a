"""A page that asks for a secret, and around it menus and links that do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import landings, of_page
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import number, texts

MIN_DEAD, MIN_SHARE = 3, 0.6
"""Dead links, and their share of all, from which a page is a stage set: one or two are an oversight."""


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: unfinished honest pages look so too, but seldom where they ask for passwords."""
    for landing in landings(d):
        if not landing.secrets:
            continue
        menus = texts(landing.page, "dead-menu")
        dead, links = number(landing.page, "dead-links"), number(landing.page, "links")
        facts: dict[str, Fact] = {"host": landing.host}
        if menus:
            facts |= {"variant": "menu", "menu": menus[0]}
            quote = menus[0]
        elif dead >= MIN_DEAD and dead >= MIN_SHARE * links:
            facts |= {"count": dead, "links": links}
            quote = f"{dead}/{links}"
        else:
            continue
        yield Finding("dead-controls", Strength.WEAK, (of_page(landing, quote),), facts)


SIGN = Sign(
    id="dead-controls",
    viewpoint="landing",
    benign="unfinished pages, and pages whose controls are brought to life by script that we could not see into",
    look=look,
)
