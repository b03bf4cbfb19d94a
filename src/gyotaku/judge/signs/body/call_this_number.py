"""A bill you know nothing of, and a telephone number to stop it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import from_domain, is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_PHONE: Final = pattern(
    r"(?:\+?1[\s.\-]{0,2})?\(?\d{3}\)?[\s.\-]{1,3}\d{3}[\s.\-]{1,3}\d{4}|0(?:120|800|50)[\-\s]?\d{3,4}[\-\s]?\d{3,4}"
)
MAX_TEXT = 20_000


def look(d: Dissection) -> Iterator[Finding]:
    """Strong from a free mailbox or with no link at all: then the telephone is the only way out."""
    text = d.body.text[:MAX_TEXT]
    found = of_family(d.body.text, "callback")
    moves = {text[h.start : h.end].lower() for h in found}
    if len(moves) < 2 or is_list_mail(d):
        return
    number = _PHONE.search(text)
    if number is None:
        return
    lonely = not any(link.clickable and link.host and link.kind != "text" for link in d.links)
    free = is_public_mail_domain(from_domain(d))
    if not lonely and not free:
        return
    strength = Strength.STRONG if free or len(moves) >= 3 else Strength.WEAK
    evidence = (d.body.quote(*number.span(), around=20), d.body.quote(found[0].start, found[0].end, 20))
    yield Finding("call-this-number", strength, evidence, {"number": number.group()})


SIGN = Sign(
    id="call-this-number",
    viewpoint="body",
    benign="genuine receipts of subscriptions with a hotline",
    look=look,
)
