"""The subject says it is a reply or a forward, and nothing in the mail answers anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, is_list_mail, of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_REPLY = pattern(r"\s{0,5}(re|fw|fwd|aw|sv|返信|転送)\s?(\[\d{1,3}\])?\s?[:：]", re.IGNORECASE)
_THREAD = ("in-reply-to", "references", "thread-index", "x-forwarded-message-id", "resent-from", "thread-topic")


def look(d: Dissection) -> Iterator[Finding]:
    """A borrowed "Re:" makes a stranger look like someone one has written to (RFC 5322 section 3.6.4)."""
    match = _REPLY.match(d.subject.text)
    if not match or is_list_mail(d) or any(first(d, name) for name in _THREAD):
        return
    if any(line.lstrip().startswith(">") for line in d.body.text[:20_000].splitlines()):
        return
    yield Finding("reply-without-thread", Strength.WEAK, of_subject(d), {"mark": match.group().strip()})


SIGN = Sign(
    id="reply-without-thread",
    viewpoint="subject",
    benign="web forms and ticket systems that answer with Re:, phones that drop the thread headers",
    look=look,
)
