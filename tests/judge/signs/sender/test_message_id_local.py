"""``message-id-local``: where the Message-ID was made."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "message-id-local"


@pytest.mark.parametrize(
    ("ident", "strength", "variant"),
    [
        ("<d71bc00a56d7efd4@localhost.localdomain>", Strength.WEAK, "local"),
        ("<d71bc00a56d7efd4>", Strength.WEAK, "local"),
        ("<1234@[203.0.113.9]>", Strength.WEAK, "ip"),
        ("<1234@srv9.example.net>", Strength.NOTE, "elsewhere"),
    ],
)
def test_odd_ids(ident: str, strength: Strength, variant: str) -> None:
    """Localhost, no host, a bare address, another organisation."""
    raw = mail(sender="a@example.com", received=received(), headers=[("Message-ID", ident)])
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["variant"]) == (strength, variant)


def test_missing() -> None:
    """A delivered mail without one."""
    (finding,) = findings_of(mail(received=received()), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, "missing")


@pytest.mark.parametrize(
    "ident", ["<1@example.com>", "<1@mail.example.com>", "<1@ap-northeast-1.amazonses.com>", "<x@mail.gmail.com>"]
)
def test_twin_honest_id_is_silent(ident: str) -> None:
    """The sender's own, a sub-domain, a mailing service, a provider."""
    raw = mail(sender="a@example.com", received=received(), headers=[("Message-ID", ident)])
    assert findings_of(raw, ID) == ()
