"""A Japanese letter ends as a foreign one does."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "foreign-sign-off"


def test_translated_thanks() -> None:
    """ありがとう、 on a line of its own."""
    assert findings_of(mail(text="お手続きをお願いいたします。\n\nありがとう、\n\nサポート"), ID)


def test_honest_twin_usual_close() -> None:
    """The usual Japanese close stays silent."""
    assert findings_of(mail(text="今後ともよろしくお願いいたします。\n\nサポートセンター"), ID) == ()
