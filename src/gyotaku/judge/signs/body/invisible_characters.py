"""Invisible characters cut words in two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength
from gyotaku.patterns import pattern


def look(d: Dissection) -> Iterator[Finding]:
    """Only inside words: between two letters. Weak from a known mailing, strong else."""
    for part in d.mail.parts:
        text = part.text
        if not text or part.media_type not in ("text/html", "text/plain"):
            continue
        if text.isascii():
            continue
        for found in _INSIDE.finditer(text[:MAX_TEXT]):
            word = text[found.start() - 1 : found.end() + 1]
            if "ARABIC" in unicodedata.name(word[0], "") or unicodedata.name(word[0], "").startswith(_JOINING):
                continue
            code = ord(word[1])
            strength = Strength.NOTE if aligned_pass(d) or is_list_mail(d) else Strength.STRONG
            facts = {"code": f"U+{code:04X} {unicodedata.name(chr(code), '?')}"}
            yield Finding(
                "invisible-characters", strength, (Evidence(f"part:{part.path}", word.replace(word[1], "·")),), facts
            )
            return


_JOINING: Final = (*"DEVANAGARI BENGALI MALAYALAM SINHALA PERSIAN SYRIAC MONGOLIAN KANNADA TAMIL TELUGU".split(),)
_CHARS: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_INSIDE: Final = pattern(rf"[{_CHARS}](?<=[^\W\d_].)(?=[^\W\d_])")
"""The rare character comes first: the letters beside it are everywhere."""
MAX_TEXT = 200_000


SIGN = Sign(
    id="invisible-characters",
    viewpoint="body",
    benign="preview lines filled up with invisible characters, emoji, languages that need joiners",
    look=look,
)
