"""The mail was sent by a script on a web site."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header, sender_is_official
from gyotaku.model import Dissection, Finding, Sign, Strength

_FIELDS = ("x-php-script", "x-php-originating-script", "x-source-args", "x-php-filename", "x-mailer-script")


def look(d: Dissection) -> Iterator[Finding]:
    """Broken-into web sites send so; so do honest small shops, which is why a claimed brand makes the difference."""
    for name in _FIELDS:
        field = first(d, name)
        if field and field.value.strip():
            brand = d.claimed
            foreign = brand is not None and not sender_is_official(d)
            strength = Strength.WEAK if foreign else Strength.NOTE
            yield Finding("web-script", strength, (of_header(field),), {"script": field.value.strip()[:120]})
            return


SIGN = Sign(
    id="web-script",
    viewpoint="path",
    benign="contact forms and small shops on shared hosting",
    look=look,
)
