"""The link ends in a name that costs next to nothing and is dropped as fast."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.lists import CHEAP_ENDINGS
from gyotaku.judge.signs.proof import aligned_pass, from_domain
from gyotaku.judge.signs.shapes import same_org
from gyotaku.judge.signs.ways import end, of_link, own, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak; with a Japanese brand claimed also .cn counts."""
    for link in ways(d):
        host = end(d, link).host or link.host
        ending = host.rpartition(".")[2]
        foreign_cn = ending == "cn" and d.body.language == "ja"
        if (ending in CHEAP_ENDINGS or foreign_cn) and not (d.claimed and own(d.claimed, host)):
            if aligned_pass(d) and same_org(host, from_domain(d)) and d.claimed is None:
                continue
            yield Finding("link-cheap-ending", Strength.WEAK, (of_link(link),), {"host": host, "ending": ending})
            return


SIGN = Sign(
    id="link-cheap-ending",
    viewpoint="link",
    benign="young projects and personal sites",
    look=look,
)
