"""``random-local-part``: jumbled letters before the @."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "random-local-part"


@pytest.mark.parametrize("local", ["xqzkvbtmw", "a7f3k9z2q1"])
def test_jumble(local: str) -> None:
    """Letters no firm would choose."""
    (finding,) = findings_of(mail(sender=f"お客様窓口 <{local}@example.net>"), ID)
    assert (finding.strength, finding.facts["local"]) == (Strength.WEAK, local)


def test_long_number_in_a_firms_name() -> None:
    """Digits behind a name count where the mail speaks for a firm."""
    raw = mail(
        sender="KAGOYA アクセス監視担当 <riko.kimura882642@example.net>",
        subject="KAGOYA 認証のお知らせ",
        text="カゴヤ・ジャパンです。",
    )
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]


@pytest.mark.parametrize(
    "sender",
    [
        "楽天カード <info@mail.rakuten-card.co.jp>",
        "statement@contact.vpass.ne.jp",
        "Support <reply+a7f3k9z2q1b8@example.com>",
        "花子 <hanako19850412@example.com>",
        "Schmidtchen <m.schmidtchen@example.com>",
        "<bounces#3.19687.75-gWr1gbt2@example.com>",
    ],
)
def test_twin_honest_local_part_is_silent(sender: str) -> None:
    """Firms' words, relays, a birthday, consonants of another language."""
    assert findings_of(mail(sender=sender, text="こんにちは"), ID) == ()
