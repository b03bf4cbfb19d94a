"""The address is the brand's, but the receiving server's checks say that the mail is not."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import brand_facts, failure, from_domain, is_list_mail, of_auth, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG on a failed DMARC or a plain SPF fail; WEAK on softfail, which forwarding also causes."""
    brand, domain = d.claimed, from_domain(d)
    if not brand or not domain or not brand.sends_from(domain):
        return
    result = failure(d)
    if result is None:
        return
    plain = result.method == "dmarc" or (result.method == "spf" and result.status == "fail")
    strength = Strength.STRONG if plain and not is_list_mail(d) else Strength.WEAK
    facts = {"method": result.method, "status": result.status, "domain": domain, **brand_facts(brand)}
    yield Finding("brand-domain-forged", strength, (*of_from(d), *of_auth(result, d)), facts)


SIGN = Sign(
    id="brand-domain-forged",
    viewpoint="sender",
    benign="mail that a forwarder changed on the way; a brand's mailing that was set up wrongly",
    look=look,
)
