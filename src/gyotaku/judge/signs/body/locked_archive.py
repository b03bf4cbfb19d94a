"""An archive is locked and its password stands in the mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import aligned_pass
from gyotaku.mail.attachments import kind_of
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength
from gyotaku.patterns import pattern

_PASSWORD: Final = pattern(
    r"(?:パスワード|password|pass ?code|解凍|pwd|PW)\s{0,3}(?:は|is|[:：=])\s{0,3}[\w!@#$%]{3,20}", re.IGNORECASE
)
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: it blinds the filters, and Japanese offices long did it in good faith."""
    for part in d.mail.parts:
        if part.is_container or kind_of(part) != "encrypted-archive":
            continue
        found = _PASSWORD.search(d.body.text[:MAX_TEXT])
        if found:
            evidence = (Evidence(f"part:{part.path}", part.filename or ""), d.body.quote(*found.span()))
            strength = Strength.NOTE if aligned_pass(d) else Strength.WEAK
            yield Finding("locked-archive", strength, evidence, {"name": part.filename or ""})
            return


SIGN = Sign(
    id="locked-archive",
    viewpoint="body",
    benign="the Japanese office custom of mailing locked archives (PPAP)",
    look=look,
)
