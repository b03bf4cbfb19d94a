"""Words are written with letters made to be mistaken for others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.shapes import odd_letters
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_KANJI_FOR_KANA: Final = pattern(
    r"[ァ-ヶー][一口二三力工卜夕八才千][ァ-ヶー]|[力夕卜][一ー][ァ-ヶ]|[ァ-ヶ]一[ァ-ヶー]|[ァ-ヶ]一(?=[^一-龠ぁ-ん]|$)|力[ァ-ヶー]{2}"
)
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """力一ド for カード, Cyrillic o in a Latin word: strong; styled Latin letters: weak."""
    text = d.body.text[:MAX_TEXT]
    if text.isascii():
        return
    kanji = _KANJI_FOR_KANA.search(text) if d.body.language == "ja" else None
    if kanji:
        facts = {"words": text[max(0, kanji.start() - 3) : kanji.end() + 3].strip(), "variant": "kanji"}
        yield Finding("disguised-letters", Strength.STRONG, (d.body.quote(*kanji.span(), around=8),), facts)
        return
    for char in odd_letters(text):
        code = int(char[2:].split(" ", 1)[0], 16)
        if not (0x370 <= code <= 0x52F or 0x1D400 <= code <= 0x1D7FF):
            continue
        at = text.find(chr(code))
        strength = Strength.STRONG if code < 0x1D400 and d.body.language in ("ja", "en", None) else Strength.WEAK
        facts = {"words": char, "variant": "script"}
        yield Finding("disguised-letters", strength, (d.body.quote(at, at + 1, 10),), facts)
        return


SIGN = Sign(
    id="disguised-letters",
    viewpoint="body",
    benign="decorated names and mathematical text",
    look=look,
)
