"""The host name is a heap of letters no one would choose."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_ip, platform_of
from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.judge.signs.shapes import made_up
from gyotaku.judge.signs.ways import of_link, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength

LONG_LABEL = 32
"""A label longer than this is no name for people (the limit of DNS is 63)."""


def look(d: Dissection) -> Iterator[Finding]:
    """Looks at the registrable domain's first label, and at labels of absurd length."""
    for link in ways(d):
        for step in d.trails[link.id].steps:
            if not step.host or is_ip(step.host) or platform_of(step.host) or tracked(step.host) or "xn--" in step.host:
                continue
            labels = step.host.split(".")
            name = step.domain.split(".", 1)[0]
            long = next((label for label in labels if len(label) > LONG_LABEL), None)
            if long is None and not made_up(name):
                continue
            proven = aligned_pass(d) is not None or is_list_mail(d)
            facts = {"host": step.host, "variant": "long" if long else "letters"}
            yield Finding("link-made-up-host", Strength.NOTE if proven else Strength.WEAK, (of_link(link),), facts)
            return


SIGN = Sign(
    id="link-made-up-host",
    viewpoint="link",
    benign="content networks and some click counters",
    look=look,
)
