"""The sender's address lies under a platform where anybody gets a name in a minute."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "sender-platform"


def test_platform_and_trial_account() -> None:
    """An application's name and a trial account's name: both were somebody's for the asking."""
    for domain, platform in (("shop-a1.firebaseapp.com", "firebaseapp.com"), ("x1.onmicrosoft.com", "onmicrosoft.com")):
        (finding,) = findings_of(mail(sender=f"Service <noreply@{domain}>"), ID)
        assert (finding.strength, finding.facts["platform"]) == (Strength.WEAK, platform)


def test_honest_twin_own_domain() -> None:
    """A firm's own domain and a free mailbox stay silent."""
    assert findings_of(mail(sender="a@hanaya.example.jp"), ID) == ()
    assert findings_of(mail(sender="taro@gmail.com"), ID) == ()
