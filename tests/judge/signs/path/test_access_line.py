"""``access-line``: lines and machines that are no firm's mail server."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "access-line"


@pytest.mark.parametrize(
    ("host", "variant"),
    [
        ("p1234-ipngn3901.tokyo.ocn.ne.jp", "line"),
        ("dhcp-12-34.pool.isp.example.net", "line"),
        ("5.113.0.203.bc.googleusercontent.com", "rented"),
        ("ik1-203-11111.vs.sakura.ne.jp", "rented"),
        ("203-0-113-5.host.example.net", "numbered"),
    ],
)
def test_twin_no_mail_server(host: str, variant: str) -> None:
    """By the reverse name that the receiving server noted."""
    raw = mail(sender="a@example.com", received=received(helo="x.example.com.cn", ptr=host))
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, variant)


@pytest.mark.parametrize(
    "host",
    [
        "mail.example.net",
        "mail2.apl01.spmode.ne.jp",
        "a8-61.smtp-out.amazonses.com",
        "mx203.example.com",
        "out-1.mpse.jp",
    ],
)
def test_mail_server_is_silent(host: str) -> None:
    """Numbered and deep names of real senders, and the sender's own machine whatever its name."""
    assert findings_of(mail(sender="a@example.com", received=received(helo=host, ptr=host)), ID) == ()
