"""``many-recipients``: one person's account, many addressees."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "many-recipients"
MANY = ", ".join(f"p{n}@example.jp" for n in range(6))


def test_many() -> None:
    """Six addresses in To, in a brand's name."""
    raw = mail(subject="えきねっと", sender="えきねっと <a@member-qx.cn>", to=MANY, text="えきねっと")
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["count"]) == (Strength.WEAK, 6)


def test_twin_friends_and_single_mail_are_silent() -> None:
    """A circle of friends, and one addressee."""
    assert findings_of(mail(to=MANY, text="同窓会のご案内です。"), ID) == ()
    assert findings_of(mail(subject="えきねっと", sender="えきねっと <a@member-qx.cn>", text="えきねっと"), ID) == ()
