"""``brands-mailing-service``: a service the catalogue names for the brand."""

from __future__ import annotations

from dataclasses import replace

from gyotaku.judge.signs.sender.brands_mailing_service import SIGN
from gyotaku.model import Dissection, Strength
from gyotaku.testing import mail, print_of, received


def _print(results: str, *services: str) -> Dissection:
    """A mail of the brand, with the services its catalogue entry is said to name."""
    raw = mail(
        subject="えきねっと",
        sender="えきねっと <info@eki-net.com>",
        text="えきねっとからのお知らせ",
        received=received(),
    )
    d = print_of(f"Authentication-Results: mx.example.jp; {results}\r\n".encode() + raw)
    return replace(d, brands=tuple(replace(b, sender_services=services) for b in d.brands))


def test_known_service_speaks_for_the_mail() -> None:
    """Its signature passes and the brand is known to use it."""
    (finding,) = SIGN.look(_print("dkim=pass header.d=mpse.jp", "mpse.jp"))
    assert (finding.strength, finding.facts["service"]) == (Strength.COUNTER, "mpse.jp")


def test_twin_unknown_or_failing_service_is_silent() -> None:
    """A service the brand is not known to use, and a known one whose check failed."""
    assert list(SIGN.look(_print("dkim=pass header.d=mpse.jp"))) == []
    assert list(SIGN.look(_print("dkim=pass header.d=example.net", "mpse.jp"))) == []
    assert list(SIGN.look(_print("dkim=fail header.d=mpse.jp", "mpse.jp"))) == []
