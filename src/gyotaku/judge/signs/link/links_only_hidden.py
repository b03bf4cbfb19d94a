"""Every link goes by a service that hides where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import is_list_mail, sender_is_official
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.ways import SHORTENERS, of_link, ways
from gyotaku.model import Dissection, Finding, Sign, Strength

_HIDING: Final = SHORTENERS | frozenset(
    """
    t.co did.li goo.gl lnk.to google.vg translate.goog googleusercontent.com storage.googleapis.com
    storage.cloud.google.com s3.amazonaws.com blob.core.windows.net web.core.windows.net sas.aprimarse.com
    page.link app.link onelink.me
    """.split()
)
"""Short links, and bins for files where a page that only forwards can be left."""


def look(d: Dissection) -> Iterator[Finding]:
    """One short link is everyday; a mail in which no link shows its goal is not."""
    links = ways(d)
    if not links or sender_is_official(d) or is_list_mail(d):
        return
    if all(link.host in _HIDING or org(link.host) in _HIDING or _in_a_bin(link.host) for link in links):
        evidence = tuple(of_link(link) for link in links[:3])
        yield Finding("links-only-hidden", Strength.WEAK, evidence, {"host": links[0].host})


def _in_a_bin(host: str) -> bool:
    return host.endswith(
        (".s3.amazonaws.com", ".blob.core.windows.net", ".web.core.windows.net", ".storage.googleapis.com")
    )


SIGN = Sign(
    id="links-only-hidden",
    viewpoint="link",
    benign="a friend's mail with a single short link; campaigns that count clicks through one",
    look=look,
)
