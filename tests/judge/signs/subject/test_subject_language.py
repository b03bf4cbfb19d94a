"""``subject-language``: subject and text in different languages."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

TEXT = "設定管理ページから、お客様の情報をご確認ください。よろしくお願いいたします。"


@pytest.mark.parametrize(
    ("subject", "variant"),
    [
        ("Important update on October 11, 2023, 2:40:28 PM", "latin"),
        ("【重要】账户认证のお知らせ", "chinese"),
    ],
)
def test_other_language(subject: str, variant: str) -> None:
    """English over a Japanese text, and simplified letters in a Japanese subject."""
    (finding,) = findings_of(mail(subject=subject, text=TEXT), "subject-language")
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, variant)


@pytest.mark.parametrize(
    "subject", ["【重要】認証のお知らせ", "Amazon.co.jp ご注文の確認", "Re: meeting minutes for the project", "ANA Pay"]
)
def test_twin_honest_subject_is_silent(subject: str) -> None:
    """Japanese with a product's name, an answer, a short name."""
    assert findings_of(mail(subject=subject, text=TEXT), "subject-language") == ()


def test_english_mail_is_silent() -> None:
    """An English subject over an English text."""
    raw = mail(subject="Your monthly statement is ready", text="Your statement for this month is ready. Thank you.")
    assert findings_of(raw, "subject-language") == ()
