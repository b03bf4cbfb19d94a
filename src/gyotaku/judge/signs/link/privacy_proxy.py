"""A service stands in the registration in the owner's place."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.ways import neutral, of_link, own, tracked
from gyotaku.judge.signs.world_facts import link_domains, of_answer, registered, registration
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE: such services are the rule since 2018, and say nothing against the owner or the service."""
    if not d.intel:
        return
    for evidence, host, domain in _names(d):
        if neutral(host) or tracked(host) or (d.claimed and own(d.claimed, host)):
            continue
        known, said = registration(d, domain), registered(d, domain)
        if known is not None and said is not None and known.privacy_proxy:
            facts = {"domain": domain, "proxy": known.privacy_proxy}
            yield Finding("privacy-proxy", Strength.NOTE, (evidence, of_answer(d, said)), facts)
            return


def _names(d: Dissection) -> Iterator[tuple[Evidence, str, str]]:
    """The domains of the links, then that of the sending machine's reverse name, each with where it stands."""
    for link, host, domain in link_domains(d):
        yield of_link(d.links[link]), host, domain
    hop = handed_over(d)
    if hop is not None and hop.ptr and org(hop.ptr):
        yield of_hop(hop), hop.ptr, org(hop.ptr)


SIGN = Sign(
    id="privacy-proxy",
    viewpoint="link",
    benign="most domains of private people and small firms: registrars switch it on by themselves",
    look=look,
)
