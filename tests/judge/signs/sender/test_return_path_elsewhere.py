"""``return-path-elsewhere``: another envelope sender."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "return-path-elsewhere"


def test_other_envelope() -> None:
    """Unproved: weak. Proved From: only said."""
    raw = mail(sender="a@example.com", headers=[("Return-Path", "<bounce@qx.example.net>")])
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["envelope"]) == (Strength.WEAK, "qx.example.net")
    proved = b"Authentication-Results: mx.example.jp; dmarc=pass header.from=example.com\r\n"
    raw = mail(sender="a@example.com", received=received(), headers=[("Return-Path", "<bounce@qx.example.net>")])
    assert [f.strength for f in findings_of(proved + raw, ID)] == [Strength.NOTE]


@pytest.mark.parametrize(
    "path", ["<>", "<a@example.com>", "<bounce-hanako=example.jp@em.example.com>", "<0101@us-west-2.amazonses.com>"]
)
def test_honest_envelope_is_silent(path: str) -> None:
    """The null sender, the same domain, a sub-domain with VERP, a known mailing service."""
    assert findings_of(mail(sender="a@example.com", headers=[("Return-Path", path)]), ID) == ()
