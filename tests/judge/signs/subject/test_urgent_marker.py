"""``urgent-marker``: pressing words are said and never weighed."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


@pytest.mark.parametrize("subject", ["【重要】お客様情報の確認", "Action required: verify", "緊急のお知らせ"])
def test_pressing_words_are_a_note(subject: str) -> None:
    """Honest notices press as well, so the strength is NOTE."""
    assert [f.strength for f in findings_of(mail(subject=subject), "urgent-marker")] == [Strength.NOTE]


def test_twin_plain_subject_is_silent() -> None:
    """A usage notice without a pressing word gets no remark."""
    assert findings_of(mail(subject="－確報版－ カードご利用情報のお知らせ"), "urgent-marker") == ()
