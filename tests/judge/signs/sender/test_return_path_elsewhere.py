"""``return-path-elsewhere``: another envelope sender."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "return-path-elsewhere"


PATH = [("Return-Path", "<bounce@qx.example.net>")]


def test_other_envelope() -> None:
    """Under a brand's face and unproved: weak. Proved, or a stranger's: only said."""
    raw = mail(
        subject="えきねっと",
        sender="えきねっと <info@eki-net.com>",
        text="えきねっと",
        received=received(),
        headers=PATH,
    )
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["envelope"]) == (Strength.WEAK, "qx.example.net")
    proved = b"Authentication-Results: mx.example.jp; dmarc=pass header.from=eki-net.com\r\n"
    assert [f.strength for f in findings_of(proved + raw, ID)] == [Strength.NOTE]
    assert [f.strength for f in findings_of(mail(sender="a@example.com", headers=PATH), ID)] == [Strength.NOTE]


@pytest.mark.parametrize(
    "path", ["<>", "<a@example.com>", "<bounce-hanako=example.jp@em.example.com>", "<0101@us-west-2.amazonses.com>"]
)
def test_twin_honest_envelope_is_silent(path: str) -> None:
    """The null sender, the same domain, a sub-domain with VERP, a known mailing service."""
    assert findings_of(mail(sender="a@example.com", headers=[("Return-Path", path)]), ID) == ()
