"""A slot of the sender's template was left unfilled."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "unfilled-slot"


def test_slots_of_kits() -> None:
    """Braces, hashes, and a slot in another language."""
    for text in ("{{email}} 様", "##name## 様", "你的名字 様", "【お客様番号】"):
        assert findings_of(mail(text=text), ID), text


def test_honest_twin_prices_and_brackets() -> None:
    """Percentages and ordinary brackets stay silent."""
    assert findings_of(mail(text="最大50%OFF! 【重要】お客様番号 1234 [詳細]"), ID) == ()
