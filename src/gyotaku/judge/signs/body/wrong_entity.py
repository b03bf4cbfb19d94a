"""The firm's legal name is written as no Japanese firm writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_ODD: Final = pattern(
    r"\bK\.?K\.?,?\s{1,2}(?:Inc|Ltd|LLC|Corp)|(?:Inc|Ltd|LLC|Corp)\.?,?\s{1,2}K\.?K\b|株式会社\s?(?:Inc|LLC|Ltd)|(?:有限公司|股份公司)"
)
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """Two legal forms at once, or a Chinese one under a Japanese brand."""
    found = _ODD.search(d.body.text[:MAX_TEXT]) if d.body.language == "ja" else None
    if found:
        yield Finding(
            "wrong-entity", Strength.WEAK, (d.body.quote(*found.span(), around=20),), {"words": found.group()}
        )


SIGN = Sign(
    id="wrong-entity",
    viewpoint="body",
    benign="foreign partners' templates",
    look=look,
)
