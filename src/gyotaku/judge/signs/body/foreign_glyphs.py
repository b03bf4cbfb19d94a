"""Japanese text holds characters that only Chinese or Korean uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gyotaku.judge.signs.proof import aligned_pass
from gyotaku.model import Dissection, Finding, Sign, Strength

MAX_TEXT = 8_000


def look(d: Dissection) -> Iterator[Finding]:
    """Han characters outside JIS X 0213, or Hangul, in a text that is Japanese by its kana."""
    if d.body.language != "ja":
        return
    text = d.body.text[:MAX_TEXT]
    if text.isascii():
        return
    strange: dict[str, int] = {}
    for at, char in enumerate(text):
        code = ord(char)
        if (0x4E00 <= code <= 0x9FFF and not _in_jis(char)) or 0xAC00 <= code <= 0xD7A3:
            strange.setdefault(char, at)
    if not strange:
        return
    chars = "".join(list(strange)[:6])
    at = next(iter(strange.values()))
    many = len(strange) >= 2 and not aligned_pass(d)
    facts = {"characters": chars}
    yield Finding("foreign-glyphs", Strength.STRONG if many else Strength.WEAK, (d.body.quote(at, at + 1, 10),), facts)


@lru_cache(maxsize=4096)
def _in_jis(char: str) -> bool:
    """JIS X 0213 and the vendors' kanji of CP932 (髙, 﨑) are what Japanese uses, old forms included."""
    for charset in ("euc_jis_2004", "cp932"):
        try:
            char.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return False


SIGN = Sign(
    id="foreign-glyphs",
    viewpoint="body",
    benign="names of Chinese or Korean people and firms, bilingual notices",
    look=look,
)
