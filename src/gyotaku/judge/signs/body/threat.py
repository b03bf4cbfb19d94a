"""The text threatens a loss and demands an act."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import is_list_mail
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Both together, weak: real notices do it too, and then the sender tells them apart."""
    text = d.body.text
    losses = of_family(text, "closure", "law")
    demands = of_family(text, "verify", "hurry", "press", "login", "secret")
    if losses and demands and not is_list_mail(d):
        first, demand = losses[0], demands[0]
        facts = {"threat": text[first.start : first.end], "demand": text[demand.start : demand.end]}
        evidence = (d.body.quote(first.start, first.end, 20), d.body.quote(demand.start, demand.end, 20))
        yield Finding("threat", Strength.WEAK, evidence, facts)


SIGN = Sign(
    id="threat",
    viewpoint="body",
    benign="genuine notices of limited accounts and unpaid bills",
    look=look,
)
