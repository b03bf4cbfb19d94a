"""The link leads to a sub-domain that anybody gets in a minute."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import platform_of
from gyotaku.judge.signs.proof import is_list_mail
from gyotaku.judge.signs.ways import end, of_link, own, sender_proven, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Strong when a brand with domains of its own is claimed."""
    for link in ways(d):
        step = end(d, link)
        platform = platform_of(step.host) or platform_of(link.host)
        if not platform:
            continue
        brand = d.claimed
        if brand and (own(brand, step.host) or own(brand, link.host)):
            continue
        claimed = brand is not None and not sender_proven(d) and bool(brand.web_domains)
        strength = Strength.NOTE if is_list_mail(d) else Strength.STRONG if claimed else Strength.WEAK
        yield Finding(
            "link-platform", strength, (of_link(link),), {"host": step.host or link.host, "platform": platform}
        )
        return


SIGN = Sign(
    id="link-platform",
    viewpoint="link",
    benign="small firms and engineers who publish on such platforms",
    look=look,
)
