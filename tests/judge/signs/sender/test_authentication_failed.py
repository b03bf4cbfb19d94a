"""``authentication-failed``: the checks failed for a domain that is no known brand's."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "authentication-failed"
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
        (FRAUD, "dmarc=fail header.from=member-qx.cn", Strength.WEAK),
        (OTHER, "spf=fail smtp.mailfrom=example.com; dkim=none", Strength.WEAK),
    ],
)
def test_found(sender: str, results: str, strength: Strength) -> None:
    """For a fraud's own domain and for a stranger's alike."""
    assert [f.strength for f in findings_of(_mail(sender, results), ID)] == [strength]


@pytest.mark.parametrize(
    ("sender", "results"),
    [
        (OTHER, "spf=softfail smtp.mailfrom=fwd.example.net; dkim=pass header.d=example.com"),
        (OTHER, "dmarc=pass header.from=example.com"),
        (OTHER, "spf=none smtp.mailfrom=example.com"),
        (OWN, "dmarc=fail header.from=eki-net.com"),
    ],
)
def test_twin_honest_or_other_is_silent(sender: str, results: str) -> None:
    """Forwarded and signed, proved, unchecked; a brand's own domain has a stronger sign."""
    assert findings_of(_mail(sender, results), ID) == ()
