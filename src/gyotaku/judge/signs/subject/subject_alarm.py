"""The subject sounds an alarm or asks for an act, and nothing shows that the sender may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import aligned_pass, is_list_mail, of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength

_MOVES: Final = ("closure", "law", "hurry", "verify", "payment-trouble", "intrusion", "mailbox", "prize")
_WORDS: Final = re.compile(
    r"重要|緊急|警告|必ずお読み|確認|お知らせ|ご案内|手続|承認|要対応|要返信|期限|満期|停止|制限|失敗|エラー|未払|更新|認証|不正|異常|保留|ブロック|削除"
    r"|ポイント|マイル|還付|給付|明細|請求|利用(?:確認|内容)|お支払",
)


def look(d: Dissection) -> Iterator[Finding]:
    """Weak always: real notices read the same. It counts only where nobody proves the sender."""
    text = d.subject.text[:500]
    if not text or aligned_pass(d) or is_list_mail(d) or d.mail.first("in-reply-to"):
        return
    moves = of_family(text, *_MOVES)
    word = text[moves[0].start : moves[0].end] if moves else ""
    if not word:
        found = _WORDS.search(text)
        word = found.group() if found else ""
    if word:
        yield Finding("subject-alarm", Strength.WEAK, of_subject(d), {"word": word})


SIGN = Sign(
    id="subject-alarm",
    viewpoint="subject",
    benign="genuine alerts whose receiving server writes no results",
    look=look,
)
