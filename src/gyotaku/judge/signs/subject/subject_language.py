"""The subject is in another language than the body."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength

_MIN_LETTERS = 12
"""Fewer letters than this are a name or a product, not a language."""
_REPLY = ("re:", "fw:", "fwd:")
_SIMPLIFIED = frozenset("们这让请关户应银专业务问题员为过进时间发码确认证单订购实际办费")
"""Simplified forms common in mail that no Japanese text uses (CP932 lacks every one of them)."""


def look(d: Dissection) -> Iterator[Finding]:
    """English over a Japanese text, or simplified Chinese letters in a Japanese mail's subject."""
    if d.body.language != "ja" or not d.subject.text or d.sender.return_path == "":  # a delivery report's subject
        return
    text = d.subject.text
    if text.lower().startswith(_REPLY):
        return
    if not _SIMPLIFIED.isdisjoint(text):
        yield Finding("subject-language", Strength.WEAK, of_subject(d), {"variant": "chinese"})
        return
    letters = sum(c.isascii() and c.isalpha() for c in text)
    if text.isascii() and letters >= _MIN_LETTERS and " " in text.strip():
        yield Finding("subject-language", Strength.WEAK, of_subject(d), {"variant": "latin"})


SIGN = Sign(
    id="subject-language",
    viewpoint="subject",
    benign="world-wide firms with untranslated subjects, shops that write their campaign's name in English",
    look=look,
)
