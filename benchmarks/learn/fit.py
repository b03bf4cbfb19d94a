"""The additive verdict fitted: a logistic regression with signs, a cap and a prior.

Least penalised log loss by L-BFGS-B. A suspicious sign weighs at least nothing, a COUNTER at most nothing; every weight
is pulled to the hand-set prior, so a sign that the folders hardly show keeps it. Signs that go together are fitted
jointly and share their weight instead of adding it up: ``sender-not-brand``, ``other-firms-domain``,
``brand-in-foreign-domain``, ``sender-freemail``, ``subject-names-brand``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from gyotaku.judge.verdict import shares
from gyotaku.model import Strength

Array = NDArray[np.float64]

PRIOR = {"decisive": 6.0, "strong": 2.6, "weak": 0.6, "counter": -2.5}
"""What a sign of that strength weighs before anything is learned."""
PULL = 2.0
"""Strength of the prior, in mails: a sign seen in two informative mails is half way between them and the prior."""
HIGHEST = {"decisive": 7.0, "strong": 4.5, "weak": 2.1, "counter": 0.0}
LOWEST = {"decisive": 3.5, "strong": 0.0, "weak": 0.0, "counter": -4.0}
"""A DECISIVE sign stays decisive, and no single COUNTER outweighs one: anyone can write a list's header fields.
No single WEAK sign makes a mail suspicious."""
LIMITS = {
    "alarm-symbol/weak": (0.0, 0.8),
    "brand-unproven/weak": (1.05, 1.05),
    "deadline-same-day/weak": (0.0, 0.6),
    "no-name/weak": (0.0, 0.8),
    "reference-code/weak": (0.0, 0.6),
    "sender-not-brand/weak": (0.9, 2.1),
    "spam-stamp/weak": (0.0, 1.2),
    "subject-alarm/weak": (0.0, 1.3),
    "subject-names-brand/weak": (0.0, 0.3),
    "wallet-bait/weak": (0.0, 1.6),
}
"""Narrower bounds. Subject, topic and tone never condemn: genuine card alerts press, name a deadline and greet nobody,
and the folders hold next to none of them. The only honest mails there in which a brand's own domain stays unproven are
copies saved without their headers, so the folders cannot say what that is worth."""


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted verdict."""

    bias: float
    cap: float
    weights: Mapping[str, float]
    """``sign/strength`` to log-odds."""

    def score(self, signs: Sequence[str]) -> float:
        """Log-odds of a mail with those signs; the same sum as :func:`gyotaku.judge.verdict.judge`."""
        best = {}
        for name in signs:
            sign, _, strength = name.rpartition("/")
            best[sign] = (self._of(name), Strength(strength))
        return self.bias + sum(shares(best, self.cap).values())

    def _of(self, sign: str) -> float:
        return self.weights.get(sign, PRIOR[sign.rpartition("/")[2]])

    def scaled(self, slope: float, shift: float) -> Model:
        """The same order of mails on another scale (Platt)."""
        weights = {name: weight * slope for name, weight in self.weights.items()}
        return Model(self.bias * slope + shift, self.cap * slope, weights)


def matrix(signs: Sequence[Sequence[str]], names: Sequence[str]) -> Array:
    """One row a mail, one column a name; 1 where the mail shows the sign."""
    at = {name: n for n, name in enumerate(names)}
    out = np.zeros((len(signs), len(names)))
    for n, row in enumerate(signs):
        for sign in row:
            if sign in at:
                out[n, at[sign]] = 1.0
    return out


def fit(signs: Sequence[Sequence[str]], phish: Array, weight: Array, prior: Mapping[str, float], cap: float) -> Model:
    """The model of least penalised loss. ``prior``: hand weights by ``sign/strength``, where they differ from PRIOR."""
    names = sorted({s for row in signs for s in row})
    kinds = [name.rpartition("/")[2] for name in names]
    start = np.array([prior.get(n, PRIOR[k]) for n, k in zip(names, kinds, strict=True)])
    bounds = [(-6.0, 2.0)] + [LIMITS.get(n, (LOWEST[k], HIGHEST[k])) for n, k in zip(names, kinds, strict=True)]
    x = matrix(signs, names)
    weak = np.array([k == "weak" for k in kinds])
    x_weak, x_rest = x * weak, x * ~weak

    def loss(p: Array) -> tuple[float, Array]:
        soft = x_weak @ p[1:]
        free = soft <= cap
        z = p[0] + x_rest @ p[1:] + np.minimum(soft, cap)
        error = weight * (1 / (1 + np.exp(-z)) - phish)
        pull = p[1:] - start
        gradient = x_rest.T @ error + x_weak.T @ (error * free) + PULL * pull
        value = float((weight * (np.logaddexp(0, z) - phish * z)).sum() + PULL * (pull**2).sum() / 2)
        return value, np.concatenate([[error.sum()], gradient])

    best = minimize(loss, np.concatenate([[-2.0], start]), jac=True, bounds=bounds, method="L-BFGS-B")
    fitted = dict(zip(names, (float(v) for v in best.x[1:]), strict=True))
    return Model(float(best.x[0]), cap, dict(prior) | fitted)


def platt(scores: Array, phish: Array, weight: Array) -> tuple[float, float]:
    """Slope and shift that make the scores log-odds of the weighted mails."""

    def loss(p: Array) -> tuple[float, Array]:
        z = p[0] * scores + p[1]
        error = weight * (1 / (1 + np.exp(-z)) - phish)
        value = float((weight * (np.logaddexp(0, z) - phish * z)).sum())
        return value, np.array([(error * scores).sum(), error.sum()])

    best = minimize(loss, np.array([1.0, 0.0]), jac=True, bounds=[(0.3, 2.0), (-4.0, 4.0)], method="L-BFGS-B")
    return float(best.x[0]), float(best.x[1])
