"""A slot of the template was left unfilled in the subject or the sender's name."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_SLOTS = pattern(
    r"\{\{?[%$# ]{0,2}[A-Za-z_][\w .|:-]{0,40}\}\}?"  # {{name}} {$email}
    r"|\$\{?[A-Z_]{4,30}\}"  # ${EMAIL}
    r"|\[\[[\w .-]{2,40}\]\]|\[-[\w .]{2,30}-\]"  # [[name]] [-Email-]
    r"|##?[A-Za-z_]{3,30}##?(?![\w])|%%[\w.-]{2,30}%%|%[A-Z_]{4,20}%"  # ##email## %%name%% %EMAIL%
    r"|\*\|[A-Z:_]{2,30}\|\*"  # *|FNAME|*
    r"|【(?:お客様番号|お客様名|氏名|会員番号|受付番号|メールアドレス|日付)】"
    r"|你的名字|<%[=\w .]{2,30}%>"
)
_HASH_PAIR = pattern(r"##?[A-Za-z_]{3,30}(##?)$")


def look(d: Dissection) -> Iterator[Finding]:
    """A mail merge that was never merged: mass mail, and carelessly made."""
    for name in ("subject", "from"):
        field = first(d, name)
        if not field:
            continue
        for match in _SLOTS.finditer(field.value[:1000]):
            slot = match.group()
            if slot.startswith("#") and not slot.endswith("#"):
                continue  # a hashtag or an issue number
            yield Finding("subject-slot", Strength.STRONG, (of_header(field),), {"slot": slot})
            return


SIGN = Sign(
    id="subject-slot",
    viewpoint="subject",
    benign="now and then an honest newsletter sent by mistake; developers' lists quoting templates",
    look=look,
)
