"""ARC beyond ValiMail's suite: whole chains broken ones, answers nobody has, hostile sets."""

from __future__ import annotations

import time

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gather.auth.signing import AT, MAIL, private_key, record, seal
from tests.gather.auth.zone import Zone

from gyotaku.gather.auth.arc import ArcResult, verify
from gyotaku.mail.parse import read_mail

NAMES = {
    f"arc._domainkey.{domain}": {"TXT": [record(private_key())]}
    for domain in ("list.example.net", "forward.example.org")
}


def run(raw: bytes, zone: Zone | None = None) -> ArcResult:
    world = zone or Zone(NAMES)

    async def go() -> ArcResult:
        return await verify(read_mail(raw), world.ask, AT)

    began = time.process_time()
    found = anyio.run(go)
    assert time.process_time() - began < 1
    return found


ONE = seal(MAIL, "list.example.net")
TWO = seal(ONE, "forward.example.org", 2)


def test_one_forwarder() -> None:
    """A chain of one holds, and names its sealer."""
    got = run(ONE)
    assert (got.status, got.sets, got.sealers, got.domain) == ("pass", 1, ("list.example.net",), "list.example.net")


def test_two_forwarders() -> None:
    """A chain of two holds; what the first one wrote may not be touched by the second, what it signed may."""
    got = run(TWO)
    assert (got.status, got.sealers) == ("pass", ("list.example.net", "forward.example.org"))
    assert run(TWO.replace(b"i=1; list.example.net; spf=pass", b"i=1; list.example.net; spf=fail")).status == "fail"
    listed = seal(ONE.replace(b"lunch", b"[list] lunch"), "forward.example.org", 2)
    assert run(listed).status == "pass"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"At noon?", b"At five?", "body"),
        (b"Subject: lunch", b"Subject: dinner", "header"),
        (b"cv=none", b"cv=fail", "itself says"),
        (b"cv=none", b"cv=pass", "cv=pass"),
        (b"s=arc; i=1; cv", b"s=arc; i=2; cv", "not complete"),
        (b"s=arc; i=1; cv", b"s=arc; i=0; cv", "instance"),
        (b"s=arc; i=1; cv", b"s=arc; i=99999999999999999999; cv", "instance"),
        (b"arc-authentication-results:i=1", b"arc-authentication-results:i=x", "instance"),
        (b"arc-authentication-results:", b"x-authentication-results:", "not complete"),
    ],
)
def test_broken(old: bytes, new: bytes, reason: str) -> None:
    """Whatever is changed breaks the chain, and the reason says where."""
    assert old in ONE
    got = run(ONE.replace(old, new, 1))
    assert (got.status, reason in got.reason) == ("fail", True), got.reason


def test_not_sealed() -> None:
    """A mail without ARC fields has no chain."""
    assert run(MAIL).status == "none"


def test_answers_nobody_has() -> None:
    """A sealer's key that could not be fetched leaves the chain open; one that is gone breaks it."""
    assert run(ONE, Zone(NAMES, fail=["TXT arc._domainkey.list.example.net"])).status == "temperror"
    assert run(ONE, Zone(NAMES, skip=["*"])).status == "unknown"
    assert run(ONE, Zone()).status == "fail"


def test_header_alone() -> None:
    """Pasted headers have no body: unknown, not broken."""
    assert run(ONE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n").status == "unknown"


def test_sixty_sets_and_gaps() -> None:
    """More sets than RFC 8617 allows are not followed, and no question leaves for them."""
    fields = b"".join(
        b"ARC-Seal: i=%d; a=rsa-sha256; cv=pass; d=d%d.example.net; s=s; b=AA==\r\n"
        b"ARC-Message-Signature: i=%d; a=rsa-sha256; d=example.net; s=s; h=from; bh=AA==; b=AA==\r\n"
        b"ARC-Authentication-Results: i=%d; x.example; none\r\n" % (n, n, n, n)
        for n in range(1, 61)
    )
    zone = Zone(NAMES)
    assert run(fields + MAIL, zone).status == "fail"
    assert zone.asked == []


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=120), st.integers(0, 1500))
def test_never_raises(noise: bytes, at: int) -> None:
    """Noise anywhere in a sealed mail gives a result."""
    assert run(ONE[:at] + noise + ONE[at:]).status
