"""A slot of the sender's template was left unfilled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import of_from
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_SLOT: Final = pattern(
    r"\{\{?\s{0,2}[A-Za-z_][\w .]{1,30}\}\}?|\[\[[A-Za-z_]\w{1,30}\]\]|##\w{2,30}##"
    r"|%%?[A-Z_]{3,30}%%?|\$\{\w{2,30}\}|<<\w{2,30}>>"
    r"|\[-[A-Za-z_]{2,20}-\]|【お客様番号】|【氏名】|【名前】|\[氏名\]|你的名字|您的邮箱|\[(?:First|Last)?\s?Name\]",
)
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """In what the reader sees; weak, because honest senders slip too."""
    for text, where in ((d.body.text[:MAX_TEXT], "body"), (d.sender.display, "from")):
        found = _SLOT.search(text)
        if found:
            evidence = (d.body.quote(*found.span(), around=15),) if where == "body" else of_from(d)
            yield Finding("unfilled-slot", Strength.WEAK, evidence, {"slot": found.group()})
            return


SIGN = Sign(
    id="unfilled-slot",
    viewpoint="body",
    benign="a slip in an honest mailing",
    look=look,
)
