"""A mail in a brand's name speaks to nobody, or to "dear customer"."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import is_list_mail, sender_is_official
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Only where a customer's relation is claimed; the brands' real notices often do without a name too, hence WEAK."""
    who, brand = d.addressee, d.claimed
    if not brand or d.mail.headers_only or not d.body.text.strip() or is_list_mail(d):
        return
    if who.kind not in ("generic", "none"):
        return
    strength = Strength.NOTE if sender_is_official(d) else Strength.WEAK
    if who.kind == "generic":
        evidence = who.evidence or Evidence("part:1", who.text[:200])
        yield Finding("no-name", strength, (evidence,), {"variant": "generic", "text": who.text[:100]})
    else:
        yield Finding("no-name", Strength.NOTE, (d.body.quote(0, min(80, len(d.body.text))),), {"variant": "none"})


SIGN = Sign(
    id="no-name",
    viewpoint="addressee",
    benign="newsletters and most automatic notices of Japanese card firms and banks",
    look=look,
)
