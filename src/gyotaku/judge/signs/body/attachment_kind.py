"""An attachment is of a kind that carries harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.mail.attachments import kind_of
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength

_STRENGTH: Final = {
    "executable": Strength.DECISIVE,
    "script": Strength.DECISIVE,
    "shortcut": Strength.DECISIVE,
    "disk-image": Strength.STRONG,
    "onenote": Strength.STRONG,
    "html": Strength.STRONG,
    "svg": Strength.STRONG,
    "encrypted-archive": Strength.STRONG,
    "office-macro": Strength.WEAK,
    "archive": Strength.NOTE,
}


def look(d: Dissection) -> Iterator[Finding]:
    """By name and by what the bytes are; proven senders lower it by one step."""
    proven = aligned_pass(d) is not None or is_list_mail(d)
    for part in d.mail.parts:
        if part.is_container or not (part.filename or part.disposition == "attachment"):
            continue
        kind = kind_of(part)
        strength = _STRENGTH.get(kind)
        if strength is None:
            continue
        if proven and strength is not Strength.DECISIVE:
            strength = Strength.NOTE
        facts = {"name": part.filename or "", "variant": kind.replace("-", "_")}
        yield Finding("attachment-kind", strength, (Evidence(f"part:{part.path}", part.filename or kind),), facts)


SIGN = Sign(
    id="attachment-kind",
    viewpoint="body",
    benign="offices that send macros, archives and web pages to each other",
    look=look,
)
