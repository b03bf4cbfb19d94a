"""``foreign-host``: a Japanese firm's mail from a host with another country's name."""

from __future__ import annotations

import pytest

from gyotaku.model import Finding, Strength
from gyotaku.testing import findings_of, mail, received

ID = "foreign-host"


def _find(sender: str, host: str) -> tuple[Finding, ...]:
    text = "カゴヤ・ジャパンです。"
    return findings_of(mail(subject="カゴヤ", sender=sender, text=text, received=received(helo=host, ptr=host)), ID)


def test_country_ending() -> None:
    """The ending of the reverse name."""
    (finding,) = _find("カゴヤ・ジャパン <info@colonista.jp>", "zm-store01.srv.celeste.fr")
    assert (finding.strength, finding.facts["country"]) == (Strength.WEAK, "fr")


@pytest.mark.parametrize(
    "host", ["mail.kagoya.net", "o1.ptr.sendgrid.net", "executive.example.com", "smtp.example.io", "mx1.example.ne.jp"]
)
def test_twin_honest_host_is_silent(host: str) -> None:
    """The firm's own, a mailing service, endings that tell no country, Japan's."""
    assert _find("カゴヤ・ジャパン <info@kagoya.jp>", host) == ()
