"""The plain text and the HTML of the mail say different things."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Filters read one, people the other; weak."""
    if not d.body.alternatives_differ or not d.body.plain or is_list_mail(d):
        return
    plain = " ".join(d.body.plain.split())
    if len(plain) < 120:
        return
    strength = Strength.NOTE if aligned_pass(d) else Strength.WEAK
    evidence = (Evidence("mail", plain[:150]), d.body.quote(0, min(150, len(d.body.text))))
    yield Finding("alternatives-differ", strength, evidence, {"size": len(plain)})


SIGN = Sign(
    id="alternatives-differ",
    viewpoint="body",
    benign="newsletters whose plain part only says to use an HTML reader",
    look=look,
)
