"""The mail comes in the name of the brand's own domain, and nothing proves it."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "brand-unproven"


def test_official_address_without_proof() -> None:
    """The brand's own address, and no word of the receiving server."""
    raw = mail(sender="えきねっと <info@eki-net.com>", text="えきねっとです。", received=received())
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]


def test_honest_twin_with_results() -> None:
    """The same with an aligned pass stays silent."""
    raw = mail(
        sender="えきねっと <info@eki-net.com>",
        text="えきねっとです。",
        received=received(),
        results="dkim=pass header.d=eki-net.com; dmarc=pass header.from=eki-net.com",
    )
    assert findings_of(raw, ID) == ()
