"""The sender's domain ends in a name that costs next to nothing and is dropped as fast."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "sender-cheap-ending"


def test_cheap_ending() -> None:
    """An unknown sender under .click."""
    (finding,) = findings_of(mail(sender="News <a@morning-post.click>"), ID)
    assert (finding.strength, finding.facts["ending"]) == (Strength.WEAK, ".click")


def test_honest_twin_country() -> None:
    """Firms of a whole country, and ordinary endings, stay silent."""
    assert findings_of(mail(sender="a@factory.com.cn"), ID) == ()
    assert findings_of(mail(sender="a@factory.cn"), ID) == ()
    assert findings_of(mail(sender="a@hanaya.co.jp"), ID) == ()
