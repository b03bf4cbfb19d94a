"""A gift, a refund or a prize, and a form or link to get it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import aligned_pass, is_list_mail, of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: shops do give gifts; silent where the words of advertising and a way to leave the list stand with it."""
    text = d.body.text + "\n" + d.subject.text
    gifts = of_family(text, "prize")
    acts = of_family(text, "press", "verify", "hurry", "secret")
    if not gifts or not acts or is_list_mail(d) or not any(link.clickable and link.host for link in d.links):
        return
    first = gifts[0]
    inside = first.end <= len(d.body.text)
    evidence = d.body.quote(first.start, first.end, 20) if inside else of_subject(d)[0]
    strength = Strength.NOTE if aligned_pass(d) or d.mail.first("list-unsubscribe") else Strength.WEAK
    yield Finding("offer", strength, (evidence,), {"words": text[first.start : first.end]})


SIGN = Sign(
    id="offer",
    viewpoint="body",
    benign="campaigns and point programmes of shops",
    look=look,
)
