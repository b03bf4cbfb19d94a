"""``broken-encoded-word``: code that no reader can show."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


def test_undecodable_word() -> None:
    """The encoded word stays as it was written."""
    raw = mail(subject=None, headers=[("Subject", "=?utf-8?B?44GK55+l44KJ44Gb")])
    assert [f.strength for f in findings_of(raw, "broken-encoded-word")] == [Strength.WEAK]


def test_twin_sound_word_is_silent() -> None:
    """A well-formed encoded word is ordinary mail."""
    raw = mail(subject=None, headers=[("Subject", "=?utf-8?B?44GK55+l44KJ44Gb?=")])
    assert findings_of(raw, "broken-encoded-word") == ()
