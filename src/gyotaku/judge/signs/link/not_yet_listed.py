"""No list that was asked named where the link leads, at that moment."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.link.listed import host_of, link_of
from gyotaku.judge.signs.ways import neutral, of_link, own
from gyotaku.judge.signs.world_facts import listings, of_answer, when, who
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE: phishing pages are hours old when their mails come, so "not listed" is expected of both kinds."""
    asked = []
    for answer, listing in listings(d):
        link = link_of(d, answer)
        host = host_of(answer)
        if link is None or neutral(host) or (d.claimed and own(d.claimed, host)):
            continue
        if listing.listed:
            return
        asked.append((answer, link))
    if asked:
        last, link = max(asked, key=lambda item: when(item[0]))
        names = ", ".join(dict.fromkeys(who(answer) for answer, _ in asked))
        facts = {"who": names, "when": when(last), "subject": last.subject}
        yield Finding("not-yet-listed", Strength.NOTE, (of_link(link), of_answer(d, last)), facts)


SIGN = Sign(
    id="not-yet-listed",
    viewpoint="link",
    benign="nearly every honest mail, and nearly every fresh phishing mail",
    look=look,
)
