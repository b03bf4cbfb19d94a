"""The page takes its pictures straight from the real brand's servers."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import landings, of_page, suspect
from gyotaku.judge.signs.proof import brand_facts
from gyotaku.judge.signs.ways import sender_proven
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import texts


def look(d: Dissection) -> Iterator[Finding]:
    """Strong beside a demand for secrets; weak otherwise, and behind a mail that the brand proved."""
    for landing in landings(d):
        claim = suspect(d, landing)
        if claim is None:
            continue
        hosts = [host for host in texts(landing.page, "asset-host") if claim.serves(host)]
        if not hosts:
            continue
        strength = Strength.STRONG if landing.secrets and not sender_proven(d) else Strength.WEAK
        facts: dict[str, Fact] = {"host": landing.host, "source": hosts[0], **brand_facts(claim)}
        yield Finding("hot-linked-brand-assets", strength, (of_page(landing, hosts[0]),), facts)


SIGN = Sign(
    id="hot-linked-brand-assets",
    viewpoint="landing",
    benign="partners and shops that show a firm's badge from that firm's own server",
    look=look,
)
