"""Hardly a word, and a link."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import from_domain, is_list_mail, sender_is_official
from gyotaku.judge.signs.shapes import same_org
from gyotaku.judge.signs.ways import of_link, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength

FEW = 160
"""Visible characters, white space left out: two sentences."""


def look(d: Dissection) -> Iterator[Finding]:
    """The less a mail says, the less a filter reads; the link leads away from the sender's own name."""
    if d.mail.headers_only or len(d.body.text) > 4 * FEW or is_list_mail(d) or sender_is_official(d):
        return
    size = len("".join(d.body.text.split()))
    if size > FEW:
        return
    away = [w for w in ways(d) if not same_org(w.host, from_domain(d)) and not tracked(w.host)]
    if away and d.sender.address:
        yield Finding("few-words-one-way", Strength.WEAK, (of_link(away[0]),), {"size": size, "host": away[0].host})


SIGN = Sign(
    id="few-words-one-way",
    viewpoint="body",
    benign="friends who send each other a link",
    look=look,
)
