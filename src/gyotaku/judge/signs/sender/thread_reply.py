"""The mail answers in a thread and quotes what it answers."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.judge.signs.shapes import org
from gyotaku.model import Dissection, Finding, Sign, Strength

_SEARCHED = 50_000
"""Characters of the text searched for a quotation."""


def look(d: Dissection) -> Iterator[Finding]:
    """COUNTER, light: thread headers can be invented, and stolen threads exist."""
    answer, references = first(d, "in-reply-to"), first(d, "references")
    if not answer or not references or "@" not in answer.value or d.claimed:
        return
    own = {org(a.rpartition("@")[2]) for a in d.recipient.addresses}
    text = d.body.text[:_SEARCHED]
    quotes = text.startswith(">") or "\n>" in text or "\n> " in text or "wrote:" in text or "のメッセージ:" in text
    if quotes:
        ours = org(answer.value.strip(" <>").rpartition("@")[2].lower()) in own
        yield Finding("thread-reply", Strength.COUNTER, (of_header(answer),), {"ours": ours})


SIGN = Sign(
    id="thread-reply",
    viewpoint="sender",
    benign="all honest conversation; a stolen mailbox answering old threads shows it too",
    look=look,
)
