"""A bill you know nothing of, and a telephone number to stop it."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "call-this-number"


def test_invoice_and_number() -> None:
    """A renewed subscription, a number to cancel, a free mailbox."""
    text = "Your subscription renewed for $399.99. Order ID 4411. To cancel the order call us: +1 (808) 555-0199"
    (finding,) = findings_of(mail(text=text, sender="Billing <x@gmail.com>"), ID)
    assert finding.strength is Strength.STRONG


def test_honest_twin_contact_block() -> None:
    """A shop's contact block with a number stays silent."""
    assert findings_of(mail(text="お問い合わせ 0120-000-000 (平日10時から17時)"), ID) == ()
