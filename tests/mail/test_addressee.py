"""Whom the body speaks to."""

from __future__ import annotations

import time

import pytest

from gyotaku.mail.addressee import read_addressee
from gyotaku.model import Body, Recipient, Section

HANAKO = Recipient(("hanako@example.jp",), ("山田 花子",))


def body(text: str) -> Body:
    return Body(text, (Section("1", 0, len(text)),), (), None, False, None, None, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("山田花子 様", "name"),
        ("株式会社例 山田 花子様", "name"),
        ("佐藤様、お世話になっております。", "name"),
        ("Dear Hanako Yamada,", "name"),
        ("Hi Mr. Yamada,", "name"),
        ("hanako@example.jp 様", "address"),
        ("<hanako@example.jp>様", "address"),
        ("hanako@example.jp お客様", "address"),
        ("hanako様", "address"),
        ("Dear hanako,", "address"),
        ("Hello hanako@example.jp,", "address"),
        ("hanako@example.jp", "address"),
        ("お客様各位", "generic"),
        ("お客さま", "generic"),
        ("例銀行カード会員の皆様", "generic"),
        ("えきねっとをご利用のお客様", "generic"),
        ("カゴヤ・ジャパン株式会社 ご担当者様", "generic"),
        ("株式会社例 御中", "generic"),
        ("親愛なるお客様", "generic"),
        ("○○ 様", "generic"),
        ("{name} 様", "generic"),
        ("Dear Customer,", "generic"),
        ("Dear Valued Customer", "generic"),
        ("Sehr geehrte Damen und Herren,", "generic"),
        ("Hi,", "generic"),
        ("亲爱的用户：", "generic"),
        ("お客様のアカウントに問題があります。", "none"),
        ("いつもご利用いただきありがとうございます。", "none"),
        ("たくさんのご応募", "none"),
        ("someone@example.net", "none"),
        ("", "none"),
    ],
)
def test_salutation(text: str, kind: str) -> None:
    """A person, the address in a person's place, everybody, or nobody."""
    assert read_addressee(body(text), HANAKO).kind == kind


def test_salutation_below_the_head_is_found_with_its_evidence() -> None:
    """Logo and notice lines come first; the pointer names the salutation's own characters."""
    text = "配信専用\n\n重要なお知らせ\n\n山田 花子 様\n\n平素より"
    found = read_addressee(body(text), HANAKO)
    at = text.index("山田")
    assert found.text == "山田 花子 様"
    assert found.evidence is not None
    assert found.evidence.pointer == f"part:1@{at}-{at + 7}"


def test_salutation_of_a_quoted_mail_is_not_ours() -> None:
    """What stands below the mark of a quoted mail speaks to somebody else."""
    assert read_addressee(body("了解です。\n\n-----Original Message-----\nDear Customer,"), HANAKO).kind == "none"


def test_without_a_known_recipient_names_are_still_names() -> None:
    """Nothing is known of the recipient, and the salutation is read all the same."""
    assert read_addressee(body("山田花子様"), Recipient(())).kind == "name"


@pytest.mark.parametrize("unit", ["様", "dear ", "a@", "【", "お客様", "　", "株式会社", "hi,", "\n"])
def test_salutation_is_found_in_bounded_time(unit: str) -> None:
    """However long the text."""
    start = time.process_time()
    read_addressee(body(unit * (1_000_000 // len(unit))), HANAKO)
    assert time.process_time() - start < 1
