"""A notice about one person's account is addressed to many people at once."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import every, is_list_mail, of_header
from gyotaku.model import Dissection, Finding, Sign, Strength

MANY = 5
"""More addresses than a family shares an account with."""


def look(d: Dissection) -> Iterator[Finding]:
    """Counted in To and Cc; only for mail in a brand's name."""
    if not d.claimed or is_list_mail(d):
        return
    fields = (*every(d, "to"), *every(d, "cc"))
    count = sum(field.value.count("@") for field in fields)
    if count >= MANY:
        evidence = tuple(of_header(field) for field in fields[:2])
        yield Finding("many-recipients", Strength.WEAK, evidence, {"count": count})


SIGN = Sign(
    id="many-recipients",
    viewpoint="addressee",
    benign="colleagues discussing a brand; a firm's purchase notices to a whole team",
    look=look,
)
