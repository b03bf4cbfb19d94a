"""``odd-letters-in-display``: a name that readers and filters see differently."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "odd-letters-in-display"


@pytest.mark.parametrize(
    "name", ["Am\u0430zon", "えき\u200bねっと", "\U0001d5e3\U0001d5ee\U0001d606pal", "Ama\u00adzon"]
)
def test_disguised(name: str) -> None:
    """Cyrillic in Latin, zero width, mathematical letters, soft hyphen."""
    assert [f.strength for f in findings_of(mail(sender=f"{name} <a@example.net>"), ID)] == [Strength.STRONG]


@pytest.mark.parametrize("name", ["Ａｍａｚｏｎ", "ﾋﾞｭｰｶｰﾄﾞ", "Иван Петров", "髙島屋", "Café"])
def test_twin_honest_name_is_silent(name: str) -> None:
    """Full width, half-width kana, Russian, a name's own kanji, an accent."""
    assert findings_of(mail(sender=f"{name} <a@example.net>"), ID) == ()
