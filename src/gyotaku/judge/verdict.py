"""Findings to a verdict: additive, explainable, and never "safe"."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from gyotaku.judge.unknowns import silent, unknowns_of
from gyotaku.model import Dissection, Finding, Label, Reason, Strength, Verdict


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of each sign. Data, versioned: a stored verdict names its ``policy``."""

    policy: str
    bias: float
    """Log-odds of an unremarkable mail."""
    strength: Mapping[str, float]
    """What a sign of that strength weighs when ``signs`` does not name it."""
    weak_cap: float
    """The most that all WEAK findings together may add: subject, topic and tone never condemn alone."""
    labels: Mapping[str, float]
    """Lowest probability of each label."""
    signs: Mapping[str, float]

    def of(self, finding: Finding) -> float:
        """What one finding adds; zero for a NOTE whatever the file says."""
        if finding.strength is Strength.NOTE:
            return 0.0
        named = self.signs.get(f"{finding.sign}/{finding.strength}", self.signs.get(finding.sign))
        return self.strength[finding.strength] if named is None else named


@cache
def weights() -> Weights:
    """The weights shipped with this version. What the file says of how they were learned is not read here."""
    data = json.loads(files("gyotaku.judge").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(**{field.name: data[field.name] for field in fields(Weights)})


def judge(dissection: Dissection, findings: Iterable[Finding], policy: Weights | None = None) -> Verdict:
    """The verdict, with every reason by falling weight.

    A sign counts once however often it is found. ``phishing`` needs at least one STRONG or DECISIVE finding; a source
    that was asked and stayed silent keeps the label from ``no-signs``. The first seven reasons carry nine tenths of the
    weight or more, so that whoever reads seven has read the verdict.
    """
    policy = policy or weights()
    found = tuple(findings)
    best: dict[str, tuple[float, Strength]] = {}
    for finding in found:
        weight = policy.of(finding)
        if weight and (finding.sign not in best or abs(weight) > abs(best[finding.sign][0])):
            best[finding.sign] = (weight, finding.strength)
    reasons = [Reason(sign, round(weight, 4)) for sign, weight in shares(best, policy.weak_cap).items()]
    reasons.sort(key=lambda r: (-abs(r.weight), r.sign))
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, policy.bias + sum(r.weight for r in reasons)))))
    grave = any(s in (Strength.STRONG, Strength.DECISIVE) for _, s in best.values())
    return Verdict(
        label=_label(probability, grave, dissection, policy),
        probability=round(probability, 4),
        reasons=tuple(reasons),
        findings=found,
        unknowns=tuple(unknowns_of(dissection)),
        policy=policy.policy,
    )


def shares(best: Mapping[str, tuple[float, Strength]], weak_cap: float) -> dict[str, float]:
    """What each sign adds: its weight, the WEAK ones shrunk to the cap, those behind the seventh to a tenth of all."""
    weights = _seven({sign: weight for sign, (weight, _) in best.items()})
    weak = [sign for sign, (weight, strength) in best.items() if strength is Strength.WEAK and weight > 0]
    total = sum(weights[sign] for sign in weak)
    if total <= weak_cap:
        return weights
    return _seven(weights | {sign: weights[sign] * weak_cap / total for sign in weak})


READ = 7
"""Reasons that a person reads."""
REST = 1 / 9
"""What all further reasons may weigh together, as a part of the first seven: a tenth of all."""


def _seven(weights: dict[str, float]) -> dict[str, float]:
    if len(weights) <= READ:
        return weights
    order = sorted(weights, key=lambda sign: (-abs(weights[sign]), sign))
    head = sum(abs(weights[sign]) for sign in order[:READ])
    rest = sum(abs(weights[sign]) for sign in order[READ:])
    if rest <= head * REST:
        return weights
    return weights | {sign: weights[sign] * head * REST / rest for sign in order[READ:]}


def _label(probability: float, grave: bool, d: Dissection, policy: Weights) -> Label:
    if probability >= policy.labels["phishing"] and grave:
        return "phishing"
    if probability >= policy.labels["suspicious"]:
        return "suspicious"
    if probability >= policy.labels["undecided"] or silent(d) or d.mail.headers_only or not d.mail.headers:
        return "undecided"
    return "no-signs"
