"""One spelling for all the ways a name can be drawn, so that a fake letter reads as the letter it imitates.

:func:`fold` maps character by character: width (NFKC), case, Latin accents, look-alike letters of other scripts,
``I l 1 |`` to ``l`` and ``0`` to ``o``, kanji that pass for katakana (力 for カ, 一 for ー, ロ for 口), simplified and old forms of
the kanji in brand names (银 证 證 髙), every dash to ``-``, every space to one space; invisible characters vanish.
Patterns and texts are folded by the same table, so only the mail's drawing is lost, never its meaning.
"""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

MAX_CACHED = 30_000
"""Distinct characters the table remembers: more than any real mail holds, few enough that no mail can fill the memory."""

_LATIN = {
    "а": "a", "ɑ": "a", "α": "a", "ⱥ": "a", "ƅ": "b", "ь": "b", "в": "b", "β": "b", "с": "c", "ϲ": "c", "ԁ": "d", "đ": "d",
    "ɗ": "d", "е": "e", "ҽ": "e", "є": "e", "ε": "e", "ə": "e", "ƒ": "f", "ɡ": "g", "ց": "g", "һ": "h", "н": "h", "η": "n",
    "հ": "h", "і": "l", "ı": "l", "ι": "l", "ӏ": "l", "ł": "l", "լ": "l", "ا": "l", "ו": "l", "ј": "j", "κ": "k", "к": "k",
    "м": "m", "μ": "m", "ո": "n", "п": "n", "ռ": "n", "о": "o", "ο": "o", "օ": "o", "σ": "o", "ø": "o", "ө": "o", "ס": "o",
    "р": "p", "ρ": "p", "ҏ": "p", "ԛ": "q", "գ": "q", "г": "r", "ѕ": "s", "տ": "s", "ʂ": "s", "т": "t", "τ": "t", "υ": "u",
    "ս": "u", "ц": "u", "ν": "v", "ѵ": "v", "ѡ": "w", "ԝ": "w", "ω": "w", "ш": "w", "х": "x", "χ": "x", "у": "y", "γ": "y",
    "ү": "y", "ʏ": "y", "ᴢ": "z", "ʐ": "z", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "p",
}  # fmt: skip
"""Letters of other scripts and small capitals that a reader takes for Latin ones (a hand-picked part of UTS 39's list)."""

_JAPANESE = {
    "力": "カ", "口": "ロ", "ニ": "二", "卜": "ト", "工": "エ", "夕": "タ", "八": "ハ", "才": "オ", "千": "チ", "へ": "ヘ",
    "べ": "ベ", "ぺ": "ペ", "り": "リ", "丼": "井", "银": "銀", "证": "証", "證": "証", "劵": "券", "國": "国", "髙": "高",
    "邮": "郵", "电": "電", "东": "東", "购": "購", "员": "員", "务": "務", "户": "戸", "戶": "戸", "税": "税", "稅": "税",
    "樂": "楽", "乐": "楽", "澤": "沢", "廣": "広", "應": "応", "佳": "住", "往": "住", "叁": "三", "ェ": "エ",
    "ォ": "オ", "ッ": "ツ", "ャ": "ヤ", "ュ": "ユ", "ョ": "ヨ", "ィ": "イ", "ァ": "ア", "ゥ": "ウ", "ヵ": "カ", "ヶ": "ケ",
    "ゃ": "や", "ゅ": "ゆ", "ょ": "よ", "っ": "つ", "ぇ": "え", "ぃ": "い",
}  # fmt: skip
"""Kanji for kana, large for small kana, simplified or old for new: one form each."""

_TO_L = frozenset("iı1|ǀ∣│")
_DASHES = frozenset("-‐‑‒–—―−－ーｰ一ㅡ─━~〜～_")
_INVISIBLE = frozenset({0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0xFEFF})
_DAKUTEN = {"\uff9e": "\u3099", "\uff9f": "\u309a", "゛": "\u3099", "゜": "\u309a"}


def _fold_char(char: str) -> str:
    """One character in the common spelling; ``""`` when a reader would not see it."""
    if ord(char) in _INVISIBLE or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF:
        return ""
    if char in _DAKUTEN:
        return _DAKUTEN[char]
    if char in _DASHES:
        return "-"
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category in ("Zs", "Zl", "Zp") or char in "\t\r\n\v\f":
        return "\n" if char == "\n" else " "
    folded = []
    for c in unicodedata.normalize("NFKC", char).lower():
        if c in _DASHES:
            c = "-"
        elif c in _TO_L:
            c = "l"
        elif c == "0":
            c = "o"
        elif c in _JAPANESE:
            c = _JAPANESE[c]
        elif c in _LATIN:
            c = _LATIN[c]
        elif ord(c) > 0x7F:
            base = unicodedata.normalize("NFD", c)[0]
            if base.isascii():
                c = "l" if base == "i" else base
            elif base in _LATIN:
                c = _LATIN[base]
            elif "\u0300" <= c <= "\u036f":
                c = ""
        folded.append(c)
    return "".join(folded)


class _Table(dict[int, str]):
    """Code point to folded text, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        value = _fold_char(chr(code))
        if len(self) < MAX_CACHED:
            self[code] = value
        return value


_TABLE = _Table()


def fold(text: str) -> str:
    """The text in the common spelling. Linear; may be shorter or longer than ``text`` (see :func:`unfold`)."""
    return text.translate(_TABLE)


def unfold(text: str, folded: str, positions: Sequence[int]) -> list[int]:
    """Positions in ``text`` of the given positions in ``folded`` (= ``fold(text)``).

    Where lengths agree nothing was dropped or widened, or exactly as much of both, which no real text does nearby.
    """
    if len(text) == len(folded) or not positions:
        return list(positions)
    ends = list(itertools.accumulate(map(len, map(_TABLE.__getitem__, map(ord, text)))))
    return [min(bisect_right(ends, p), len(text)) for p in positions]


_LATIN_CHARS = frozenset("abcdefghijklmnopqrstuvwxyz23456789")
_SHORT_KANA = 3


def bounded(folded: str, start: int, end: int) -> bool:
    """Whether ``folded[start:end]`` stands as a word of its own.

    Latin letters and digits must not run on; a name in katakana must not begin inside a longer katakana word (レイク in
    ブレイク), nor, when it is short, end inside one (オリコ in オリコン).
    """
    first, last = folded[start], folded[end - 1]
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    if first in _LATIN_CHARS and before in _LATIN_CHARS:
        return False
    if last in _LATIN_CHARS and after in _LATIN_CHARS:
        return False
    if _is_katakana(first) and _is_katakana(before):
        return False
    return not (end - start <= _SHORT_KANA and _is_katakana(last) and (_is_katakana(after) or after == "-"))


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "二"
