"""The link shows one address and leads to another."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import parse_url, registrable
from gyotaku.judge.brands.catalogue import by_domain
from gyotaku.judge.signs.proof import aligned_pass, from_domain, is_list_mail
from gyotaku.judge.signs.shapes import same_org
from gyotaku.judge.signs.ways import end, of_link, same_house, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Strong when the shown address is a real place and the target is neither it nor a known click counter."""
    for link in ways(d):
        if not link.shown:
            continue
        shown = parse_url(link.shown if "://" in link.shown else f"https://{link.shown}")
        if shown is None or not registrable(shown.host):
            continue
        step = end(d, link)
        hosts = {link.domain, step.domain}
        if registrable(shown.host) in hosts or not step.host:
            continue
        proven = aligned_pass(d) is not None and same_org(shown.host, from_domain(d))
        weak = tracked(link.host) or proven or is_list_mail(d) or same_house(d, link.host)
        weak = weak or (by_domain(shown.host) is None and not shown.host.endswith(".go.jp"))
        facts = {"shown": shown.host, "host": step.host}
        yield Finding("link-shown-differs", Strength.WEAK if weak else Strength.STRONG, (of_link(link),), facts)
        return


SIGN = Sign(
    id="link-shown-differs",
    viewpoint="link",
    benign="newsletters whose click counter stands behind a written-out address",
    look=look,
)
