"""``sender-is-brand``: the brand's own domain, proved."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "sender-is-brand"
OWN = "えきねっと <info@eki-net.com>"
FRAUD = "えきねっと <info@member-qx.cn>"


def _mail(sender: str, results: str) -> bytes:
    """A notice with what the receiving server's checks said of it."""
    raw = mail(subject="えきねっと", sender=sender, text="えきねっとからのお知らせ", received=received())
    return f"Authentication-Results: mx.example.jp; {results}\r\n".encode() + raw


@pytest.mark.parametrize(
    ("sender", "results", "strength"),
    [
        (OWN, "dmarc=pass header.from=eki-net.com", Strength.COUNTER),
        (
            OWN,
            "spf=softfail smtp.mailfrom=fwd.example.net; dkim=pass header.d=eki-net.com",
            Strength.COUNTER,
        ),
        (OWN, "spf=pass smtp.mailfrom=bounce.eki-net.com", Strength.COUNTER),
    ],
)
def test_found(sender: str, results: str, strength: Strength) -> None:
    """DMARC, a signature that survived forwarding, an aligned envelope."""
    assert [f.strength for f in findings_of(_mail(sender, results), ID)] == [strength]


@pytest.mark.parametrize(
    ("sender", "results"),
    [
        (FRAUD, "dmarc=pass header.from=member-qx.cn"),
        (OWN, "dkim=pass header.d=example.net; spf=pass smtp.mailfrom=example.net"),
        (OWN, "dmarc=fail header.from=eki-net.com"),
        (OWN, "dkim=none"),
    ],
)
def test_twin_honest_or_other_is_silent(sender: str, results: str) -> None:
    """A stranger's pass, passes for a third domain, a failure, no proof."""
    assert findings_of(_mail(sender, results), ID) == ()


def test_results_inside_the_mail_count_nothing() -> None:
    """A field below the boundary's line came in with the mail, whatever name it bears."""
    raw = mail(
        subject="えきねっと",
        sender=OWN,
        text="えきねっとからのお知らせ",
        received=received(),
        headers=[("Authentication-Results", "mx.example.jp; dmarc=pass header.from=eki-net.com")],
    )
    assert findings_of(raw, ID) == ()
