"""The text says your mailbox is full, held or expiring, and wants you to act."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import aligned_pass, from_domain, is_list_mail
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.ways import end, neutral, of_link, own, tracked, ways
from gyotaku.model import Dissection, Finding, Sign, Strength

LONG = 3_000
"""Characters beyond which a text is a letter of news that also speaks of mailboxes."""


def look(d: Dissection) -> Iterator[Finding]:
    """The commonest bait for mail passwords.

    Weak, because providers really write it; strong when the link belongs neither to the reader's own domain nor to the
    sender's: one's provider or computer department has its pages at one of the two.
    """
    text = d.body.text
    boxes = of_family(text, "mailbox")
    acts = of_family(text, "verify", "hurry", "press", "secret")
    if not boxes or not acts or is_list_mail(d) or not any(link.clickable and link.host for link in d.links):
        return
    if len(boxes) + len(acts) < 3:
        return
    homes = {org(address.rpartition("@")[2]) for address in d.recipient.addresses} | {org(from_domain(d))}
    strange = next((x for x in ways(d) if org(end(d, x).host) not in homes and not neutral(x.host)), None)
    if strange is not None and (
        tracked(strange.host) or aligned_pass(d) or (d.claimed and own(d.claimed, strange.host))
    ):
        strange = None
    if len(text) > LONG:
        strange = None
    facts = {"words": text[boxes[0].start : boxes[0].end]}
    evidence = (d.body.quote(boxes[0].start, boxes[0].end, 20), *((of_link(strange),) if strange else ()))
    yield Finding("mailbox-lure", Strength.STRONG if strange else Strength.WEAK, evidence, facts)


SIGN = Sign(
    id="mailbox-lure",
    viewpoint="body",
    benign="notices of one's own mail provider or computer department",
    look=look,
)
