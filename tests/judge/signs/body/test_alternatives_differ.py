"""The plain text and the HTML of the mail say different things."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "alternatives-differ"
NOVEL = "The old house stood on the hill above the town and its windows looked at the sea every evening. " * 3


def test_two_different_texts() -> None:
    """A novel for the filter, a demand for the reader."""
    html = "<p>お客様のアカウントは制限されました。至急、下記のボタンから本人確認の手続きを完了してください。</p>" * 3
    assert findings_of(mail(text=NOVEL, html=html), ID)


def test_honest_twin_same_text() -> None:
    """The same text twice stays silent."""
    assert findings_of(mail(text=NOVEL, html=f"<p>{NOVEL}</p>"), ID) == ()
