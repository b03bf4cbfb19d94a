"""Findings to a verdict: additive, explainable, and never "safe"."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    """The weights shipped with this version."""
    data = json.loads(files("gyotaku.judge").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(**data)


def judge(dissection: Dissection, findings: Iterable[Finding], policy: Weights | None = None) -> Verdict:
    """The verdict, with every reason by falling weight.

    A sign counts once however often it is found. ``phishing`` needs at least one STRONG or DECISIVE finding; a source
    that was asked and stayed silent keeps the label from ``no-signs``.
    """
    policy = policy or weights()
    found = tuple(findings)
    best: dict[str, tuple[float, Strength]] = {}
    for finding in found:
        weight = policy.of(finding)
        if weight and (finding.sign not in best or abs(weight) > abs(best[finding.sign][0])):
            best[finding.sign] = (weight, finding.strength)
    weak = sum(w for w, strength in best.values() if strength is Strength.WEAK and w > 0)
    shrink = min(1.0, policy.weak_cap / weak) if weak else 1.0
    reasons = [
        Reason(sign, round(w * shrink if strength is Strength.WEAK and w > 0 else w, 4))
        for sign, (w, strength) in best.items()
    ]
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


def _label(probability: float, grave: bool, d: Dissection, policy: Weights) -> Label:
    if probability >= policy.labels["phishing"] and grave:
        return "phishing"
    if probability >= policy.labels["suspicious"]:
        return "suspicious"
    if probability >= policy.labels["undecided"] or silent(d) or d.mail.headers_only or not d.mail.headers:
        return "undecided"
    return "no-signs"
