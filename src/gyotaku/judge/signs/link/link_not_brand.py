"""The mail wears a brand's face and its link leads to somebody else."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import brand_facts, is_list_mail
from gyotaku.judge.signs.ways import foreign, mostly_own, of_link, same_house, sender_proven, strange, tracked
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Strong unless the brand's own domain proved the mail, or the host is a mailing service's click counter."""
    brand = d.claimed
    if brand is None or not (brand.web_domains or brand.mail_domains) or is_list_mail(d):
        return
    links = [link for link in foreign(d, brand) if not same_house(d, link.host)]
    if not links:
        return
    hosts = [step.host for link in links if (step := strange(d, link, brand)) is not None]
    host = next((host for host in hosts if not tracked(host)), hosts[0])
    if sender_proven(d):
        strength = Strength.NOTE
    else:
        strength = Strength.WEAK if tracked(host) or mostly_own(d, brand) else Strength.STRONG
    facts: dict[str, Fact] = {"host": host, "count": len(links), **brand_facts(brand)}
    yield Finding("link-not-brand", strength, tuple(of_link(link) for link in links[:5]), facts)


SIGN = Sign(
    id="link-not-brand",
    viewpoint="link",
    benign="newsletters and notices of the brand whose click counters and partners the catalogue does not know yet",
    look=look,
)
