"""``brand-domain-forged``: the brand's address, and the checks say no."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "brand-domain-forged"
OWN = "えきねっと <info@eki-net.com>"
FRAUD = "えきねっと <info@member-qx.cn>"


def _mail(sender: str, results: str) -> bytes:
    """A notice with what the receiving server's checks said of it."""
    raw = mail(subject="えきねっと", sender=sender, text="えきねっとからのお知らせ", received=received())
    return f"Authentication-Results: mx.example.jp; {results}\r\n".encode() + raw


@pytest.mark.parametrize(
    ("sender", "results", "strength"),
    [
        (
            OWN,
            "dmarc=fail header.from=eki-net.com; spf=fail smtp.mailfrom=eki-net.com",
            Strength.STRONG,
        ),
        (OWN, "spf=fail smtp.mailfrom=eki-net.com; dkim=none", Strength.STRONG),
        (OWN, "spf=softfail smtp.mailfrom=eki-net.com; dkim=none", Strength.WEAK),
    ],
)
def test_found(sender: str, results: str, strength: Strength) -> None:
    """DMARC's word and a plain SPF fail are strong, a softfail is not."""
    assert [f.strength for f in findings_of(_mail(sender, results), ID)] == [strength]


@pytest.mark.parametrize(
    ("sender", "results"),
    [
        (OWN, "spf=softfail smtp.mailfrom=eki-net.com; dkim=pass header.d=eki-net.com"),
        (OWN, "spf=pass smtp.mailfrom=bounce.eki-net.com"),
        (OWN, "spf=pass smtp.mailfrom=example.net; dkim=none"),
        (FRAUD, "dmarc=fail header.from=member-qx.cn"),
    ],
)
def test_twin_honest_or_other_is_silent(sender: str, results: str) -> None:
    """A signature that survived forwarding, the brand's own envelope, another envelope, another domain."""
    assert findings_of(_mail(sender, results), ID) == ()
