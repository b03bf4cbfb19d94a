"""What registries and lists of harmful names said, as the report shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gyotaku.domains import is_ip
from gyotaku.judge.domain_kind import domain_kind
from gyotaku.judge.signs.world_facts import not_registered, registered, registration
from gyotaku.model import Dissection, Listing, Registration, State
from gyotaku.tell import defang
from gyotaku.tell.report import Reputation

Clean = Callable[[str, str], str]

_OTHER = frozenset({"dns", "rdap", "whois", "atlas", "auth", "gather"})
"""First halves of the questions that are not put to a list."""


def domain_facts(d: Dissection, name: str, host: str, clean: Clean) -> dict[str, Any]:
    """The fields of :class:`~gyotaku.tell.report.DomainFacts` that a registry and the kind of the host fill.

    ``registered`` is ``None`` when nobody answered, and for a platform's customers, whose names are in no registry.
    """
    kind = "ip" if is_ip(name) else domain_kind(d, host).kind
    facts: dict[str, Any] = {"kind": None if kind == "unknown" else kind}
    known = registration(d, name)
    if known is not None:
        facts |= {"registered": True, **_shown(known, clean)}
    elif registered(d, name) is not None and not_registered(d, name) is not None:
        facts["registered"] = False
    return facts


def _shown(known: Registration, clean: Clean) -> dict[str, Any]:
    fields = {"registrar": known.registrar, "registrant": known.registrant, "privacy_proxy": known.privacy_proxy}
    return {
        "registered_at": known.registered_at,
        **{field: clean(value, "domains") if value else value for field, value in fields.items()},
    }


def reputation(d: Dissection, clean: Clean) -> Iterator[Reputation]:
    """A line for each question to a list, the unanswered ones too: silence is shown as silence.

    ``value``: the list's own word for the threat, ``not listed``, or ``None`` where it did not say.
    """
    for answer in d.intel:
        if answer.source.partition(":")[0] in _OTHER:
            continue
        value = None
        if answer.state is State.FOUND and isinstance(answer.value, Listing):
            value = (answer.value.threat or "listed") if answer.value.listed else "not listed"
        elif isinstance(answer.value, str):
            value = answer.value
        subject = defang.word(clean(answer.subject, "reputation"))
        shown = clean(value, "reputation") if value else None
        yield Reputation(answer.source, subject, answer.state.value, shown, answer.asked_at)
