"""A login for the mailbox on a host that is neither the provider nor the sender."""

from __future__ import annotations

import pytest
from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "asks-mailbox-password"


@pytest.mark.parametrize("title", ["WebMail ログイン", "Roundcube Webmail", "Active! mail", "メールボックスの確認"])
def test_a_strangers_mail_login(title: str) -> None:
    """A webmail login on a host of neither side is strong."""
    (finding,) = found(ID, landed(page(login(title))))
    assert (finding.strength, finding.facts["host"]) == (Strength.STRONG, "login.evil.example")


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("WebMail", "https://webmail.example.jp/"),
        ("WebMail", "https://mail.example.com/"),
        ("北山書店 会員ログイン", "https://shop.example.net/login"),
        ("Gmail", "https://accounts.google.com/"),
    ],
)
def test_honest_twin(title: str, url: str) -> None:
    """The recipient's own provider, the sender's house, a shop's login and a known firm stay silent."""
    assert found(ID, landed(page(login(title), url=url))) == ()


def test_honest_twin_without_a_password() -> None:
    """A page about webmail that asks for nothing stays silent."""
    assert found(ID, landed(page("<title>WebMail の使い方</title>"))) == ()
