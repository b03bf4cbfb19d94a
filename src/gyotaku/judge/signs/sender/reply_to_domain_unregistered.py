"""Replies would go to a domain that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.world_facts import asked_late, not_registered, of_answer, when
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """STRONG by the registry's own answer (seed 4: aq.xyz, for sale); WEAK when it was asked long after the mail."""
    field = first(d, "reply-to") if d.intel else None
    if field is None:
        return
    for address in d.sender.reply_to:
        domain = org(address.domain)
        said = not_registered(d, domain) if domain else None
        if said is not None:
            late = asked_late(d, said)
            facts = {"domain": domain, "reply_to": address.spec, "when": when(said), **_variant(late)}
            strength = Strength.WEAK if late else Strength.STRONG
            yield Finding("reply-to-domain-unregistered", strength, (of_header(field), of_answer(d, said)), facts)
            return


def _variant(late: bool) -> dict[str, str]:
    return {"variant": "late"} if late else {}


SIGN = Sign(
    id="reply-to-domain-unregistered",
    viewpoint="sender",
    benign="a newsletter whose settings still name a domain that was given up",
    look=look,
)
