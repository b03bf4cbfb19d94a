"""The receiving server's checks failed for the sender's domain."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import failure, from_domain, is_list_mail, of_auth
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """For domains of no brand we know; a known brand's own domain has its own, stronger sign."""
    domain = from_domain(d)
    if not domain or (d.claimed and d.claimed.sends_from(domain)):
        return
    result = failure(d)
    if result:
        facts = {"method": result.method, "status": result.status, "domain": domain}
        strength = Strength.NOTE if is_list_mail(d) else Strength.WEAK
        yield Finding("authentication-failed", strength, of_auth(result, d), facts)


SIGN = Sign(
    id="authentication-failed",
    viewpoint="sender",
    benign="mailing lists, forwarded mail, small firms with an old SPF record",
    look=look,
)
