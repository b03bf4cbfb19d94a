"""``self-forged``: from oneself, by way of outside."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "self-forged"
PASS = b"Authentication-Results: mx.example.jp; dmarc=pass header.from=example.jp\r\n"


def test_own_address() -> None:
    """The extortionist's trick."""
    raw = mail(sender="hanako@example.jp", text="払え", received=received(ptr="unknown", helo="localhost"))
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, "address")


def test_own_domain() -> None:
    """A colleague who is none: weak without a check, strong when the check failed."""
    raw = mail(sender="管理者 <admin@example.jp>", received=received(ptr="unknown", helo="new194"))
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]
    failed = b"Authentication-Results: mx.example.jp; dmarc=fail header.from=example.jp\r\n"
    assert [f.strength for f in findings_of(failed + raw, ID)] == [Strength.STRONG]


def test_honest_twins_are_silent() -> None:
    """A proved note to oneself, a mail from the own server, a stranger, a free provider's other customer."""
    own = received(helo="mail.example.jp", ptr="mail.example.jp")
    assert findings_of(PASS + mail(sender="hanako@example.jp", received=received()), ID) == ()
    assert findings_of(mail(sender="admin@example.jp", received=own), ID) == ()
    assert findings_of(mail(sender="a@example.com", received=received()), ID) == ()
    gmail = received(to="hanako@gmail.com")
    assert findings_of(mail(sender="taro@gmail.com", to="hanako@gmail.com", received=gmail), ID) == ()
