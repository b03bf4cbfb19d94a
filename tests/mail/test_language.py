"""Language by script and common words."""

from __future__ import annotations

import pytest

from gyotaku.mail.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("お客様のアカウントを確認してください。", "ja"),
        ("Amazonプライムの会費のお支払い方法に問題があります。", "ja"),
        ("您的账户已被暂停，请立即验证您的身份信息。", "zh"),
        ("고객님의 계정이 정지되었습니다.", "ko"),
        ("Please confirm your account within the next 24 hours.", "en"),
        ("Bitte bestätigen Sie Ihre Zahlung, um das Paket zu erhalten.", "de"),
        ("Veuillez confirmer votre adresse pour la livraison de votre colis.", "fr"),
        ("Confirme seus dados para não perder o acesso à sua conta.", "pt"),
        ("Подтвердите ваш аккаунт", "ru"),
        ("ok", None),
        ("12345 67890", None),
        ("", None),
        ("xkcd qwzt plmk vbnm rtzu wqpo zzzz", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    """The language most of the text is in; nothing when there is too little."""
    assert language_of(text) == language


def test_addresses_do_not_make_a_text_english() -> None:
    """Long URLs in a short Japanese text are no English."""
    assert language_of("こちらから https://example.com/the/and/you/your/account/with/this/" + "a" * 300) == "ja"
