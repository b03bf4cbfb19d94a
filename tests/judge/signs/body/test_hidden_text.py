"""Much text is in the mail that its reader does not see."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "hidden-text"


def test_pages_of_hidden_words() -> None:
    """A hidden novel under a short text."""
    html = f'<p>ご確認ください</p><div style="display:none">{"the quick brown fox " * 60}</div>'
    assert findings_of(mail(html=html), ID)


def test_honest_twin_preview_line() -> None:
    """A hidden preview line stays silent."""
    html = '<div style="display:none">今週のおすすめをお届けします</div><p>こんにちは</p>'
    assert findings_of(mail(html=html), ID) == ()
