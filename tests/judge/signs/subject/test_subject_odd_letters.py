"""``subject-odd-letters``: letters that are not what they look like."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "subject-odd-letters"


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        ("メ\u200bルカリからのお知らせ", "U+200B"),
        ("Your \U0001d5d4\U0001d5ee account", "U+1D5D4"),
        ("P\u0430yPal notice", "U+0430"),
        ("請求\u202eexe.pdf", "U+202E"),
    ],
)
def test_disguised_letters(subject: str, named: str) -> None:
    """Each is named by its code point."""
    (finding,) = findings_of(mail(subject=subject), ID)
    assert finding.strength is Strength.STRONG
    assert named in str(finding.facts["letters"])


@pytest.mark.parametrize(
    "subject",
    [
        "ＡＮＡマイレージクラブ　重要なお知らせ",
        "Важное сообщение",
        "👨‍👩‍👧 家族割のご案内",
        "－確報版－ ﾋﾞｭｰｶｰﾄﾞ",
        "Δ計画とα版のお知らせ",
    ],
)
def test_twin_honest_letters_are_silent(subject: str) -> None:
    """Full width, Russian in Russian, family emoji, half-width kana, Greek as Japanese uses it."""
    assert findings_of(mail(subject=subject), ID) == ()
