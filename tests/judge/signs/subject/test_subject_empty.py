"""``subject-empty``: no subject."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


def test_twin_no_subject() -> None:
    """Absent and empty alike; alone it is only said."""
    assert [f.strength for f in findings_of(mail(subject=None), "subject-empty")] == [Strength.NOTE]
    assert [f.strength for f in findings_of(mail(subject=" "), "subject-empty")] == [Strength.NOTE]


def test_subject_is_silent() -> None:
    """One character is a subject."""
    assert findings_of(mail(subject="あ"), "subject-empty") == ()
