"""The verdict is additive, explains itself, and is never "safe"."""

from __future__ import annotations

from dataclasses import replace

from gyotaku.judge.verdict import Weights, judge
from gyotaku.model import Answer, Dissection, Evidence, Finding, State, Strength
from gyotaku.testing import mail, print_of, received

POLICY = Weights(
    policy="test",
    bias=-2.0,
    strength={"decisive": 6.0, "strong": 3.0, "weak": 0.7, "note": 0.0, "counter": -2.5},
    weak_cap=2.6,
    labels={"phishing": 0.85, "suspicious": 0.5, "undecided": 0.25},
    signs={"named": 1.5},
)


def finding(sign: str, strength: Strength) -> Finding:
    return Finding(sign, strength, (Evidence("header:0", "x"),))


def plain() -> Dissection:
    return print_of(mail(text="今日の議事録です。", received=received()))


def test_strong_findings_add_up_to_phishing() -> None:
    """Two strong signs make phishing; the reasons come by falling weight."""
    found = [finding("a", Strength.STRONG), finding("named", Strength.WEAK), finding("b", Strength.STRONG)]
    verdict = judge(plain(), found, POLICY)
    assert verdict.label == "phishing"
    assert [r.sign for r in verdict.reasons] == ["a", "b", "named"]


def test_weak_signs_never_condemn_alone() -> None:
    """However many weak signs there are, they stay below phishing: real notices have them too."""
    verdict = judge(plain(), [finding(f"w{n}", Strength.WEAK) for n in range(30)], POLICY)
    assert verdict.label != "phishing"
    assert abs(sum(r.weight for r in verdict.reasons) - POLICY.weak_cap) < 0.01


def test_a_sign_counts_once() -> None:
    """The same sign found ten times weighs as much as once."""
    once = judge(plain(), [finding("a", Strength.STRONG)], POLICY)
    ten = judge(plain(), [finding("a", Strength.STRONG)] * 10, POLICY)
    assert once.probability == ten.probability


def test_notes_weigh_nothing_and_counters_speak_for_the_mail() -> None:
    """A note changes nothing; a counter lowers the probability."""
    base = judge(plain(), [finding("a", Strength.STRONG)], POLICY)
    assert judge(plain(), [finding("a", Strength.STRONG), finding("n", Strength.NOTE)], POLICY).probability == (
        base.probability
    )
    countered = judge(plain(), [finding("a", Strength.STRONG), finding("c", Strength.COUNTER)], POLICY)
    assert countered.probability < base.probability


def test_a_silent_source_is_never_a_clean_one() -> None:
    """When a source was asked and did not answer, the label is not no-signs, and the gap is named."""
    silent: Answer[str] = Answer("rdap:domain", "example.net", State.UNKNOWN, None, "no answer in 5 s", None)
    assert judge(plain(), [], POLICY).label == "no-signs"
    verdict = judge(replace(plain(), intel=(silent,)), [], POLICY)
    assert verdict.label == "undecided"
    assert any(u.what == "no-answer" for u in verdict.unknowns)
