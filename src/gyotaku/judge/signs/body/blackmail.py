"""The sender claims to have filmed or hacked you and wants coins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_COIN: Final = pattern(
    r"\b(?:bc1[0-9a-z]{20,62}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40}|ltc1[0-9a-z]{20,60})\b"
)
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """Decisive with an address to pay to; strong by the story alone when it is told at length."""
    text = d.body.text
    shame = of_family(text, "shame")
    coins = of_family(text, "wallet")
    if not shame or not coins or is_list_mail(d):
        return
    address = _COIN.search(text[:MAX_TEXT])
    moves = len({text[h.start : h.end].lower() for h in shame})
    if not address and moves < 3:
        return
    strength = Strength.DECISIVE if address and moves >= 2 else Strength.STRONG
    evidence = [d.body.quote(shame[0].start, shame[0].end, 30)]
    if address:
        evidence.append(d.body.quote(*address.span()))
    yield Finding("blackmail", strength, tuple(evidence), {"words": text[shame[0].start : shame[0].end]})


SIGN = Sign(
    id="blackmail",
    viewpoint="body",
    benign="none; news about such mails quotes it without an address to pay to",
    look=look,
)
