"""The sender's domain is a jumble of letters, or ends in one that frauds favour."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.lists import CHEAP_ENDINGS
from gyotaku.judge.signs.proof import from_domain, of_from, sender_is_official
from gyotaku.judge.signs.shapes import is_mailing_service, made_up, org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """A throw-away name, by its looks or by its price."""
    domain = from_domain(d)
    if not domain or is_public_mail_domain(domain) or is_mailing_service(domain) or sender_is_official(d):
        return
    label, _, ending = org(domain).partition(".")
    if made_up(label) and not label.startswith("xn--"):
        yield Finding("random-domain", Strength.WEAK, of_from(d), {"variant": "letters", "domain": domain})
    elif ending in CHEAP_ENDINGS and d.claimed:
        yield Finding(
            "random-domain", Strength.WEAK, of_from(d), {"variant": "ending", "domain": domain, "ending": "." + ending}
        )


SIGN = Sign(
    id="random-domain",
    viewpoint="sender",
    benign="firms named by initials; small shops under .shop or .xyz; firms in China under .cn",
    look=look,
)
