"""Hardly a word, and a link."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "few-words-one-way"


def test_two_words_and_a_link() -> None:
    """A link away from the sender's own name."""
    raw = mail(sender="Post <a@hanaya.example.jp>", html='<p>最終通知</p><a href="https://x.example.net/a">確認</a>')
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["host"]) == (Strength.WEAK, "x.example.net")


def test_honest_twins() -> None:
    """A short notice that leads to its own site; a letter of some length."""
    own = mail(sender="a@hanaya.example.jp", html='<p>開店しました</p><a href="https://www.hanaya.example.jp/">店</a>')
    long = mail(sender="a@hanaya.example.jp", text="春の花が届きました。" * 30 + " https://x.example.net/")
    assert findings_of(own, ID) == ()
    assert findings_of(long, ID) == ()
