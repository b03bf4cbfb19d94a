"""The sender's domain was registered only days or weeks before the mail."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain, platform_of
from gyotaku.judge.signs.proof import from_domain, is_official, of_from
from gyotaku.judge.signs.shapes import is_mailing_service, org
from gyotaku.judge.signs.world_facts import age_days, of_answer, registered, registration
from gyotaku.model import Dissection, Finding, Sign, Strength

NEW, YOUNG = 30, 180
"""Days, as for links."""


def look(d: Dissection) -> Iterator[Finding]:
    """By the mail's own time. STRONG for a new domain under a known brand's name, which has older ones."""
    host = from_domain(d) if d.intel else ""
    domain = org(host)
    if not domain or is_public_mail_domain(host) or is_mailing_service(host) or platform_of(host):
        return
    if d.claimed and is_official(d.claimed, host):
        return
    age, known, said = age_days(d, domain), registration(d, domain), registered(d, domain)
    if age is None or age >= YOUNG or known is None or said is None or known.registered_at is None:
        return
    facts: dict[str, str | int] = {"domain": domain, "days": age, "registered": known.registered_at.date().isoformat()}
    if age == 0:
        facts["variant"] = "today"
    strength = Strength.STRONG if age < NEW and d.claimed is not None else Strength.WEAK
    yield Finding("registered-recently", strength, (*of_from(d), of_answer(d, said)), facts)


SIGN = Sign(
    id="registered-recently",
    viewpoint="sender",
    benign="new firms and people who have just bought a domain for their mail",
    look=look,
)
