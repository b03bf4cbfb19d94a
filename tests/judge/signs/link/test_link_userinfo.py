"""What stands before the @ looks like the destination; the browser goes behind it."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "link-userinfo"


def test_bank_before_the_at_sign() -> None:
    """The bank's name is only a user name; the host is behind the @."""
    (finding,) = findings_of(mail(html='<a href="https://www.bank.example@evil.example.net/">a</a>'), ID)
    assert (finding.strength, finding.facts["host"]) == (Strength.DECISIVE, "evil.example.net")


def test_honest_twin_mail_address_in_the_query() -> None:
    """An @ behind the host is no user name."""
    assert findings_of(mail(html='<a href="https://example.com/u?m=a@example.net">a</a>'), ID) == ()
