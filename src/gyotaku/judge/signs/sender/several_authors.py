"""Mail programs would disagree about who sent this."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import every, of_from, of_header
from gyotaku.judge.signs.shapes import same_org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG when the candidates belong to different organisations (RFC 5322 section 3.6: exactly one From field)."""
    if not d.sender.ambiguous:
        return
    fields = every(d, "from")
    evidence = tuple(of_header(field) for field in fields[:4]) or of_from(d)
    specs = list(dict.fromkeys(a.spec for a in d.sender.candidates))
    domains = [a.domain for a in d.sender.candidates if "." in a.domain]
    apart = len(domains) > 1 and not all(same_org(domains[0], other) for other in domains[1:])
    facts: dict[str, str | int] = {"addresses": ", ".join(specs[:5]), "count": len(specs)}
    yield Finding("several-authors", Strength.STRONG if apart else Strength.WEAK, evidence, facts)


SIGN = Sign(
    id="several-authors",
    viewpoint="sender",
    benign="a mail that two people signed (rare, and then with a Sender field)",
    look=look,
)
