"""``registered-recently``: the sender's domain was days old when the mail came."""

from __future__ import annotations

from tests.judge.signs.asked import OLD, lure, registered, seen, silent

from gyotaku.model import Strength
from gyotaku.testing import mail

ID = "registered-recently"


def test_under_a_brands_name_it_is_strong() -> None:
    """And weak for a sender who claims to be nobody else."""
    (finding,) = seen(lure(), ID, registered("faxohbr.cn"))
    assert (finding.strength, finding.facts["days"]) == (Strength.STRONG, 10)
    (own,) = seen(mail(sender="花屋 <a@hanaya-new.example>"), ID, registered("hanaya-new.example"))
    assert own.strength is Strength.WEAK


def test_honest_twin_is_silent() -> None:
    """An old domain, the brand's own, everybody's mailboxes, no answer."""
    assert seen(lure(), ID, registered("faxohbr.cn", OLD)) == ()
    assert seen(lure(sender="えきねっと <info@eki-net.com>"), ID, registered("eki-net.com")) == ()
    assert seen(lure(sender="えきねっと <x@gmail.com>"), ID, registered("gmail.com")) == ()
    assert seen(lure(), ID, silent("rdap:domain", "faxohbr.cn")) == ()
