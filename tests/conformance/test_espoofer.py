"""The espoofer mails (Chen, Paxson, Jiang, USENIX Security 2020): nobody is authenticated as the spoofed domain."""

from __future__ import annotations

import json
import os
from pathlib import Path

import anyio
import pytest
from tests.gather.auth.signing import AT
from tests.gather.auth.zone import Zone

from gyotaku.gather.auth.everything import authenticate
from gyotaku.mail.parse import parse
from gyotaku.mail.received import read_hops
from gyotaku.mail.sender import read_sender
from gyotaku.model import AuthResult, Trust

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
MAILS = sorted((SHARED / "suites" / "espoofer").glob("*.eml"))
ATTACKER = "203.0.113.66"

pytestmark = pytest.mark.skipif(not MAILS, reason=f"the espoofer suite is not here: {SHARED}/suites/espoofer")

NAMES = {
    "attack.com": {"TXT": [f"v=spf1 ip4:{ATTACKER} -all"], "A": [ATTACKER]},
    "_dmarc.attack.com": {"TXT": ["v=DMARC1; p=none"]},
    "legitimate.com": {"TXT": ["v=spf1 ip4:198.51.100.1 -all"], "A": ["198.51.100.1"]},
    "_dmarc.legitimate.com": {"TXT": ["v=DMARC1; p=reject"]},
    # A mail service whose customers may all send from its address (client attacks).
    "example.com": {"TXT": [f"v=spf1 ip4:{ATTACKER} -all"]},
    "_dmarc.example.com": {"TXT": ["v=DMARC1; p=reject"]},
}


def received(path: Path) -> bytes:
    """The mail as the victim's server took it from the attacker: its envelope and HELO stand beside it in JSON."""
    envelope = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return (
        f"Return-Path: {envelope['mailfrom']}\r\n"
        f"Received: from {envelope['helo']} ({envelope['helo']} [{ATTACKER}])\r\n"
        f"\tby mx.victim.com (Postfix) with ESMTP id 1 for {envelope['rcptto']};"
        " Fri, 20 Nov 2026 12:00:00 +0000\r\n"
    ).encode() + path.read_bytes()


@pytest.mark.parametrize("path", MAILS, ids=lambda p: p.stem)
def test_never_authenticated_as_the_spoofed_domain(path: Path) -> None:
    """No DMARC pass, and no aligned pass of SPF or DKIM, for the domain the reader is to believe in."""
    mail = parse(received(path))
    hops = read_hops(mail)
    sender = read_sender(mail)
    assert any(hop.trust is Trust.HANDED_OVER and hop.ip == ATTACKER for hop in hops)

    async def go() -> tuple[AuthResult, ...]:
        return await authenticate(mail, hops, sender, Zone(NAMES).ask, AT)

    auth = anyio.run(go)
    assert {result.method for result in auth} == {"spf", "dkim", "arc", "dmarc"}
    assert not [r for r in auth if r.method == "dmarc" and r.status == "pass"]
    assert not [r for r in auth if r.status == "pass" and (r.domain or "").endswith("legitimate.com")]
    assert not [r for r in auth if r.status == "pass" and r.aligned]
    spoofed = {address.domain for address in sender.candidates}
    assert spoofed & {"legitimate.com", "sender.legitimate.com", "example.com"}
