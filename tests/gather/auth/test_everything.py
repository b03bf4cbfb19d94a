"""All mechanisms for one mail: whose address, whose envelope, who aligns, and what nobody could say."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.gather.auth.signing import AT, private_key, record, sign
from tests.gather.auth.zone import Zone

from gyotaku.gather.auth.everything import authenticate, disagreements
from gyotaku.mail.authres import read_auth
from gyotaku.mail.parse import parse
from gyotaku.mail.received import read_hops
from gyotaku.mail.sender import read_sender
from gyotaku.model import Answer, AuthResult

RECEIVED = (
    b"Received: from mail.example.com (mail.example.com [203.0.113.5])\r\n"
    b"\tby mx.example.jp (Postfix) with ESMTPS id 1 for <hanako@example.jp>; Fri, 20 Nov 2026 12:00:00 +0900\r\n"
)
PATH = b"Return-Path: <news@example.com>\r\n"
BODY = (
    b"From: News <news@example.com>\r\nTo: hanako@example.jp\r\nSubject: lunch\r\n"
    b"Date: Fri, 20 Nov 2026 11:59:00 +0900\r\nMessage-ID: <1@example.com>\r\n\r\nAt noon?\r\n"
)
NAMES = {
    "example.com": {"TXT": ["v=spf1 ip4:203.0.113.0/24 -all"]},
    "mail.example.com": {"TXT": ["v=spf1 a -all"], "A": ["203.0.113.5"]},
    "_dmarc.example.com": {"TXT": ["v=DMARC1; p=reject"]},
    "sel._domainkey.example.com": {"TXT": [record(private_key())]},
}


def results(raw: bytes, zone: Zone | None = None) -> dict[str, AuthResult]:
    """Results by method; the first of DKIM's."""
    return {result.method: result for result in reversed(run(raw, zone or Zone(NAMES)))}


def run(raw: bytes, zone: Zone) -> tuple[AuthResult, ...]:
    mail = parse(raw)
    hops = read_hops(mail)

    async def go() -> tuple[AuthResult, ...]:
        return await authenticate(mail, hops, read_sender(mail), zone.ask, AT)

    return anyio.run(go)


def words(found: dict[str, AuthResult]) -> dict[str, str]:
    return {method: result.status for method, result in found.items()}


def test_honest_mail_passes() -> None:
    """The right address, a sound signature, aligned with From: pass, each recomputed and named."""
    found = results(PATH + RECEIVED + sign(BODY))
    assert words(found) == {"spf": "pass", "dkim": "pass", "arc": "none", "dmarc": "pass"}
    assert {r.origin for r in found.values()} == {"recomputed"}
    assert (found["spf"].domain, found["spf"].aligned) == ("example.com", True)
    assert (found["dkim"].domain, found["dkim"].aligned) == ("example.com", True)
    assert (found["dmarc"].domain, found["dmarc"].aligned) == ("example.com", True)


def test_forged_author_fails() -> None:
    """The phisher's own domain passes SPF, the forged author's policy is named, DMARC fails."""
    raw = PATH.replace(b"example.com", b"example.net") + RECEIVED + BODY
    zone = Zone({**NAMES, "example.net": {"TXT": ["v=spf1 ip4:203.0.113.5 -all"]}})
    found = results(raw, zone)
    assert words(found) == {"spf": "pass", "dkim": "none", "arc": "none", "dmarc": "fail"}
    assert found["spf"].aligned is False
    assert "p=reject published by example.com" in found["dmarc"].reason


def test_null_sender_is_judged_by_helo() -> None:
    """A bounce has no envelope sender: the HELO name stands in (RFC 7208 section 2.4)."""
    found = results(b"Return-Path: <>\r\n" + RECEIVED + BODY)
    assert (found["spf"].status, found["spf"].domain, found["spf"].aligned) == ("pass", "mail.example.com", True)


def test_no_trusted_address_is_not_guessed() -> None:
    """Without a hop of our own side SPF is unknown, and so is a DMARC result that hangs on it."""
    found = results(PATH + BODY)
    assert (found["spf"].status, found["dmarc"].status) == ("unknown", "unknown")
    assert "no server of the recipient's side" in found["spf"].reason
    assert words(results(PATH + sign(BODY)))["dmarc"] == "pass"


def test_envelope_not_recorded() -> None:
    """Without Return-Path the border's own note of the envelope counts; without that SPF is unknown."""
    assert results(RECEIVED + BODY)["spf"].status == "unknown"
    noted = b"Authentication-Results: mx.example.jp; spf=pass smtp.mailfrom=news@example.com\r\n"
    assert results(noted + RECEIVED + BODY)["spf"].status == "pass"


def test_offline_says_nothing() -> None:
    """When nobody was asked there are no results of our own at all."""
    assert run(PATH + RECEIVED + sign(BODY), Zone(skip=["*"])) == ()


def test_dns_that_is_down() -> None:
    """When no server answers everything that needed it is temperror; nothing turns into none or fail."""
    found = results(PATH + RECEIVED + sign(BODY), Zone(fail=["*"]))
    assert words(found) == {"spf": "temperror", "dkim": "temperror", "arc": "none", "dmarc": "temperror"}


def test_unsigned_tail_does_not_authenticate() -> None:
    """A genuine mail signed with ``l=`` and a phisher's text below it: policy, and no DMARC pass from it."""
    raw = PATH.replace(b"example.com", b"example.net") + RECEIVED + sign(BODY, length=True) + b"Pay here.\r\n"
    found = results(raw)
    assert (found["dkim"].status, found["dmarc"].status) == ("policy", "fail")
    assert "9 more follow" in found["dkim"].reason


@pytest.mark.parametrize(
    "fields",
    [
        b"From: admin@example.org\r\n",
        b"From: <other@example.com>\r\n",
        b"From : admin@example.org\r\n",
        b" From: admin@example.org\r\n",
    ],
)
def test_two_from_fields_never_pass(fields: bytes) -> None:
    """Whatever passes for whom: a mail with two authors is nobody's."""
    signed = sign(BODY)
    assert results(fields + PATH + RECEIVED + signed)["dmarc"].status == "permerror"


def test_forged_boundary_result_changes_nothing() -> None:
    """An Authentication-Results field the mail brought along is not the border's word."""
    forged = b"Authentication-Results: mx.example.jp; dkim=pass header.d=example.com; dmarc=pass\r\n"
    assert words(results(PATH + RECEIVED + forged + BODY))["dkim"] == "none"


def result(method: str, status: str, origin: str, domain: str | None = "example.com") -> AuthResult:
    blank = AuthResult("spf", status, domain, None, "recomputed", "")
    return replace(blank, method=method, origin=origin)  # type: ignore[arg-type]  # words of the rows below


@pytest.mark.parametrize(
    ("boundary", "recomputed", "count"),
    [
        (("dmarc", "pass"), ("dmarc", "fail"), 1),
        (("spf", "softfail"), ("spf", "pass"), 1),
        (("dkim", "pass"), ("dkim", "permerror"), 1),
        (("dkim", "pass"), ("dkim", "temperror"), 0),
        (("dkim", "pass"), ("dkim", "unknown"), 0),
        (("dkim", "temperror"), ("dkim", "pass"), 0),
        (("dkim", "pass"), ("dkim", "pass"), 0),
        (("dkim", "fail"), ("dkim", "permerror"), 0),
        (("spf", "pass"), ("dkim", "fail"), 0),
    ],
)
def test_disagreements(boundary: tuple[str, str], recomputed: tuple[str, str], count: int) -> None:
    """Pass against a refusal is a contradiction; a check nobody could make is none."""
    auth = (result(*boundary, "boundary"), result(*recomputed, "recomputed"))
    assert len(disagreements(auth)) == count
    assert disagreements(auth[:1]) == disagreements(auth[1:]) == ()


def test_disagreement_is_about_one_domain() -> None:
    """A second signature of another domain contradicts nothing."""
    auth = (result("dkim", "pass", "boundary"), result("dkim", "fail", "recomputed", "example.net"))
    assert disagreements(auth) == ()


def test_border_and_we_side_by_side() -> None:
    """The border let it pass, today's DNS would not: both results stand, and the difference is told."""
    border = b"Authentication-Results: mx.example.jp; spf=pass smtp.mailfrom=news@example.com; dmarc=pass\r\n"
    raw = PATH + border + RECEIVED.replace(b"203.0.113.5", b"198.51.100.9") + BODY
    mail = parse(raw)
    told = disagreements((*read_auth(mail, read_hops(mail)), *run(raw, Zone(NAMES))))
    assert [(d.boundary.method, d.boundary.status, d.recomputed.status) for d in told] == [
        ("spf", "pass", "fail"),
        ("dmarc", "pass", "fail"),
    ]


def test_questions_of_one_mail_are_counted() -> None:
    """An honest mail of the usual kind costs four questions."""
    zone = Zone(NAMES)
    run(PATH + RECEIVED + sign(BODY), zone)
    assert sorted(zone.asked) == [
        "TXT _dmarc.com",
        "TXT _dmarc.example.com",
        "TXT example.com",
        "TXT sel._domainkey.example.com",
    ]


def test_questions_are_asked_side_by_side() -> None:
    """SPF with includes in includes, DKIM and DMARC wait for three answers one after another, not for ten."""
    includes = {f"i{n}.example.com": {"TXT": [f"v=spf1 include:j{n}.example.com -all"]} for n in range(3)}
    nested = {f"j{n}.example.com": {"TXT": ["v=spf1 ip4:198.51.100.1 -all"]} for n in range(3)}
    top = {"TXT": ["v=spf1 include:i0.example.com include:i1.example.com include:i2.example.com -all"]}
    zone = Zone({**NAMES, **includes, **nested, "example.com": top})
    mail = parse(PATH + RECEIVED + sign(BODY))

    async def slow(source: str, subject: str) -> Answer[Any]:
        await anyio.sleep(0.1)
        return await zone.ask(source, subject)

    async def go() -> tuple[AuthResult, ...]:
        return await authenticate(mail, read_hops(mail), read_sender(mail), slow, AT)

    began = time.process_time()
    found = anyio.run(go)
    assert time.process_time() - began < 0.6
    assert [r.status for r in found] == ["fail", "pass", "none", "pass"]
    assert len(zone.asked) == len(set(zone.asked)) == 10


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.integers(0, 400))
def test_never_raises(noise: bytes, at: int) -> None:
    """Noise anywhere in a signed mail gives results or none, never an exception."""
    raw = PATH + RECEIVED + b"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.com; s=sel; b=AA\r\n" + sign(BODY)
    run(raw[:at] + noise + raw[at:], Zone(NAMES))
