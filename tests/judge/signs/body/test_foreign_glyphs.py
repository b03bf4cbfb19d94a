"""Japanese text holds characters that only Chinese or Korean uses."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "foreign-glyphs"


def test_simplified_characters() -> None:
    """Simplified Chinese characters in a Japanese notice."""
    (finding,) = findings_of(mail(text="お客様のアカウントは专用の确认が必要です。ご确认ください。"), ID)
    assert finding.strength is Strength.STRONG


def test_honest_twin_old_forms() -> None:
    """Old forms that Japanese names use stay silent."""
    assert findings_of(mail(text="渡邊様、髙島屋の澤田です。齋藤と濱田がまいります。"), ID) == ()
