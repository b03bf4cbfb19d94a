"""Hostile keys and signatures: each gets its own word and reason, quickly, and none an exception."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime, timedelta

import anyio
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gather.auth.signing import AT, MAIL, private_key, record, sign, sign_by_hand
from tests.gather.auth.zone import Zone

from gyotaku.gather.auth.dkim import DkimResult, verify
from gyotaku.mail.parse import read_mail

NAME = "sel._domainkey.example.com"
GOOD = record(private_key())
HOUR = 3_600


def results(raw: bytes, key: str = GOOD, at: datetime = AT, zone: Zone | None = None) -> tuple[DkimResult, ...]:
    zone = zone or Zone({NAME: {"TXT": [key]}})

    async def go() -> tuple[DkimResult, ...]:
        return await verify(read_mail(raw), zone.ask, at)

    began = time.process_time()
    found = anyio.run(go)
    assert time.process_time() - began < 1, "a hostile mail holds up the verifier"
    return found


def result(raw: bytes, key: str = GOOD, at: datetime = AT) -> DkimResult:
    return results(raw, key, at)[0]


@pytest.mark.parametrize(
    ("key", "status", "reason"),
    [
        (GOOD, "pass", "1024-bit rsa key"),
        (GOOD.removeprefix("v=DKIM1; "), "pass", "1024-bit rsa key"),
        (GOOD.replace("k=rsa; ", ""), "pass", "1024-bit rsa key"),
        (GOOD + ";; n", "pass", "1024-bit rsa key"),
        (record(private_key(), "g=nobody; "), "pass", "1024-bit rsa key"),
        (record(private_key(), "t=y; "), "pass", "testing"),
        (record(private_key(), "h=sha1:sha256; "), "pass", "1024-bit rsa key"),
        (record(private_key(2048)), "fail", "another key"),
        ("v=DKIM1; k=rsa; p=", "permerror", "revoked"),
        ("v=DKIM1; k=rsa", "permerror", "no key"),
        ("", "permerror", "no key"),
        (GOOD.replace("DKIM1", "DKIM2"), "permerror", "version"),
        (GOOD.removeprefix("v=DKIM1; ") + "; v=DKIM1", "permerror", "version"),
        (GOOD.replace("k=rsa", "k=ed25519"), "permerror", "another algorithm"),
        (record(private_key(), "h=sha1; "), "permerror", "SHA-256"),
        (record(private_key(), "s=tls-rpt; "), "permerror", "not for mail"),
        ("v=DKIM1; p=%%%%", "permerror", "not base64"),
        ("v=DKIM1; p=AAAA", "permerror", "broken"),
        (GOOD[:-40], "permerror", "broken"),
        ("v=DKIM1; p=" + "A" * 60_000, "permerror", "too long"),
    ],
)
def test_key(key: str, status: str, reason: str) -> None:
    """What the key record is decides, and the reason names it."""
    got = result(sign(), key)
    assert got.status == status
    assert reason in got.reason


def test_short_key_proves_nothing() -> None:
    """512 bits are broken in an afternoon: a signature that fits is not accepted (RFC 8301)."""
    numbers = rsa.RSAPublicNumbers(65537, (1 << 511) + 187)
    der = numbers.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    got = result(sign(), "v=DKIM1; p=" + base64.b64encode(der).decode())
    assert got.status == "policy"
    assert "511" in got.reason or "512" in got.reason


def test_wide_key_is_refused_unused() -> None:
    """A key of 16384 bits, or one with an exponent as long as itself, costs nothing."""
    for numbers in (
        rsa.RSAPublicNumbers(65537, (1 << 16_383) + 1),
        rsa.RSAPublicNumbers((1 << 1_023) + 1, private_key().public_key().public_numbers().n),
    ):
        try:
            der = numbers.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        except ValueError:
            continue  # the library does not even make such a key
        assert result(sign(), "v=DKIM1; p=" + base64.b64encode(der).decode()).status == "permerror"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"v=1;", b"v=2;", "version"),
        (b"v=1;", b"", "version"),
        (b"a=rsa-sha256;", b"a=rsa-md5;", "a="),
        (b"a=rsa-sha256;", b"", "a= is missing"),
        (b"d=example.com", b"d=example.com\x00.example.net", "control character"),
        (b"d=example.com", b"d=example.com(.example.net", "d="),
        (b"d=example.com", b'd=example.com".example.net', "d="),
        (b"d=example.com", b"d=com", "d="),
        (b"d=example.com", b"d=", "d="),
        (b"s=sel", b"s=sel'.x", "s="),
        (b"s=sel", b"s=", "s="),
        (b"s=sel", b"s=" + b"a" * 300, "s="),
        (b"d=example.com", b"d=example.com; d=example.net", "twice"),
        (b"d=example.com", b"d=example.com;; ", "not a tag"),
        (b"d=example.com", b"d=example.com; i=@example.net", "i="),
        (b"d=example.com", b"d=example.com; q=carrier/pigeon", "not in the DNS"),
        (b"d=example.com", b"d=example.com; l=many", "l="),
        (b"d=example.com", b"d=example.com; l=-1", "l="),
        (b"d=example.com", b"d=example.com; x=soon", "x="),
        (b"c=relaxed/simple", b"c=nofws", "c="),
        (b"h=from", b"h=to", "From field is not signed"),
        (b"bh=", b"bh=!", "bh="),
    ],
)
def test_malformed_signature(old: bytes, new: bytes, reason: str) -> None:
    """A signature that breaks the grammar is a permerror that says where, and no question leaves for it."""
    raw = sign_by_hand("")
    assert old in raw
    zone = Zone({NAME: {"TXT": [GOOD]}})
    got = results(raw.replace(old, new, 1), zone=zone)[0]
    assert (got.status, zone.asked) == ("permerror", [])
    assert reason in got.reason


def test_sha1_is_not_accepted() -> None:
    """RFC 8301: rsa-sha1 is neither believed nor called malformed."""
    assert result(sign_by_hand("").replace(b"a=rsa-sha256", b"a=rsa-sha1")).status == "policy"


NOW = int(AT.timestamp())


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        (f"t={NOW - 60}; x={NOW + 60}; ", "pass"),
        (f"x={NOW - 10 * HOUR}; ", "permerror"),
        (f"t={NOW + 10 * HOUR}; ", "permerror"),
        (f"t={NOW - 60}; x={NOW - 120}; ", "permerror"),
        (f"t={NOW + HOUR // 2}; ", "pass"),
    ],
)
def test_times(tags: str, status: str) -> None:
    """Expiry and date of signing are held against the time of receipt, an hour's clock error forgiven."""
    assert result(sign_by_hand(tags)).status == status


def test_expired_today_was_good_at_receipt() -> None:
    """Years later the mail is judged as on the day it came."""
    raw = sign_by_hand(f"x={NOW + 60}; ")
    assert result(raw, at=AT).status == "pass"
    late = result(raw, at=datetime(2030, 1, 1, tzinfo=UTC))
    assert (late.status, "expired" in late.reason) == ("permerror", True)


def test_unsigned_tail_is_counted() -> None:
    """``l=`` lets anybody add a body: the octets nobody signed are counted, white space is not."""
    raw = sign(length=True)
    assert result(raw).unsigned == 0
    assert result(raw + b"\r\n\r\n").unsigned == 0
    got = result(raw + b"Pay here.\r\n")
    assert (got.status, got.unsigned) == ("pass", 9)
    assert "9 more follow" in got.reason
    assert result(raw.replace(b"At noon?", b"At")).status == "fail"


def test_second_from_is_not_covered() -> None:
    """A From added above the signed one takes the pass away; a second Subject is named."""
    assert result(b"From: boss@example.com\r\n" + sign_by_hand("")).status == "policy"
    got = result(b"Subject: urgent\r\n" + sign_by_hand("", ("from", "subject")))
    assert (got.status, "subject" in got.reason) == ("pass", True)


def test_strict_key_wants_the_very_domain() -> None:
    """``t=s`` in the key forbids ``i=`` below ``d=``."""
    assert result(sign_by_hand("i=@news.example.com; "), record(private_key(), "t=s; ")).status == "permerror"
    assert result(sign_by_hand("i=@news.example.com; ")).status == "pass"


def test_folded_identity() -> None:
    """Some signers break ``i=`` in the middle of the domain: that is white space, not another domain."""
    assert result(sign_by_hand("i=a-long-one@news .example.com; ")).status == "pass"


def test_not_signed() -> None:
    """A mail without a signature has one result: none."""
    assert [r.status for r in results(MAIL)] == ["none"]


def test_a_hundred_signatures() -> None:
    """Ten are looked at, the rest is counted, and ten questions are the most that leave."""
    one = sign_by_hand("").partition(b"\r\n")[0]
    fields = b"".join(one.replace(b"s=sel", b"s=sel%d" % n) + b"\r\n" for n in range(100))
    zone = Zone({NAME: {"TXT": [GOOD]}})
    found = results(fields + MAIL, zone=zone)
    assert len(found) == 11
    assert len(zone.asked) == 10
    assert "90 more" in found[-1].reason


def test_answers_nobody_has() -> None:
    """A key that could not be fetched is temperror, one that was not asked for unknown: never 'no key'."""
    raw = sign()
    assert results(raw, zone=Zone(fail=[f"TXT {NAME}"]))[0].status == "temperror"
    assert results(raw, zone=Zone(skip=["*"]))[0].status == "unknown"
    assert results(raw, zone=Zone())[0].status == "permerror"


def test_header_alone() -> None:
    """Pasted headers have no body to hash: the result says so and does not accuse."""
    raw = sign().partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    got = result(raw)
    assert got.status == "unknown"
    assert "header alone the signature holds" in got.reason


@pytest.mark.parametrize(
    "raw",
    [
        sign_by_hand("").replace(b"h=from", b"h=from" + b":x" * 30_000, 1),
        sign_by_hand("").replace(b"h=from", b"h=" + b"from:" * 12_000 + b"from", 1),
        sign_by_hand("").replace(b"bh=", b"z=" + b"a" * 500_000 + b"; bh=", 1),
        sign_by_hand("").replace(b"v=1; ", b"v=1; " + b"a=b;" * 20_000, 1),
        sign_by_hand("").replace(b"; b=", b"; b=" + b"A" * 60_000, 1),
        sign() + b" " * 2_000_000,
        sign() + b"\t \r\n" * 500_000,
        sign() + b"\r" * 1_000_000,
        b"Subject: " + b" " * 1_000_000 + b"x\r\n" + sign(),
    ],
    ids=["h", "h-from", "z", "tags", "b", "spaces", "blank lines", "CRs", "subject"],
)
def test_large(raw: bytes) -> None:
    """Length alone costs little: 60,000 names, 20,000 tags, megabytes of white space."""
    assert result(raw).status in ("pass", "fail", "permerror")


@settings(max_examples=150, deadline=timedelta(seconds=2))
@given(st.text(alphabet="vabcdhilqstx=;:/@. \r\n\t0129simplerxdA+\x00é", max_size=200), st.binary(max_size=80))
def test_never_raises(field: str, key: bytes) -> None:
    """Whatever stands in the signature and in the DNS, there is a result."""
    raw = b"DKIM-Signature: " + field.encode() + b"\r\n" + MAIL
    assert results(raw)
    text = "v=DKIM1; p=" + base64.b64encode(key).decode()
    assert result(sign_by_hand(""), text).status in ("fail", "permerror", "policy")
