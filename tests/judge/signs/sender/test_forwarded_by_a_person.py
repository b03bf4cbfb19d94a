"""Somebody passes on a mail they got, with their own address and the old mail's head above its text."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "forwarded-by-a-person"
TEXT = "本物かな。\n-- Forwarded message --\nFrom: えきねっと <info@eki-net.com>\n\nえきねっとからのお知らせ"


def test_a_friend_passes_it_on() -> None:
    """A private mailbox, a forward's subject and the old head speak for the mail."""
    raw = mail(sender="Taro <taro.yamada@gmail.com>", subject="Fwd: えきねっとからのお知らせ", text=TEXT)
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.COUNTER]


def test_twins_that_prove_nothing() -> None:
    """A firm's name on a private mailbox, a domain of one's own, and a forward without a head get nothing."""
    for sender, subject, text in (
        ("えきねっと <eki@gmail.com>", "Fwd: えきねっとからのお知らせ", TEXT),
        ("Taro <taro@qkz.example.net>", "Fwd: えきねっとからのお知らせ", TEXT),
        ("Taro <taro@gmail.com>", "Fwd: えきねっとからのお知らせ", "えきねっとからのお知らせ"),
    ):
        assert findings_of(mail(sender=sender, subject=subject, text=text), ID) == ()
