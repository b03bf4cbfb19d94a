"""``government-not-go-jp``: a public office's name outside go.jp and lg.jp."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "government-not-go-jp"


@pytest.mark.parametrize(
    "sender",
    [
        "国税庁 <info@nta-go.jp.tax-refund.cn>",
        "e-Tax(国税電子申告・納税システム) <info@mail.example.net>",
        "総務省 <a@go.jp.example.net>",
    ],
)
def test_office_elsewhere(sender: str) -> None:
    """The ending counts, not a go.jp in the middle."""
    assert [f.strength for f in findings_of(mail(sender=sender, text="未払いの税金"), ID)] == [Strength.STRONG]


@pytest.mark.parametrize(
    "sender",
    [
        "e-Tax(国税電子申告・納税システム) <info@e-tax.nta.go.jp>",
        "横浜市 税務署窓口 <zei@city.yokohama.lg.jp>",
        "山田税理士事務所 <yamada@example.com>",
    ],
)
def test_twin_honest_office_is_silent(sender: str) -> None:
    """The real sender, a city, a tax adviser."""
    assert findings_of(mail(sender=sender, text="税務署からのお知らせ"), ID) == ()
