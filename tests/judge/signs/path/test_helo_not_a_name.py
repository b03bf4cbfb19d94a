"""``helo-not-a-name``: localhost, an address, a word."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "helo-not-a-name"


@pytest.mark.parametrize(
    ("helo", "kind"),
    [("localhost.localdomain", "localhost"), ("localhost", "localhost"), ("[203.0.113.5]", "ip"), ("new194", "single")],
)
def test_twin_no_name(helo: str, kind: str) -> None:
    """Each kind has its sentence."""
    (finding,) = findings_of(mail(received=received(helo=helo, ptr="unknown")), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, kind)
    assert finding.evidence[0].pointer == "hop:0"


@pytest.mark.parametrize("helo", ["mail.example.net", "mail2.apl01.spmode.ne.jp", "a8-61.smtp-out.amazonses.com"])
def test_full_name_is_silent(helo: str) -> None:
    """Deep and numbered names are names."""
    assert findings_of(mail(received=received(helo=helo, ptr=helo)), ID) == ()
