"""The sender's domain ends in a name that does not exist."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "sender-ending-unknown"


def test_ending_nobody_runs() -> None:
    """No registry runs .ef."""
    (finding,) = findings_of(mail(sender="Service <a@voucher.ef>"), ID)
    assert (finding.strength, finding.facts["ending"]) == (Strength.STRONG, ".ef")


def test_honest_twin_real_and_inner_names() -> None:
    """Endings that exist, and a machine inside a firm, stay silent."""
    for sender in ("a@example.jp", "a@hanaya.flowers", "root@build.local", "cron@db1.lan"):
        assert findings_of(mail(sender=sender), ID) == ()
