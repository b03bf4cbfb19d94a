"""``spam-stamp``: a stamped subject is said, an unstamped one is not."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


@pytest.mark.parametrize("subject", ["[spam] 【重要】会員情報の確認", "***SPAM*** ご請求のお知らせ"])
def test_stamp_is_found(subject: str) -> None:
    """The receiving server's mark is one weak vote, shown as written."""
    (finding,) = findings_of(mail(subject=subject), "spam-stamp")
    assert finding.strength is Strength.WEAK
    assert str(finding.facts["stamp"]).lower().strip("[]* ") == "spam"


@pytest.mark.parametrize(
    "subject", ["【重要】会員情報の確認", "迷惑メールの対策について", "[security-list] new spam wave"]
)
def test_twin_honest_subject_is_silent(subject: str) -> None:
    """Writing about spam, or a list's own tag, is no stamp."""
    assert findings_of(mail(subject=subject), "spam-stamp") == ()
