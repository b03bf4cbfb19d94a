"""What could not be learned, said as plainly as what was."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.model import Dissection, State, Unknown


def unknowns_of(d: Dissection) -> Iterator[Unknown]:
    """Every gap in the case. "Not asked" and "no answer" are two different words; neither is "nothing found"."""
    if d.mail.headers_only:
        yield Unknown("body-missing", "only the headers were given")
    if not d.hops:
        yield Unknown("path-missing", "the mail carries no Received field: a copy without its full source")
    elif d.origin is None:
        yield Unknown("origin-unclear", "no hop shows where a trusted server took the mail from outside")
    if not d.auth:
        yield Unknown("auth-not-stated", "the receiving server wrote no Authentication-Results")
    if d.claimed is None:
        yield Unknown("brand-not-recognised", "the mail wears no face the catalogue knows")
    if not d.intel:
        yield Unknown("world-not-asked", "DNS, registration, networks and reputation were not asked (offline)")
    if d.links and not d.pages:
        yield Unknown("pages-not-visited", "no link was opened")
    for answer in d.intel:
        if answer.state is State.UNKNOWN:
            facts = {"source": answer.source, "subject": answer.subject, "reason": answer.reason}
            yield Unknown("no-answer", answer.reason, facts)


def silent(d: Dissection) -> bool:
    """True when somebody was asked, did not answer, and nobody else answered the same question.

    A silent source never looks like a clean one; but a registry that answers by WHOIS and not by RDAP has answered.
    """
    answered = {a.subject for a in d.intel if a.source in _REGISTRIES and a.state in (State.FOUND, State.ABSENT)}
    return any(a.state is State.UNKNOWN and not (a.source in _REGISTRIES and a.subject in answered) for a in d.intel)


_REGISTRIES = ("rdap:domain", "whois:domain")
"""Two ways to ask one registry."""
