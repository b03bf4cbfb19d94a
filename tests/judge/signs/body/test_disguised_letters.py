"""Words are written with letters made to be mistaken for others."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "disguised-letters"


def test_kanji_for_kana() -> None:
    """Kanji that look like kana inside a kana word."""
    assert [f.strength for f in findings_of(mail(text="イオン力一ドのご利用確認"), ID)] == [Strength.STRONG]
    assert findings_of(mail(text="カ一ドのご利用確認"), ID)


def test_cyrillic_in_latin() -> None:
    """A Cyrillic letter in a Latin word."""
    assert findings_of(mail(text="Your Аmаzоn account"), ID)


def test_honest_twin_real_words() -> None:
    """Kanji beside kana in real words stay silent."""
    for text in (
        "一括払いとカード払い",
        "人口データとパワー",
        "二次元コード",
        "コーヒー一杯",
        "フェイスタオル二枚",
        "エネルギー工学",
    ):
        assert findings_of(mail(text=text), ID) == (), text
