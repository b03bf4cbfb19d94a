"""A list of harmful names holds the sender's domain, or the one that replies go to."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain, platform_of
from gyotaku.judge.signs.proof import from_domain, is_official, of_from
from gyotaku.judge.signs.shapes import is_mailing_service, org
from gyotaku.judge.signs.world_facts import listings, of_answer, when, who
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG, for a name of the sender's own; a provider's, a platform's or the brand's is not meant."""
    if not listings(d):
        return
    names = dict.fromkeys(org(host) for host in (from_domain(d), *(a.domain for a in d.sender.reply_to)) if host)
    for said, listing in listings(d):
        name = said.subject
        if not listing.listed or listing.threat == "policy" or name not in names or not said.source.endswith(":domain"):
            continue
        if is_public_mail_domain(name) or is_mailing_service(name) or platform_of(name):
            continue
        if d.claimed and is_official(d.claimed, name):
            continue
        facts = {"domain": name, "who": who(said), "threat": listing.threat or "", "when": when(said)}
        yield Finding("sender-domain-listed", Strength.STRONG, (*of_from(d), of_answer(d, said)), facts)
        return


SIGN = Sign(
    id="sender-domain-listed",
    viewpoint="sender",
    benign="a firm whose mailboxes were misused for spam and that is not yet off the list",
    look=look,
)
