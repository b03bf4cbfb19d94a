"""``subject-charset``: a Japanese mail whose header was written on a Chinese system."""

from __future__ import annotations

import base64

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

TEXT = "いつもご利用いただきありがとうございます。お客様の情報をご確認ください。よろしくお願いいたします。"


def _word(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def test_gb2312_subject() -> None:
    """The label is the writer's software's choice."""
    raw = mail(subject=None, text=TEXT, headers=[("Subject", _word("重要なお知らせ", "gb2312"))])
    (finding,) = findings_of(raw, "subject-charset")
    assert (finding.strength, finding.facts["charset"]) == (Strength.WEAK, "gb2312")


def test_twin_japanese_charsets_are_silent() -> None:
    """ISO-2022-JP and UTF-8 are what Japan writes."""
    for charset in ("iso-2022-jp", "utf-8"):
        raw = mail(subject=None, text=TEXT, headers=[("Subject", _word("重要なお知らせ", charset))])
        assert findings_of(raw, "subject-charset") == ()
