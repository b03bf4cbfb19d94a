"""``authenticated-stranger``: proved, but not the brand."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "authenticated-stranger"
OWN = "えきねっと <info@eki-net.com>"
FRAUD = "えきねっと <info@member-qx.cn>"


def _mail(sender: str, results: str) -> bytes:
    """A notice with what the receiving server's checks said of it."""
    raw = mail(subject="えきねっと", sender=sender, text="えきねっとからのお知らせ", received=received())
    return f"Authentication-Results: mx.example.jp; {results}\r\n".encode() + raw


@pytest.mark.parametrize(
    ("sender", "results", "strength"),
    [
        (FRAUD, "dmarc=pass header.from=member-qx.cn", Strength.NOTE),
        (FRAUD, "dkim=pass header.d=member-qx.cn", Strength.NOTE),
    ],
)
def test_found(sender: str, results: str, strength: Strength) -> None:
    """A pass for the fraud's own domain is said, and weighs nothing."""
    assert [f.strength for f in findings_of(_mail(sender, results), ID)] == [strength]


@pytest.mark.parametrize(
    ("sender", "results"),
    [
        (OWN, "dmarc=pass header.from=eki-net.com"),
        (FRAUD, "dmarc=fail header.from=member-qx.cn"),
        (FRAUD, "dkim=pass header.d=example.net"),
    ],
)
def test_twin_honest_or_other_is_silent(sender: str, results: str) -> None:
    """The brand itself, a failure, a pass for a third domain."""
    assert findings_of(_mail(sender, results), ID) == ()
