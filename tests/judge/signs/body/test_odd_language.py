"""The mail claims a Japanese brand in another language, or mixes its subject's and body's."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "odd-language"


def test_chinese_under_a_japanese_brand() -> None:
    """えきねっと does not write its notices in Chinese."""
    text = "您的账户已被冻结，请立即验证您的信息。如果您不验证，您的账户将被永久关闭。谢谢您的合作。"
    assert findings_of(mail(sender="えきねっと <a@example.net>", text=text), ID)


def test_honest_twin_japanese() -> None:
    """The same in Japanese stays silent."""
    assert (
        findings_of(
            mail(sender="えきねっと <a@example.net>", text="えきねっとをご利用いただきありがとうございます。"), ID
        )
        == ()
    )
