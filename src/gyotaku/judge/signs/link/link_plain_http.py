"""The link goes over http, unencrypted."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.judge.signs.ways import of_link, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: it says little by itself, though firms that keep accounts have long left it."""
    for link in ways(d):
        if link.href.startswith("http://"):
            strength = Strength.NOTE if aligned_pass(d) or is_list_mail(d) or tracked(link.host) else Strength.WEAK
            yield Finding("link-plain-http", strength, (of_link(link),), {"host": link.host})
            return


SIGN = Sign(
    id="link-plain-http",
    viewpoint="link",
    benign="older newsletters and small shops; some firms' click counters",
    look=look,
)
