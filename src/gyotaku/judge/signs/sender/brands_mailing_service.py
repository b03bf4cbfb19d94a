"""The mail comes by a mailing service that the brand is known to use, and a check proves it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import brand_facts, from_domain, of_auth, results
from gyotaku.model import Dissection, Finding, Sign, Strength, under


def look(d: Dissection) -> Iterator[Finding]:
    """COUNTER. The service's own signature or envelope must pass; its customers are many, so it counts for less."""
    brand, domain = d.claimed, from_domain(d)
    if not brand or not domain or d.sender.ambiguous or not brand.sender_services:
        return
    if not (brand.sends_from(domain) or under(domain, brand.sender_services)):
        return
    for method in ("dkim", "spf"):
        for result in results(d, method):
            service = under(result.domain or "", brand.sender_services)
            if result.status == "pass" and service:
                facts = {"method": method, "service": service, **brand_facts(brand)}
                yield Finding("brands-mailing-service", Strength.COUNTER, of_auth(result, d), facts)
                return


SIGN = Sign(
    id="brands-mailing-service",
    viewpoint="sender",
    benign="all honest mail the brand sends by that service; another customer of it could show the same",
    look=look,
)
