"""The mail is a picture: there is next to nothing to read or to filter."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "picture-only"


def test_linked_picture_and_no_text() -> None:
    """A clickable poster of an unproven sender."""
    raw = mail(html='<a href="https://x.example.net/"><img src="https://x.example.net/a.png"></a>')
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]


def test_honest_twin_text_with_a_logo() -> None:
    """A letter with a logo stays silent."""
    logo = '<a href="https://example.com/"><img src="https://example.com/l.png"></a>'
    html = f"{logo}<p>{'本日の議事録をお送りします。' * 8}</p>"
    assert findings_of(mail(html=html), ID) == ()
