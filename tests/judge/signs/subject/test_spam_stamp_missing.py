"""``spam-stamp-missing``: a header says spam, the subject does not."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "spam-stamp-missing"


def test_header_verdict_without_stamp() -> None:
    """The reader is told that the missing stamp means nothing here."""
    (finding,) = findings_of(mail(headers=[("X-Spam-Flag", "YES")]), ID)
    assert (finding.strength, finding.facts["field"]) == (Strength.NOTE, "X-Spam-Flag")


def test_twin_stamped_or_clean_is_silent() -> None:
    """A stamp that is there, a clean verdict, and no verdict at all need no remark."""
    assert findings_of(mail(subject="[spam] x", headers=[("X-Spam-Flag", "YES")]), ID) == ()
    assert findings_of(mail(headers=[("X-Spam-Status", "No, score=-1.9 required=5.0")]), ID) == ()
    assert findings_of(mail(), ID) == ()
