"""An attachment's name hides what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength
from gyotaku.patterns import pattern

_DOUBLE: Final = pattern(
    r"\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|txt|zip|mp[34])\s{0,50}\.(?:exe|scr|com|bat|cmd|js|jse|vbs|vbe|wsf|hta|lnk|url|iso|img|html?|svg|ps1|jar|msi)$",
    re.IGNORECASE,
)
_TURN: Final = pattern("[\u202a-\u202e\u2066-\u2069]")


def look(d: Dissection) -> Iterator[Finding]:
    """A second ending behind a harmless one, or a character that turns the reading direction."""
    for part in d.mail.parts:
        name = part.filename or ""
        turned = bool(_TURN.search(name))
        if turned or _DOUBLE.search(name[-200:]):
            page = name.lower().endswith((".html", ".htm", ".svg", ".url"))
            strength = Strength.STRONG if page and not turned else Strength.DECISIVE
            facts = {"name": _TURN.sub("·", name), "variant": "turned" if turned else "double"}
            yield Finding("attachment-name", strength, (Evidence(f"part:{part.path}", name),), facts)


SIGN = Sign(
    id="attachment-name",
    viewpoint="body",
    benign="names with version numbers and dots",
    look=look,
)
