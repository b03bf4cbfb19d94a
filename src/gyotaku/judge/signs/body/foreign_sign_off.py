"""A Japanese letter ends as a foreign one does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_END: Final = pattern(
    r"^\s{0,4}(?:ありがとう|敬意を表して|よろしく|心から|誠実に|最高の敬意)[、,]\s{0,4}$", re.MULTILINE
)
_LATIN: Final = pattern(
    r"^\s{0,4}(?:Best regards|Sincerely|Thanks|Regards|Yours truly)[,.]?\s{0,4}$", re.MULTILINE | re.IGNORECASE
)
TAIL = 1_500


def look(d: Dissection) -> Iterator[Finding]:
    """ありがとう、 alone on a line is "Thanks," translated word by word."""
    if d.body.language != "ja" or is_list_mail(d):
        return
    start = max(0, len(d.body.text) - TAIL)
    tail = d.body.text[start:]
    found = _END.search(tail) or (None if aligned_pass(d) else _LATIN.search(tail))
    if found:
        evidence = (d.body.quote(start + found.start(), start + found.end()),)
        yield Finding("foreign-sign-off", Strength.WEAK, evidence, {"words": found.group().strip()})


SIGN = Sign(
    id="foreign-sign-off",
    viewpoint="body",
    benign="Japanese staff of international firms",
    look=look,
)
