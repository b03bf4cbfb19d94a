"""``reply-to-elsewhere``: the answer goes to a stranger."""

from __future__ import annotations

import pytest

from gyotaku.model import Finding, Strength
from gyotaku.testing import findings_of, mail


def _find(sender: str, reply: str, *more: tuple[str, str]) -> tuple[Finding, ...]:
    return findings_of(mail(sender=sender, headers=[("Reply-To", reply), *more]), "reply-to-elsewhere")


def test_elsewhere() -> None:
    """Another domain is weak, a free mailbox for a firm strong."""
    (finding,) = _find("IT-Webmail <info@colonista.jp>", "postmaster@aq.xyz")
    assert (finding.strength, finding.facts["reply_domain"]) == (Strength.WEAK, "aq.xyz")
    (finding,) = _find("購買部 <info@example.com>", "keiri.tanaka@gmail.com")
    assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, "freemail")


@pytest.mark.parametrize(
    ("sender", "reply"),
    [
        ("a@mail.example.com", "support@example.com"),
        ("info@mailing.rewe.de", "info@rewe-online.de"),
        ("花子 <hanako.t@gmail.com>", "hanako.t@gmail.com"),
        ("サポート <info@example.com>", "case-12@example.zendesk.com"),
    ],
)
def test_twin_honest_reply_is_silent(sender: str, reply: str) -> None:
    """A sub-domain, a firm's second domain, a private person, a help desk."""
    assert _find(sender, reply) == ()
