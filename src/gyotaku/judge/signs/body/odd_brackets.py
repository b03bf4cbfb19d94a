"""A Japanese bracket is opened or closed without its partner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_PAIRS: Final = {"】": "【", "」": "「", "』": "『"}
_EITHER: Final = {close: pattern(f"[{open_}{close}]") for close, open_ in _PAIRS.items()}
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """The closing one without an opening one: a copied template lost its beginning."""
    text = d.body.text[:MAX_TEXT]
    for close, open_ in _PAIRS.items():
        if close not in text:
            continue
        depth = 0
        for mark in _EITHER[close].finditer(text):
            depth += 1 if mark.group() == open_ else -1
            if depth < 0:
                evidence = (d.body.quote(max(0, mark.start() - 15), mark.end()),)
                yield Finding("odd-brackets", Strength.WEAK, evidence, {"bracket": close, "missing": open_})
                return


SIGN = Sign(
    id="odd-brackets",
    viewpoint="body",
    benign="a slip of the pen; lists numbered with a single bracket",
    look=look,
)
