"""The link's domain was registered only days or weeks before the mail."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import platform_of
from gyotaku.judge.signs.ways import neutral, of_link, own, sender_proven, tracked
from gyotaku.judge.signs.world_facts import age_days, link_domains, of_answer, registered, registration
from gyotaku.model import Dissection, Finding, Sign, Strength

NEW = 30
"""Days: most phishing domains are used within their first month (Interisle, Phishing Landscape 2024)."""
YOUNG = 180


def look(d: Dissection) -> Iterator[Finding]:
    """By the mail's own time. STRONG for a new domain under a known brand's name; the youngest domain only."""
    if not d.intel:
        return
    best: tuple[int, int, str] | None = None
    for link, host, domain in link_domains(d):
        if neutral(host) or tracked(host) or platform_of(host) or (d.claimed and own(d.claimed, host)):
            continue
        age = age_days(d, domain)
        if age is not None and age < YOUNG and (best is None or age < best[0]):
            best = (age, link, domain)
    if best is None:
        return
    age, link, domain = best
    known, said = registration(d, domain), registered(d, domain)
    if known is None or said is None or known.registered_at is None:
        return
    facts: dict[str, str | int] = {"domain": domain, "days": age, "registered": known.registered_at.date().isoformat()}
    if age == 0:
        facts["variant"] = "today"
    strong = age < NEW and d.claimed is not None and not sender_proven(d)
    strength = Strength.STRONG if strong else Strength.WEAK
    yield Finding("young-domain", strength, (of_link(d.links[link]), of_answer(d, said)), facts)


SIGN = Sign(
    id="young-domain",
    viewpoint="link",
    benign="new firms, campaigns and events with a fresh site of their own",
    look=look,
)
