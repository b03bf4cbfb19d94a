"""DKIM against others' signatures: RFC 8463's example, dkimpy's signer in all its forms, dkimpy as a second opinion."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import anyio
import dkim  # type: ignore[import-untyped]
import pytest
from tests.gather.auth.signing import AT, MAIL, private_key, record, sign
from tests.gather.auth.zone import Zone

from gyotaku.gather.auth.dkim import DkimResult, verify
from gyotaku.mail.parse import read_mail

EXAMPLE = """\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
"""
"""RFC 8463, appendix A.3."""
EXAMPLE_ZONE = {
    "brisbane._domainkey.football.example.com": {
        "TXT": ["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]
    },
    "test._domainkey.football.example.com": {
        "TXT": [
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi"
            "Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+"
            "2kryOTIKT+l/K4w3QIDAQAB"
        ]
    },
}
ZONE = {"sel._domainkey.example.com": {"TXT": [record(private_key())]}}
CANONS = list(itertools.product((b"simple", b"relaxed"), repeat=2))
BODIES = {
    "plain": b"At noon?\r\n",
    "empty": b"",
    "empty lines at the end": b"At noon?\r\n\r\n\r\n",
    "no line end": b"At noon?",
    "white space": b" At \t noon? \t\r\n\t\r\n",
    "a lone CR": b"At\rnoon?\r\n",
}


def run(raw: bytes, zone: Zone, at: datetime = AT) -> tuple[DkimResult, ...]:
    async def go() -> tuple[DkimResult, ...]:
        return await verify(read_mail(raw), zone.ask, at)

    return anyio.run(go)


def test_example_of_rfc_8463() -> None:
    """Both signatures of the RFC's own example hold, whatever the line ends of the file it is kept in."""
    for raw in (EXAMPLE.encode(), EXAMPLE.replace("\n", "\r\n").encode()):
        results = run(raw, Zone(EXAMPLE_ZONE), datetime(2018, 6, 10, 14, 0, tzinfo=UTC))
        assert [(r.status, r.domain, r.selector) for r in results] == [
            ("pass", "football.example.com", "brisbane"),
            ("pass", "football.example.com", "test"),
        ]


@pytest.mark.parametrize("canon", CANONS, ids=lambda c: b"/".join(c).decode())
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_dkimpy_signs_holds(canon: tuple[bytes, bytes], body: bytes) -> None:
    """A signature of dkimpy's holds here in each canonical form, over each kind of body end."""
    raw = sign(MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body, canonicalize=canon)
    assert [r.status for r in run(raw, Zone(ZONE))] == ["pass"]


CHANGES = {
    "nothing": lambda raw: raw,
    "white space in the body": lambda raw: raw.replace(b"At noon", b"At  noon"),
    "a word of the body": lambda raw: raw.replace(b"noon", b"five"),
    "a line at the end": lambda raw: raw + b"Bring cash.\r\n",
    "empty lines at the end": lambda raw: raw + b"\r\n\r\n",
    "the subject": lambda raw: raw.replace(b"lunch", b"dinner"),
    "folding of the subject": lambda raw: raw.replace(b"Subject: lunch", b"Subject:\r\n  lunch"),
    "case of a field name": lambda raw: raw.replace(b"Subject:", b"SUBJECT:"),
    "the author": lambda raw: raw.replace(b"hanako@", b"jiro@"),
    "a second From on top": lambda raw: b"From: jiro@example.org\r\n" + raw,
    "an unsigned field": lambda raw: b"X-Spam: no\r\n" + raw,
    "the signature's domain": lambda raw: raw.replace(b"d=example.com", b"d=example.net"),
}


@pytest.mark.parametrize("canon", CANONS, ids=lambda c: b"/".join(c).decode())
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_dkimpy_is_of_the_same_opinion(canon: tuple[bytes, bytes], change: object) -> None:
    """After any change to a signed mail we say pass exactly when dkimpy does."""
    assert callable(change)
    raw = change(sign(canonicalize=canon))

    def key(name: bytes, timeout: int = 5) -> bytes | None:
        return ZONE[name.decode().rstrip(".")]["TXT"][0].encode() if b"example.com." in name else None

    ours = run(raw, Zone(ZONE))[0].status
    assert (ours == "pass") == dkim.verify(raw, dnsfunc=key)
