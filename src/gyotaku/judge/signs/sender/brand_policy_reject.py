"""The forged brand asks servers to refuse such mail, and this one came through."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import brand_facts, failure, from_domain, of_auth
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.world_facts import answer, of_answer
from gyotaku.model import Dissection, Finding, Records, Sign, Strength

MAX_TAGS = 30


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE: it explains, and points to whom it may concern; the forgery itself is another sign's."""
    brand, domain = (d.claimed, from_domain(d)) if d.intel else (None, "")
    if brand is None or not domain or not brand.sends_from(domain):
        return
    failed = failure(d)
    if failed is None:
        return
    for name in dict.fromkeys((domain, org(domain))):
        said = answer(d, "dns:TXT", f"_dmarc.{name}")
        tags = _tags(said.value.values if said is not None and isinstance(said.value, Records) else ())
        if said is None or not tags:
            continue
        wish = tags.get("p", "none") if name == domain else tags.get("sp", tags.get("p", "none"))
        if tags.get("t") == "y":  # RFC 9989 section 4.7: the owner is only trying it out
            wish = "none"
        if wish in ("reject", "quarantine", "none"):
            facts = {"domain": domain, "policy": wish, "variant": wish, **brand_facts(brand)}
            yield Finding("brand-policy-reject", Strength.NOTE, (*of_auth(failed, d), of_answer(d, said)), facts)
        return


def _tags(values: tuple[str, ...]) -> dict[str, str]:
    """Tags of the one DMARC record; none where there are several (RFC 9989 section 4.10)."""
    found = [v for v in values if v[:8].lower().replace(" ", "").startswith("v=dmarc1")]
    if len(found) != 1:
        return {}
    pairs = (part.partition("=") for part in found[0][:2_000].split(";", MAX_TAGS)[:MAX_TAGS])
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}


SIGN = Sign(
    id="brand-policy-reject",
    viewpoint="sender",
    benign="a brand's real mail that a forwarder changed on its way",
    look=look,
)
