"""The link carries your own address, so that opening it tells who you are."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, from_domain
from gyotaku.judge.signs.shapes import same_org
from gyotaku.judge.signs.ways import of_link, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Strong in path, host or fragment, where honest mailings hardly put it; unsubscribe links are passed over."""
    for link in ways(d):
        tokens = [t for s in d.trails[link.id].steps for t in s.tokens if t.what in ("address", "local")]
        tokens += [t for t in link.tokens if t.what in ("address", "local")]
        words = (link.text + link.url).lower()
        if not tokens or "unsub" in words or "配信停止" in words or "optout" in words or "opt-out" in words:
            continue
        odd = any(t.where in ("fragment", "host", "userinfo") or t.encodings for t in tokens)
        # A sender's own site knows its reader; a stranger's that greets them by their address has a reason.
        at_home = same_org(link.host, from_domain(d)) or tracked(link.host) or aligned_pass(d) is not None
        strength = Strength.NOTE if at_home else Strength.STRONG if odd else Strength.WEAK
        how = "+".join(tokens[0].encodings) or "plain"
        facts = {"host": link.host, "how": how, "where": tokens[0].where.partition(":")[0]}
        yield Finding("link-carries-recipient", strength, (of_link(link),), facts)
        return


SIGN = Sign(
    id="link-carries-recipient",
    viewpoint="link",
    benign="unsubscribe and confirmation links of honest newsletters",
    look=look,
)
