"""The sender's address lies under a platform where anybody gets a name in a minute."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain, platform_of
from gyotaku.judge.signs.proof import from_domain, is_list_mail, of_from, sender_is_official
from gyotaku.model import Dissection, Finding, Sign, Strength

_TRIALS = (".onmicrosoft.com",)
"""Names given with a trial account, which the public suffix list does not hold."""


def look(d: Dissection) -> Iterator[Finding]:
    """Such mail passes every check: the platform signs for whoever opened an account there yesterday."""
    domain = from_domain(d)
    if not domain or is_public_mail_domain(domain) or sender_is_official(d) or is_list_mail(d):
        return
    trial = next((suffix for suffix in _TRIALS if domain.endswith(suffix)), None)
    platform = trial.strip(".") if trial else platform_of(domain)
    if platform:
        yield Finding("sender-platform", Strength.WEAK, of_from(d), {"domain": domain, "platform": platform})


SIGN = Sign(
    id="sender-platform",
    viewpoint="sender",
    benign="confirmations of young applications, firms that never set up a domain of their own",
    look=look,
)
