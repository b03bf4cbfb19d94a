"""Dissection and verdict to the one thing that may leave: a report with nothing of the recipient in it."""

from __future__ import annotations

from dataclasses import replace

from gyotaku.model import Dissection, Verdict
from gyotaku.tell.compose import compose
from gyotaku.tell.redactor import Redactor
from gyotaku.tell.report import Cut, Report


def redact(d: Dissection, verdict: Verdict, private: bool = False, source: str = "") -> Report:
    """The report of a case.

    ``private`` keeps the recipient's data: for their own eyes, marked as such, and refused by whatever publishes.
    ``source`` says how the mail came in, in words that may be shown.
    """
    redactor = Redactor(d.recipient, _tokens(d), private)
    report = compose(d, verdict, redactor.guess, private=private, source=source)
    if not redactor.settle():
        report = compose(d, verdict, redactor.text, private=private, source=source)
    cuts = tuple(Cut(r.what, r.where, r.count) for r in redactor.redactions())
    return replace(report, redactions=cuts, guard=redactor.guard())


def _tokens(d: Dissection) -> tuple[str, ...]:
    """Values that stand for the recipient in some URL of the mail.

    A host name stays whole, wherever its label was found: without it nobody can block or report the site. Where it
    spells the recipient out, it is cut as an address all the same.
    """
    steps = [step for trail in d.trails for step in trail.steps]
    hosts = {link.host for link in d.links} | {step.host for step in steps}
    labels = {label for host in hosts for label in host.split(".")}
    found = [token for link in d.links for token in link.tokens] + [token for step in steps for token in step.tokens]
    return tuple(dict.fromkeys(t.value for t in found if t.what != "opaque" or t.value.lower() not in labels))
