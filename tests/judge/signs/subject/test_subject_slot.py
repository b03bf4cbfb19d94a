"""``subject-slot``: template slots left standing."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


@pytest.mark.parametrize(
    "subject",
    ["{{email}} のアカウント停止", "【お客様番号】重要なお知らせ", "##name## 様へ", "%EMAIL% Verify", "你的名字さま"],
)
def test_unfilled_slot(subject: str) -> None:
    """A mail merge that was never merged."""
    assert [f.strength for f in findings_of(mail(subject=subject), "subject-slot")] == [Strength.STRONG]


@pytest.mark.parametrize(
    "subject",
    [
        "【重要】お客様番号のご確認",
        "#秋の新作 30%OFF",
        "[PATCH v2] fix {a, b} handling",
        "Issue #1234 closed",
        "［ご連絡］100%還元",
        "<JACCS>カードご利用のお知らせ",
    ],
)
def test_twin_honest_subject_is_silent(subject: str) -> None:
    """Hash tags, per cents, braces in code and odd but honest brackets."""
    assert findings_of(mail(subject=subject), "subject-slot") == ()
