"""A gift, a refund or a prize, and a form or link to get it."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import moves
from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.judge.signs.ways import ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: shops do give gifts; silent where the words of advertising and a way to leave the list stand with it."""
    if not ways(d) or is_list_mail(d):
        return
    gifts = moves(d, "prize")
    if gifts and moves(d, "press", "verify", "hurry", "secret"):
        strength = Strength.NOTE if aligned_pass(d) or d.mail.first("list-unsubscribe") else Strength.WEAK
        yield Finding("offer", strength, (gifts[0].evidence,), {"words": gifts[0].words})


SIGN = Sign(
    id="offer",
    viewpoint="body",
    benign="campaigns and point programmes of shops",
    look=look,
)
