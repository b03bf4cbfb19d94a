"""``sender-freemail``: a firm's name on a mailbox anybody can get."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

TEXT = "えきねっとをご利用いただきありがとうございます。"


def test_brand_at_a_free_provider() -> None:
    """The From field names the brand: strong."""
    raw = mail(subject="【えきねっと】重要なお知らせ", sender="えきねっと <ekinet.support@gmail.com>", text=TEXT)
    (finding,) = findings_of(raw, "sender-freemail")
    assert (finding.strength, finding.facts["domain"]) == (Strength.STRONG, "gmail.com")


def test_twin_people_and_brands_are_silent() -> None:
    """A friend at a free provider, and the brand at its own domain."""
    assert findings_of(mail(sender="花子 <hanako.t@gmail.com>", text="写真を送ります。"), "sender-freemail") == ()
    raw = mail(subject="【えきねっと】重要なお知らせ", sender="えきねっと <info@eki-net.com>", text=TEXT)
    assert findings_of(raw, "sender-freemail") == ()
