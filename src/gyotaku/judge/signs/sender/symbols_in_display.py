"""The sender's name is decorated with pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_from, sender_is_official
from gyotaku.model import Dissection, Finding, Sign, Strength

_PICTURES = re.compile("[\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23fa\U0001f000-\U0001faff]")


def look(d: Dissection) -> Iterator[Finding]:
    """Pictures catch the eye in a list of senders; firms keep their name plain."""
    display = d.sender.display
    if not display or display.isascii() or sender_is_official(d):
        return
    found = "".join(dict.fromkeys(_PICTURES.findall(display)))[:10]
    if found:
        yield Finding("symbols-in-display", Strength.WEAK, of_from(d), {"symbols": found, "display": display})


SIGN = Sign(
    id="symbols-in-display",
    viewpoint="sender",
    benign="young shops, clubs and friends who like emoji",
    look=look,
)
