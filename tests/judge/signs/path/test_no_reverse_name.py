"""``no-reverse-name``: the server noted that there is none."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "no-reverse-name"


def test_unknown() -> None:
    """Postfix writes "unknown"."""
    (finding,) = findings_of(mail(received=received(ptr="unknown", ip="114.230.236.207")), ID)
    assert (finding.strength, finding.facts["ip"]) == (Strength.WEAK, "114.230.236.207")


def test_twin_noted_or_not_said_is_silent() -> None:
    """A name, and a server that says nothing of reverse DNS: not said is not "none"."""
    exchange = "from mail.example.net (203.0.113.5) by mx.example.jp (10.0.0.1) with Microsoft SMTP Server id 15.20; "
    assert findings_of(mail(received=received()), ID) == ()
    assert findings_of(mail(received=exchange + "Mon, 11 Nov 2024 06:46:02 +0000"), ID) == ()
