"""The sender's domain is made to be read as another one."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import lookalike, skeleton
from gyotaku.judge.signs.known import owner_of, words_of
from gyotaku.judge.signs.proof import from_domain, of_from, sender_is_official
from gyotaku.judge.signs.shapes import org
from gyotaku.model import Dissection, Finding, Sign, Strength

_SHORTEST = 5
"""Shorter words are one letter from too many honest ones."""


def look(d: Dissection) -> Iterator[Finding]:
    """Foreign letters that read as a Latin name; a letter changed, doubled, dropped or swapped in the brand's word."""
    domain = from_domain(d)
    if not domain or "." not in domain or sender_is_official(d):
        return
    found = lookalike(domain)
    if found is not None:
        known = owner_of(found.twin) if found.twin else None
        facts = {"domain": domain, "target": found.twin or found.shown}
        yield Finding("look-alike-sender", Strength.STRONG if known else Strength.WEAK, of_from(d), facts)
        return
    brand = d.claimed
    label = org(domain).partition(".")[0]
    if brand is None or len(label) < _SHORTEST:
        return
    domains = (*brand.mail_domains, *brand.web_domains)
    if label in words_of(domains):  # the brand's own word under another ending: another sign's matter
        return
    drawn = skeleton(label)
    for official in dict.fromkeys(domains):
        for word in words_of((official,)):
            if label != word and len(word) >= _SHORTEST and (drawn == skeleton(word) or _one_slip(label, word)):
                facts = {"domain": domain, "target": org(official)}
                yield Finding("look-alike-sender", Strength.STRONG, of_from(d), facts)
                return


def _one_slip(one: str, other: str) -> bool:
    """True when one letter was changed, added, dropped, or two neighbours swapped (Damerau 1964)."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    first, second = one[start:], other[start:]
    return (
        first[1:] == second[1:]
        or first[1:] == second
        or first == second[1:]
        or (first[:2] == second[1::-1] and first[2:] == second[2:])
    )


SIGN = Sign(
    id="look-alike-sender",
    viewpoint="sender",
    benign="a firm whose own name is one letter from the brand's; names in scripts that share letters",
    look=look,
)
