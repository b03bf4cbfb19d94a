"""The sender's domain is held by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import from_domain, of_from
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.world_facts import asked_late, not_registered, of_answer, when
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG by the registry's own answer; WEAK when it was asked long after the mail."""
    domain = org(from_domain(d)) if d.intel else ""
    said = not_registered(d, domain) if domain else None
    if said is None:
        return
    late = asked_late(d, said)
    facts = {"domain": domain, "when": when(said), **({"variant": "late"} if late else {})}
    strength = Strength.WEAK if late else Strength.STRONG
    yield Finding("sender-domain-unregistered", strength, (*of_from(d), of_answer(d, said)), facts)


SIGN = Sign(
    id="sender-domain-unregistered",
    viewpoint="sender",
    benign="machines that send reports under a name used only inside a firm",
    look=look,
)
