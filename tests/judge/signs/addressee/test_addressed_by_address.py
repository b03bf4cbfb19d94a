"""``addressed-by-address``: the mail address where a name should be."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "addressed-by-address"


@pytest.mark.parametrize(
    "text", ["hanako@example.jp 様\n\n会員情報をご確認ください。", "Dear hanako@example.jp,\n\nVerify now."]
)
def test_address_as_name(text: str) -> None:
    """In Japanese and in English."""
    assert [f.strength for f in findings_of(mail(text=text), ID)] == [Strength.WEAK]


@pytest.mark.parametrize(
    "text",
    [
        "佐藤 花子 様\n\nご利用明細のお知らせです。",
        "お客様各位\n\nお知らせです。",
        "ご登録のアドレスは hanako@example.jp です。",
    ],
)
def test_honest_twin_greeting_is_silent(text: str) -> None:
    """A name, everybody, and the address where a notice states it."""
    assert findings_of(mail(text=text), ID) == ()


def test_delivery_report_is_silent() -> None:
    """A bounce names the address because that is its subject."""
    raw = mail(text="hanako@example.jp\n\nは届きませんでした。", headers=[("Return-Path", "<>")])
    assert findings_of(raw, ID) == ()
