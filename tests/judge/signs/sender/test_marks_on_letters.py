"""Invisible or foreign marks are strewn over the letters of the sender's name or the subject."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "marks-on-letters"


def test_marks_in_name_and_subject() -> None:
    """Variation selectors behind Latin letters."""
    mark = "\U000e0139"
    for raw, where in (
        (mail(sender=f"T{mark}ax Off{mark}ice <a@example.net>"), "sender"),
        (mail(subject=f"Your acc{mark}ount"), "subject"),
    ):
        (finding,) = findings_of(raw, ID)
        assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, where)


def test_honest_twin_accents_and_emoji() -> None:
    """Accents written as combining marks, an emoji with its selector, Japanese text stay silent."""
    for subject in ("Re\u0301sume\u0301", "Danke \u2764\ufe0f", "葛\U000e0100城市からのお知らせ"):
        assert findings_of(mail(subject=subject), ID) == ()
