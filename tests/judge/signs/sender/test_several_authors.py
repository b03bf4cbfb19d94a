"""``several-authors``: who sent it depends on the mail program."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "several-authors"


def test_two_from_fields() -> None:
    """Two organisations in two From fields."""
    raw = mail(sender="えきねっと <info@eki-net.com>", headers=[("From", "x <a@evil.example.net>")])
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["count"]) == (Strength.STRONG, 2)
    assert len(finding.evidence) == 2


def test_twin_one_from_is_silent() -> None:
    """One field, one mailbox; also with a comma in a quoted name."""
    assert findings_of(mail(), ID) == ()
    assert findings_of(mail(sender='"Yamada, Hanako" <yamada@example.com>'), ID) == ()
