"""Genuine links of the brand stand round one link that leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import brand_facts, from_domain, is_list_mail
from gyotaku.judge.signs.shapes import same_org
from gyotaku.judge.signs.ways import foreign, of_link, own, sender_proven, strange, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """The copied contact block lends its trust to the one link that matters."""
    brand = d.claimed
    if brand is None or sender_proven(d) or is_list_mail(d):
        return
    real = [link for link in ways(d) if own(brand, link.host)]
    other = [link for link in foreign(d, brand) if not tracked(link.host)]
    if not real or not other or len(other) > 3 or same_org(other[0].host, from_domain(d)):
        return
    away = strange(d, other[0], brand)
    facts = {"host": away.host if away else other[0].host, "real": real[0].host, **brand_facts(brand)}
    yield Finding("link-copied-decor", Strength.WEAK, (of_link(other[0]), of_link(real[0])), facts)


SIGN = Sign(
    id="link-copied-decor",
    viewpoint="link",
    benign="a brand's own mail with a link to a partner or a mailing service",
    look=look,
)
