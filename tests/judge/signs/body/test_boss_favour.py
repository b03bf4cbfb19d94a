"""Somebody plays the boss and asks for a quiet favour or a chat group."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "boss-favour"


def test_line_group() -> None:
    """The chat-group trick of Japan."""
    text = "業務の都合により、LINEグループを作成し、QRコードを返信してください。社長"
    assert [f.strength for f in findings_of(mail(text=text, sender="社長 <a@outlook.com>"), ID)] == [Strength.STRONG]


def test_honest_twin_colleague() -> None:
    """A colleague asking for a moment stays silent."""
    assert findings_of(mail(text="Are you available at three? Room 2.", sender="a <a@example.com>"), ID) == ()
