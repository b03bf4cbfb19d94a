"""The text says your mailbox is full, held or expiring, and wants you to act."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """The commonest bait for mail passwords; weak, because providers really write it."""
    text = d.body.text
    boxes = of_family(text, "mailbox")
    acts = of_family(text, "verify", "hurry", "press", "secret")
    if not boxes or not acts or is_list_mail(d) or not any(link.clickable and link.host for link in d.links):
        return
    if len(boxes) + len(acts) < 3:
        return
    facts = {"words": text[boxes[0].start : boxes[0].end]}
    yield Finding("mailbox-lure", Strength.WEAK, (d.body.quote(boxes[0].start, boxes[0].end, 20),), facts)


SIGN = Sign(
    id="mailbox-lure",
    viewpoint="body",
    benign="notices of one's own mail provider or computer department",
    look=look,
)
