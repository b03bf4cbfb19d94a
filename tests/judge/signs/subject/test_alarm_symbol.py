"""``alarm-symbol``: warning pictures, not the pictures of advertising."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


def test_warning_sign() -> None:
    """A warning triangle is weak and is named."""
    (finding,) = findings_of(mail(subject="⚠ hanako 様 – アカウントが削除されます"), "alarm-symbol")
    assert (finding.strength, finding.facts["symbols"]) == (Strength.WEAK, "⚠")


@pytest.mark.parametrize("subject", ["🌸春のセール🎁開催中", "★ポイント2倍★", "－速報－ ご利用のお知らせ"])
def test_twin_advertising_is_silent(subject: str) -> None:
    """Flowers, gifts, stars and dashes are everyday Japanese mail."""
    assert findings_of(mail(subject=subject), "alarm-symbol") == ()
