"""``host-is-brands``: the brand's own machine, confirmed by Postfix."""

from __future__ import annotations

from gyotaku.model import Finding, Strength
from gyotaku.testing import findings_of, mail, received

ID = "host-is-brands"


def _find(sender: str, line: str) -> tuple[Finding, ...]:
    return findings_of(mail(subject="えきねっと", sender=sender, text="えきねっと", received=line), ID)


def test_confirmed_name_speaks_for_the_mail() -> None:
    """Sender and reverse name are both the brand's."""
    line = received(helo="mail.eki-net.com", ptr="mail.eki-net.com")
    assert [f.strength for f in _find("えきねっと <info@eki-net.com>", line)] == [Strength.COUNTER]


def test_twin_unconfirmed_names_do_not() -> None:
    """A HELO alone, sendmail's warning, a foreign sender, a reverse name of somebody else."""
    own = "えきねっと <info@eki-net.com>"
    line = received(helo="mail.eki-net.com", ptr="mail.eki-net.com")
    assert _find(own, received(helo="mail.eki-net.com", ptr="unknown")) == ()
    assert _find(own, line.replace("[203.0.113.5])", "[203.0.113.5] (may be forged))")) == ()
    assert _find("えきねっと <a@member-qx.cn>", line) == ()
    assert _find(own, received(helo="mail.eki-net.com", ptr="vps7.example.net")) == ()
