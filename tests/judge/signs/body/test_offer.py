"""A gift, a refund or a prize, and a form or link to get it."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "offer"


def test_gift_behind_a_link() -> None:
    """A gift card and a button, from an unproven sender."""
    raw = mail(
        html='<p>おめでとうございます。ギフトが当選しました。</p><a href="https://x.example.net/">こちらをクリック</a>'
    )
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]


def test_honest_twin_receipt() -> None:
    """A receipt stays silent."""
    assert findings_of(mail(text="ご注文ありがとうございます。お届けは明日です。"), ID) == ()
