"""What a text does to its reader: families of phrases, found in one pass.

A family is a move in a story (a threat, a demand, a promise), not a topic. Honest mail makes single moves too; signs
combine them. The families stand in ``phrases.toml``. Phrases are matched without case and with full-width Latin folded;
the positions are those of the text itself.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

import ahocorasick_rs

from gyotaku.judge.signs.proof import of_subject
from gyotaku.model import Dissection, Evidence
from gyotaku.patterns import pattern

MAX_TEXT = 20_000
"""Characters that are read: what a scam asks for stands near the top; the rest of a long mail is quotation."""


class Hit(NamedTuple):
    """One phrase in a text."""

    family: str
    start: int
    end: int


_FOLD: Final = {
    **{code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
    **{0xFF21 + n: ord("a") + n for n in range(26)},
    **{0xFF41 + n: ord("a") + n for n in range(26)},
    **{0xFF10 + n: ord("0") + n for n in range(10)},
    0x3000: 0x20,
    0xA0: 0x20,
    0x0A: 0x20,
    0x2019: 0x27,
}
"""One character to one character, so that positions stay."""


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    data = tomllib.loads(files("gyotaku.judge.signs").joinpath("phrases.toml").read_text(encoding="utf-8"))
    pairs = [(phrase, family) for family, phrases in data.items() for phrase in phrases]
    phrases = [phrase for phrase, _ in pairs]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick(phrases, matchkind=kind), tuple(family for _, family in pairs)


@lru_cache(maxsize=8)
def hits(text: str) -> tuple[Hit, ...]:
    """Every phrase of every family in the first :data:`MAX_TEXT` characters, in order of the text."""
    automaton, families = _automaton()
    folded = text[:MAX_TEXT].translate(_FOLD)
    found = (Hit(families[index], start, end) for index, start, end in automaton.find_matches_as_indexes(folded))
    return tuple(hit for hit in found if _whole(folded, hit))


def _whole(text: str, hit: Hit) -> bool:
    """A Latin phrase starts at a word's start: ``court`` is not in ``harcourt``; its end is free."""
    first = text[hit.start]
    if not ("a" <= first <= "z") or hit.start == 0:
        return True
    before = text[hit.start - 1]
    return not ("a" <= before <= "z")


def of_family(text: str, *families: str) -> tuple[Hit, ...]:
    """The hits of those families."""
    return tuple(hit for hit in hits(text) if hit.family in families)


class Move(NamedTuple):
    """A phrase of the mail's body or subject, with its evidence."""

    family: str
    words: str
    evidence: Evidence


def moves(d: Dissection, *families: str) -> tuple[Move, ...]:
    """The moves of those families in the body, then in the subject."""
    body, subject = d.body.text, d.subject.text
    found = [
        Move(hit.family, body[hit.start : hit.end], d.body.quote(hit.start, hit.end, 20))
        for hit in of_family(body, *families)[:MOST]
    ]
    found += [
        Move(hit.family, subject[hit.start : hit.end], of_subject(d)[0]) for hit in of_family(subject, *families)[:MOST]
    ]
    return tuple(found)


MOST = 20
"""Moves of one place that are kept: a story is told by then."""


_ALARMS: Final = ("closure", "law", "hurry", "verify", "payment-trouble", "intrusion", "mailbox", "prize")
_ALARM_WORDS: Final = pattern(
    r"重要|緊急|警告|必ずお読み|確認|お知らせ|ご案内|手続|承認|変更|要対応|要返信|期限|満期|停止|制限|失敗|エラー|未払|更新|認証|不正|異常|保留|ブロック|削除"
    r"|ポイント|マイル|還付|給付|明細|請求|利用(?:確認|内容)|お支払",
)


def alarm_word(subject: str) -> str:
    """The words by which a subject alarms, presses or tempts; ``""`` when it does not."""
    moved = of_family(subject, *_ALARMS)
    if moved:
        return subject[moved[0].start : moved[0].end]
    found = _ALARM_WORDS.search(subject)
    return found.group() if found else ""
