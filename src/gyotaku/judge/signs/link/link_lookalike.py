"""The host name is written with letters made to be mistaken for others."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import lookalike, to_unicode
from gyotaku.judge.signs.ways import of_link, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """By the rules browsers use before they show an international name."""
    for link in ways(d):
        if "xn--" not in link.host:
            continue
        if lookalike(link.host) is not None:
            facts = {"host": link.host, "unicode": to_unicode(link.host)}
            yield Finding("link-lookalike", Strength.STRONG, (of_link(link),), facts)
            return


SIGN = Sign(
    id="link-lookalike",
    viewpoint="link",
    benign="genuine international names in their own script",
    look=look,
)
