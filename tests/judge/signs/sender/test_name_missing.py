"""``name-missing``: no display name."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail


def test_twin_no_name() -> None:
    """A bare address, or the address as its own name: only said."""
    for sender in ("a@example.net", '"a@example.net" <a@example.net>'):
        assert [f.strength for f in findings_of(mail(sender=sender), "name-missing")] == [Strength.NOTE]


def test_name_is_silent() -> None:
    """Any name will do."""
    assert findings_of(mail(sender="ビューカード <a@example.net>"), "name-missing") == ()
