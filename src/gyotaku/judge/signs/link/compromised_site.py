"""The page probably lies on somebody's site without their knowledge."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.domain_kind import domain_kind
from gyotaku.judge.signs.proof import aligned_pass
from gyotaku.judge.signs.ways import neutral, of_link, own, same_house, tracked
from gyotaku.judge.signs.world_facts import link_domains, of_answer, registered
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE, and only beside a claimed brand that the site is not: the owner is a victim to be told, not blamed."""
    brand = d.claimed if d.intel else None
    if brand is None:
        return
    for link, host, domain in link_domains(d):
        if neutral(host) or tracked(host) or own(brand, host) or (aligned_pass(d) and same_house(d, host)):
            continue
        kind, grounds = domain_kind(d, host)
        if kind == "likely-compromised-site":
            said = registered(d, domain)
            evidence = (of_link(d.links[link]), *((of_answer(d, said),) if said else ()))
            path = next((g.removeprefix("path:") for g in grounds if g.startswith("path:")), "")
            facts = {"host": host, "domain": domain, "path": path, "variant": "path" if path else "list"}
            yield Finding("compromised-site", Strength.NOTE, evidence, facts)
            return


SIGN = Sign(
    id="compromised-site",
    viewpoint="link",
    benign="small firms whose own pages lie in such folders of their own site",
    look=look,
)
