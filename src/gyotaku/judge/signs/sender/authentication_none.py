"""The receiving server checked, and nothing proves the sender's domain."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, failure, from_domain, is_list_mail, of_auth
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """WEAK where the mail claims to be a brand whose domain it shows: large firms sign their mail today."""
    domain = from_domain(d)
    if not domain or not d.auth or is_list_mail(d) or aligned_pass(d) or failure(d):
        return
    checked = [r for r in d.auth if r.method in ("spf", "dkim", "dmarc") and r.status not in ("unknown", "temperror")]
    if not checked:
        return
    strength = Strength.WEAK if d.claimed else Strength.NOTE
    yield Finding("authentication-none", strength, of_auth(checked[0], d), {"domain": domain})


SIGN = Sign(
    id="authentication-none",
    viewpoint="sender",
    benign="small firms and old servers that publish no policy",
    look=look,
)
