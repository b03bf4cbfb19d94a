"""The shipped weights: a versioned file that says where it comes from, and knows no collector's habits."""

from __future__ import annotations

import json
import math
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from gyotaku.judge.look import look, sign
from gyotaku.judge.verdict import READ, judge, weights
from gyotaku.model import Strength, Verdict
from gyotaku.pipeline import read, verdict_of

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GYOTAKU_SHARED", ROOT.parent / "shared"))
corpora = pytest.mark.skipif(not (SHARED / "corpora").exists(), reason="corpora: the labelled mails are not here")

EVERY = 6
"""Of the corpora, each sixth mail: the shares are within a few points and the test within a minute."""


@cache
def learned() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files("gyotaku.judge").joinpath("weights.json").read_text(encoding="utf-8"))
    return data


def test_the_file_names_its_version_its_base_rate_and_its_data() -> None:
    """A stored verdict names the policy; the file says at which base rate its probability is meant, and whose mails."""
    assert weights().policy == learned()["policy"] != ""
    assert 0 < learned()["learned"]["calibration"]["base_rate"] < 1
    assert all(entry["name"] and entry["licence"] for entry in learned()["learned"]["data"])
    assert 0 < weights().labels["undecided"] < weights().labels["suspicious"] < weights().labels["phishing"] < 1


@pytest.mark.parametrize("name", sorted(learned()["signs"]))
def test_every_weighed_sign_exists_and_pulls_the_right_way(name: str) -> None:
    """A suspicious sign never speaks for a mail, a COUNTER never against it, a DECISIVE one stays decisive."""
    sign_id, _, strength = name.partition("/")
    weight = weights().signs[name]
    assert sign(sign_id).id == sign_id
    assert strength in {"", *Strength}
    assert weight <= 0 if strength == "counter" else weight >= 0
    if strength == "decisive":
        assert weight >= weights().strength["strong"]


def test_the_strengths_keep_their_order() -> None:
    """What no file names weighs by its strength: decisive over strong over weak over nothing over counter."""
    base = weights().strength
    assert base["decisive"] > base["strong"] > base["weak"] > base["note"] == 0 > base["counter"]


def test_weak_signs_of_any_number_stay_below_phishing_with_the_shipped_weights() -> None:
    """Whatever was learned, no number of weak findings makes ``phishing``."""
    raw = b"From: a@example.net\nTo: hanako@example.jp\nSubject: x\n\ny\n"
    d = read(raw)
    found = [f for f in look(d) if f.strength is not Strength.STRONG]
    weak = [
        type(found[0])(name.partition("/")[0], Strength.WEAK, found[0].evidence)
        for name in weights().signs
        if name.endswith("/weak")
    ]
    assert judge(d, weak).label == "suspicious"


def test_no_single_weak_sign_and_no_subject_makes_a_mail_suspicious() -> None:
    """Real card alerts press, name a deadline and greet nobody: none of it, and not the subject with it, condemns."""
    policy = weights()
    left = math.log(policy.labels["suspicious"] / (1 - policy.labels["suspicious"])) - policy.bias
    for name, weight in policy.signs.items():
        if name.endswith("/weak"):
            assert weight < left, name
    words = ("subject-alarm", "subject-names-brand", "deadline-same-day")
    assert sum(policy.signs.get(f"{word}/weak", 0.0) for word in words) < left


def covered(verdict: Verdict) -> float:
    """Share of the verdict's weight that its first seven reasons carry."""
    total = sum(abs(r.weight) for r in verdict.reasons)
    return sum(abs(r.weight) for r in verdict.reasons[:READ]) / total if total else 1.0


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*/mail.eml")), ids=lambda p: p.parent.name)
def test_an_example_is_phishing_for_seven_reasons(path: Path) -> None:
    """Each example is called phishing, and seven reasons carry nine tenths of it."""
    verdict = verdict_of(read(path.read_bytes()))
    assert verdict.label == "phishing"
    assert covered(verdict) >= 0.899


@cache
def sample() -> tuple[tuple[str, bytes], ...]:
    from benchmarks._shared import corpus

    chosen = []
    for archive in ("phishing", "legit"):
        chosen += [mail for n, mail in enumerate(corpus(archive)) if n % EVERY == 0]
    return tuple(chosen)


@cache
def called(variant: str) -> tuple[float, float]:
    """(share of phishing called, share of legitimate mail called) under a variant of the headers."""
    from benchmarks.learn import habits

    hits = {True: 0, False: 0}
    of = {True: 0, False: 0}
    for name, raw in sample():
        phish = name.startswith("phishing")
        verdict = verdict_of(read(habits.VARIANTS[variant](raw)))
        assert covered(verdict) >= 0.899, name
        of[phish] += 1
        hits[phish] += verdict.label in ("phishing", "suspicious")
    return hits[True] / of[True], hits[False] / of[False]


@corpora
@pytest.mark.parametrize(
    "variant",
    ["receiver's fields off", "ordinary recipient", "lists off", "years alike", "all habits gone", "neutral headers"],
)
def test_nothing_rests_on_the_collectors_habits(variant: str) -> None:
    """Without the receiver's verdict fields, redacted recipients, list marks and years the figures hold."""
    recall, alarms = called("as they came")
    recall_there, alarms_there = called(variant)
    assert recall > 0.7
    assert recall_there > recall - 0.06
    assert alarms_there < alarms + 0.035
