"""One spelling for all the ways a name can be drawn, so that a fake letter reads as the letter it imitates.

:func:`fold` maps character by character: width (NFKC), case, Latin accents, look-alike letters of other scripts,
``I l 1 |`` to ``l`` and ``0`` to ``o``, kanji that pass for katakana (力 for カ, 一 for ー, 口 for ロ), simplified and
old forms of the kanji in brand names (银 证 證 髙), every dash to ``-``, every space to one space; invisible characters
vanish. Patterns and texts are folded by the same table, so only the mail's drawing is lost, never its meaning.
"""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

MAX_CACHED = 30_000
"""Distinct characters the table remembers: more than real mail holds, too few to fill the memory."""

_LATIN_FAKES = {
    "a": "аɑαⱥ", "b": "ƅьвβ", "c": "сϲ", "d": "ԁđɗ", "e": "еҽєεə", "f": "ƒ", "g": "ɡց", "h": "һнհ",
    "n": "ηոпռ", "l": "іıιӏłլاו", "j": "ј", "k": "κк", "m": "мμ", "o": "оοօσøөס", "p": "рρҏþ",
    "q": "ԛգ", "r": "г", "s": "ѕտʂ", "t": "тτ", "u": "υսц", "v": "νѵ", "w": "ѡԝωш", "x": "хχ",
    "y": "уγүʏ", "z": "ᴢʐ", "ss": "ß", "ae": "æ", "oe": "œ",
}  # fmt: skip
"""Latin letter to letters of other scripts that a reader takes for it (hand-picked from UTS 39)."""

_JAPANESE_FORMS = {
    "カ": "力ヵ", "ロ": "口", "二": "ニ", "ト": "卜", "エ": "工ェ", "タ": "夕", "ハ": "八", "オ": "才ォ",
    "チ": "千", "ヘ": "へ", "ベ": "べ", "ペ": "ぺ", "リ": "り", "井": "丼", "銀": "银", "証": "证證",
    "券": "劵", "国": "國", "高": "髙", "郵": "邮", "電": "电", "東": "东", "購": "购", "員": "员", "務": "务",
    "戸": "户戶", "税": "税稅", "楽": "樂乐", "沢": "澤", "広": "廣", "応": "應", "住": "佳往", "三": "叁",
    "ツ": "ッ", "ヤ": "ャ", "ユ": "ュ", "ヨ": "ョ", "イ": "ィ", "ア": "ァ", "ウ": "ゥ", "ケ": "ヶ", "や": "ゃ",
    "ゆ": "ゅ", "よ": "ょ", "つ": "っ", "え": "ぇ", "い": "ぃ",
}  # fmt: skip
"""One form each: kanji that pass for kana, large for small kana, simplified, old and mistaken kanji in brand names."""

_LATIN = {fake: letter for letter, fakes in _LATIN_FAKES.items() for fake in fakes}
_JAPANESE = {form: char for char, forms in _JAPANESE_FORMS.items() for form in forms}
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
    found: dict[int, int] = {}
    waiting = sorted(set(positions), reverse=True)
    done = 0
    for start in range(0, len(text), _CHUNK):
        chunk = text[start : start + _CHUNK]
        length = len(fold(chunk))
        if waiting and waiting[-1] < done + length:
            ends = list(itertools.accumulate((len(_TABLE[ord(c)]) for c in chunk), initial=done))[1:]
            while waiting and waiting[-1] < done + length:
                position = waiting.pop()
                found[position] = start + bisect_right(ends, position)
        done += length
        if not waiting:
            break
    return [found.get(position, len(text)) for position in positions]


_CHUNK = 256
"""Characters that are passed over at once on the way to a position."""

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
