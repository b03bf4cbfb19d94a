"""``authentication-none``: checked, and nothing proves the sender."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "authentication-none"
OWN = "えきねっと <info@eki-net.com>"
FRAUD = "えきねっと <info@member-qx.cn>"
OTHER = "駅前の花屋 <a@example.com>"


def _mail(sender: str, results: str) -> bytes:
    """A notice with what the receiving server's checks said of it."""
    raw = mail(subject="えきねっと", sender=sender, text="えきねっとからのお知らせ", received=received())
    return f"Authentication-Results: mx.example.jp; {results}\r\n".encode() + raw


@pytest.mark.parametrize(
    ("sender", "results", "strength"),
    [
        (
            OWN,
            "spf=pass smtp.mailfrom=a.example.net; dkim=pass header.d=example.net",
            Strength.WEAK,
        ),
        (FRAUD, "spf=none smtp.mailfrom=member-qx.cn; dkim=none", Strength.WEAK),
    ],
)
def test_found(sender: str, results: str, strength: Strength) -> None:
    """Weak where the mail claims a brand, whosever address it shows."""
    assert [f.strength for f in findings_of(_mail(sender, results), ID)] == [strength]


@pytest.mark.parametrize(
    ("sender", "results"),
    [
        (OWN, "dkim=pass header.d=eki-net.com"),
        (FRAUD, "dmarc=pass header.from=member-qx.cn"),
        (FRAUD, "spf=fail smtp.mailfrom=member-qx.cn"),
        (OTHER, "dkim=temperror header.d=example.com"),
    ],
)
def test_twin_honest_or_other_is_silent(sender: str, results: str) -> None:
    """Proved, or failed (another sign), or a check that could not be made."""
    assert findings_of(_mail(sender, results), ID) == ()
