"""``helo-differs``: two names for one machine."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "helo-differs"


def test_two_owners() -> None:
    """Only said: rented servers honestly differ."""
    raw = mail(received=received(helo="mail.example.com", ptr="vps7.example.net"))
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.NOTE]


def test_twin_one_owner_is_silent() -> None:
    """Two hosts of one domain, a mailing service, no reverse name (another sign)."""
    assert findings_of(mail(received=received(helo="a.example.net", ptr="b.example.net")), ID) == ()
    assert findings_of(mail(received=received(helo="em.example.com", ptr="o1.ptr.sendgrid.net")), ID) == ()
    assert findings_of(mail(received=received(helo="em.example.com", ptr="unknown")), ID) == ()
