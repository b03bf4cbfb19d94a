"""``private-first-hop``: the oldest line names an inside address."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "private-first-hop"
CLAIMED = "from pc7 (pc7 [{ip}]) by mail.example.net (Postfix) with ESMTP id 1; Mon, 11 Nov 2024 15:46:00 +0900"


@pytest.mark.parametrize("ip", ["192.168.1.20", "100.64.3.4"])
def test_inside_address(ip: str) -> None:
    """Private and carrier-grade addresses tell no place."""
    raw = mail(received=[received(), CLAIMED.format(ip=ip)])
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["ip"]) == (Strength.NOTE, ip)


def test_twin_public_or_single_line_is_silent() -> None:
    """A public address, and a path of one line."""
    assert findings_of(mail(received=[received(), CLAIMED.format(ip="198.51.100.7")]), ID) == ()
    assert findings_of(mail(received=received()), ID) == ()
