"""A stranger offers a fortune, a loan or a share."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import aligned_pass, from_domain, is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Strong when several moves of the old advance-fee story stand together."""
    text = d.body.text
    found = of_family(text, "fortune")
    moves = {text[h.start : h.end].lower() for h in found}
    if len(moves) < 3 or is_list_mail(d):
        return
    strength = Strength.NOTE if aligned_pass(d) and not is_public_mail_domain(from_domain(d)) else Strength.STRONG
    evidence = tuple(d.body.quote(h.start, h.end, 20) for h in found[:3])
    yield Finding("fortune", strength, evidence, {"words": ", ".join(sorted(moves)[:3])})


SIGN = Sign(
    id="fortune",
    viewpoint="body",
    benign="lawyers and banks writing to their own clients, charities",
    look=look,
)
