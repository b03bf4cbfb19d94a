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
    tokens = [token.value for link in d.links for token in link.tokens]
    tokens += [token.value for trail in d.trails for step in trail.steps for token in step.tokens]
    redactor = Redactor(d.recipient, dict.fromkeys(tokens), private)
    report = compose(d, verdict, redactor.text, private=private, source=source)
    cuts = tuple(Cut(r.what, r.where, r.count) for r in redactor.redactions())
    return replace(report, redactions=cuts, guard=redactor.guard())
