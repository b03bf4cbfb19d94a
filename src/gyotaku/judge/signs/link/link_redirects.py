"""The link is a chain: another address is packed inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import aligned_pass, from_domain, is_list_mail
from gyotaku.judge.signs.shapes import org, same_org
from gyotaku.judge.signs.ways import of_link, tracked, ways
from gyotaku.model import Dissection, Evidence, Fact, Finding, Sign, Strength

_GATEWAYS: Final = frozenset(
    {"safelinks", "urldefense", "fireeye", "trend", "barracuda", "mimecast", "cisco", "symantec"}
)


def look(d: Dissection) -> Iterator[Finding]:
    """Gateways' rewriting is passed over; three hosts and more in one link are strong."""
    for link in ways(d):
        steps = [s for s in d.trails[link.id].steps if s.how not in _GATEWAYS]
        houses = list(dict.fromkeys(org(s.host) for s in steps if s.host))
        if len(houses) < 2:
            continue
        proven = aligned_pass(d) is not None and (same_org(link.host, from_domain(d)) or tracked(link.host))
        if len(houses) >= 3 and not proven:
            strength = Strength.STRONG
        else:
            strength = Strength.NOTE if proven or is_list_mail(d) or tracked(link.host) else Strength.WEAK
        facts: dict[str, Fact] = {"first": steps[0].host, "last": steps[-1].host, "count": len(houses)}
        yield Finding(
            "link-redirects",
            strength,
            (of_link(link), Evidence(f"trail:{link.id}/step:{len(steps) - 1}", steps[-1].url[:300])),
            facts,
        )
        return


SIGN = Sign(
    id="link-redirects",
    viewpoint="link",
    benign="click counters of newsletters, mail gateways that rewrite links, map and search links",
    look=look,
)
