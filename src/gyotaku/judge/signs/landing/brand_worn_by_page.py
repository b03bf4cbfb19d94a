"""The page wears a brand's face away from the brand's own sites."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import at_home, landings, on_shared, software, worn
from gyotaku.judge.signs.proof import brand_facts
from gyotaku.judge.signs.ways import neutral, same_house
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak when the mail claims the same brand and nothing is asked; a note where a louder sign speaks (it tells the
    grounds) and where only the page names the brand: shops, agents and news wear many firms' names."""
    for landing in landings(d):
        face = worn(d, landing)
        if face is None or not landing.host or at_home(face, landing.host) or landing.page.liveness != "alive":
            continue
        if neutral(landing.host) or same_house(d, landing.host):
            continue
        claimed = d.claimed is not None and d.claimed.brand == face.brand
        loud = landing.secrets or software(face) or on_shared(face, landing.host) or not claimed
        facts: dict[str, Fact] = {"host": landing.host, **brand_facts(face)}
        if software(face):
            facts["variant"] = "software"
        yield Finding("brand-worn-by-page", Strength.NOTE if loud else Strength.WEAK, face.grounds[:4], facts)


SIGN = Sign(
    id="brand-worn-by-page",
    viewpoint="landing",
    benign="resellers, agents, fan pages and news that carry a firm's name in their titles",
    look=look,
)
