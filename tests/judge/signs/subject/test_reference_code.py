"""``reference-code``: jumbled codes, not numbers that mean something."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


def test_jumble() -> None:
    """Letters and digits thrown together are weak."""
    (finding,) = findings_of(mail(subject="アカウントが削除されます [Ref:ml8zyd6s2cqs8t]"), "reference-code")
    assert (finding.strength, finding.facts["code"]) == (Strength.WEAK, "ml8zyd6s2cqs8t")


@pytest.mark.parametrize(
    "subject",
    [
        "ご注文番号 249-1234567-7654321 の発送",
        "【予約番号E75231234】ご予約完了",
        "請求書 INV20241130",
        "Re: [build] a7f3k9z2q1 fails on main",
        "FFXIV サービス契約手続き完了",
    ],
)
def test_twin_numbers_with_a_meaning_are_silent(subject: str) -> None:
    """Orders, bookings, invoices and an answer in a developers' thread."""
    assert findings_of(mail(subject=subject), "reference-code") == ()
