"""The subject presses: important, urgent, action required."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength

_WORDS = (
    "重要",
    "緊急",
    "至急",
    "要確認",
    "アクション必須",
    "必要なアクション",
    "最終警告",
    "最終通知",
    "警告",
    "urgent",
    "important",
    "action required",
    "immediate action",
    "final notice",
    "last warning",
    "final warning",
    "security alert",
)


def look(d: Dissection) -> Iterator[Finding]:
    """Honest Japanese mail presses as often, so this is said and not weighed."""
    subject = d.subject.text.casefold()
    for word in _WORDS:
        if word in subject:
            yield Finding("urgent-marker", Strength.NOTE, of_subject(d), {"word": word})
            return


SIGN = Sign(
    id="urgent-marker",
    viewpoint="subject",
    benign="banks, card firms, shops and offices write 【重要】 on most of their notices",
    look=look,
)
