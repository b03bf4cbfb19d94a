"""The subject sounds an alarm or asks for an act, and nothing shows that the sender may."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import alarm_word
from gyotaku.judge.signs.proof import aligned_pass, is_list_mail, of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak always: real notices read the same. It counts only where nobody proves the sender."""
    text = d.subject.text[:500]
    if not text or aligned_pass(d) or is_list_mail(d) or d.mail.first("in-reply-to"):
        return
    word = alarm_word(text)
    if word:
        yield Finding("subject-alarm", Strength.WEAK, of_subject(d), {"word": word})


SIGN = Sign(
    id="subject-alarm",
    viewpoint="subject",
    benign="genuine alerts whose receiving server writes no results",
    look=look,
)
