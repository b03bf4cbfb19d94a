"""The page asks for a secret in a brand's name, on a host that is not the brand's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import Landing, landings, of_forms, of_page, on_shared, suspect, worn
from gyotaku.judge.signs.proof import brand_facts
from gyotaku.judge.signs.ways import sender_proven
from gyotaku.model import BrandClaim, Dissection, Fact, Finding, Sign, Strength
from gyotaku.patterns import pattern

_SIGN_IN = pattern(r"ログイン|サインイン|ログオン|sign ?in|log ?in|anmelden|connexion|iniciar sesi|accedi", re.I)
PLAIN = 0.75
"""Score from which a page wears a face on more than one ground."""


def look(d: Dissection) -> Iterator[Finding]:
    """Decisive when the page itself wears the face on several grounds; strong when only the mail or one ground says
    whose it is; weak on hosts the brand lets to customers, and behind a mail that the brand's own domain proved."""
    for landing in landings(d):
        step = _first_step(landing)
        claim = suspect(d, landing) if landing.secrets or step else None
        if claim is None:
            continue
        face = worn(d, landing)
        wears = face is not None and face.brand == claim.brand
        if step and not wears:
            continue
        facts: dict[str, Fact] = {
            "host": landing.host,
            "variant": "account" if step else landing.secrets[0] if wears else "mail",
            **brand_facts(claim),
        }
        quotes = claim.grounds[:2] if wears else ()
        evidence = (*of_forms(landing), *quotes) or (of_page(landing),)
        yield Finding("asks-password-off-brand", _strength(d, landing, claim, wears), evidence, facts)


def _first_step(landing: Landing) -> bool:
    """Whether it is the first half of a login that asks for the name now and for the password on the next page."""
    asked = {what for form in landing.page.forms for what in form.asks_for}
    if landing.secrets or landing.page.liveness != "alive" or not asked & {"mail", "account"}:
        return False
    return bool(_SIGN_IN.search(f"{landing.page.title}\n{landing.page.text[:2_000]}"))


def _strength(d: Dissection, landing: Landing, claim: BrandClaim, wears: bool) -> Strength:
    if on_shared(claim, landing.host) or sender_proven(d):
        return Strength.WEAK
    if not wears or not landing.secrets or claim.score < PLAIN:
        return Strength.STRONG
    return Strength.DECISIVE


SIGN = Sign(
    id="asks-password-off-brand",
    viewpoint="landing",
    benign="a site of the brand, of its country branch or of a login partner that the catalogue does not know yet",
    look=look,
)
