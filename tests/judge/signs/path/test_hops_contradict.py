"""``hops-contradict``: the sender's part of the path does not hold together."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "hops-contradict"
CLAIMED = "from pc7 (pc7 [198.51.100.7]) by {by} (Postfix) with ESMTP id 1; {date}"


def test_later_than_the_arrival() -> None:
    """A line written two days after the mail arrived."""
    line = CLAIMED.format(by="mail.example.net", date="Wed, 13 Nov 2024 15:46:00 +0900")
    (finding,) = findings_of(mail(received=[received(), line]), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, "time")


def test_twin_honest_path_is_silent() -> None:
    """Minutes apart, a wrong time zone, a slow queue."""
    for date in (
        "Mon, 11 Nov 2024 15:45:50 +0900",
        "Mon, 11 Nov 2024 15:45:50 +0000",
        "Sat, 09 Nov 2024 15:45:50 +0900",
    ):
        line = CLAIMED.format(by="mail.example.net", date=date)
        assert findings_of(mail(received=[received(), line]), ID) == ()
