"""The mail speaks of your affairs with a brand, but the sender is not that brand."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "about-brand"


def test_notice_in_a_brands_matter() -> None:
    """A notice about a brand's service from an address that has nothing to do with it."""
    raw = mail(
        subject="【重要】ご利用確認のお知らせ",
        sender="a@saxsongs.example",
        text="えきねっとの会員情報をご確認ください。",
    )
    assert [f.facts["domain"] for f in findings_of(raw, ID)] == ["saxsongs.example"]


def test_honest_twin_small_talk() -> None:
    """A friend who mentions the brand stays silent."""
    assert findings_of(mail(subject="週末の旅行", text="切符はえきねっとで取りました。"), ID) == ()
