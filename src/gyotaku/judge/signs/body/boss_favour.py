"""Somebody plays the boss and asks for a quiet favour or a chat group."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import aligned_pass, from_domain, is_list_mail
from gyotaku.judge.signs.shapes import same_org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Strong from a free mailbox; a LINE group with a QR code to send back is strong from anywhere."""
    text = d.body.text
    found = of_family(text, "boss")
    if not found or is_list_mail(d):
        return
    words = [text[h.start : h.end] for h in found]
    line = any("グループ" in w or "QR" in w.upper() for w in words) and ("LINE" in text.upper() or "ライン" in text)
    # An honest colleague's domain is proven; a play-actor's mailbox is free for all, or answers go elsewhere.
    free = is_public_mail_domain(from_domain(d)) or any(
        not same_org(a.domain, from_domain(d)) for a in d.sender.reply_to
    )
    if not line and not (free and len(text) < 1500):
        return
    strength = Strength.STRONG if line or len(words) >= 2 else Strength.WEAK
    if aligned_pass(d) and not free:
        strength = Strength.NOTE
    yield Finding("boss-favour", strength, (d.body.quote(found[0].start, found[0].end, 30),), {"words": words[0]})


SIGN = Sign(
    id="boss-favour",
    viewpoint="body",
    benign="bosses who really write from their telephone",
    look=look,
)
