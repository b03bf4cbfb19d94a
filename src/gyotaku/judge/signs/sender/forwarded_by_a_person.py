"""Somebody passes on a mail they got, with their own address and the old mail's head above its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import from_domain, of_from, of_subject, shows_brand
from gyotaku.model import Dissection, Finding, Sign, Strength

_FORWARD = re.compile(r"\s{0,4}(?:fwd?|wg|tr|rv|enc|i)\s{0,2}:|\s{0,4}転送\s{0,2}[:：]", re.IGNORECASE)
_HEAD = re.compile(
    r"forwarded message|original message|begin forwarded|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|messaggio inoltrato|転送されたメッセージ|元のメッセージ",
    re.IGNORECASE,
)
NEAR = 3_000
"""Characters in which the old mail's head stands: whoever passes a mail on writes little above it."""


def look(d: Dissection) -> Iterator[Finding]:
    """The brand's name and links are the old mail's. Said only for a free mailbox that wears no firm's name."""
    if not is_public_mail_domain(from_domain(d)) or not _FORWARD.match(d.subject.text) or shows_brand(d):
        return
    found = _HEAD.search(d.body.text[:NEAR])
    if found:
        evidence = (*of_from(d), *of_subject(d), d.body.quote(*found.span(), 20))
        yield Finding("forwarded-by-a-person", Strength.COUNTER, evidence, {"domain": from_domain(d)})


SIGN = Sign(
    id="forwarded-by-a-person",
    viewpoint="sender",
    benign="this sign speaks for a mail; a fraud can write such a head, so it outweighs nothing strong",
    look=look,
)
