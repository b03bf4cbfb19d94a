"""A bill or an order confirmation comes from a mailbox that anybody can get."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "bill-from-freemail"


def test_bill_from_a_free_mailbox() -> None:
    """An order confirmation with an amount."""
    raw = mail(
        sender="Orders <x@gmail.com>", subject="Order confirmed", text="Your order: $499.99. Questions? Call us."
    )
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["domain"]) == (Strength.STRONG, "gmail.com")


def test_honest_twins() -> None:
    """A shop's bill from its own domain; an answer between friends about a price."""
    assert findings_of(mail(sender="a@hanaya.example.jp", text="Your order: $49.99"), ID) == ()
    assert findings_of(mail(sender="a@gmail.com", subject="Re: your order", text="It was $49, thanks!"), ID) == ()
    assert findings_of(mail(sender="a@gmail.com", text="明日の会費は3,000円です。"), ID) == ()
