"""Dissections with literal answers of the outside, for signs that read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from gyotaku.judge.look import sign
from gyotaku.model import Answer, Dissection, Finding, Listing, Place, Records, Registration, State
from gyotaku.testing import mail, print_of, received

NOW = datetime(2024, 11, 12, 1, 2, tzinfo=UTC)
"""The morning after the made-up mails came."""
OLD, NEW = datetime(2015, 3, 1, tzinfo=UTC), datetime(2024, 11, 1, tzinfo=UTC)
HOST = "www.eki-net-member.revapec.cn"
DOMAIN = "revapec.cn"
FRAUD = "えきねっと <info@faxohbr.cn>"
PAGE = f"https://{HOST}/login.php"


def lure(url: str = PAGE, sender: str = FRAUD, **more: Any) -> bytes:
    """A mail in the face of a railway's shop with one link."""
    html = f'<p>えきねっとの会員登録は<a href="{url}">こちら</a></p>'
    return mail(subject="【えきねっと】重要なお知らせ", sender=sender, html=html, **{"received": received(), **more})


def found(source: str, subject: str, value: Any, at: datetime = NOW) -> Answer[Any]:
    """FOUND."""
    return Answer(source, subject, State.FOUND, value, "", at)


def absent(source: str, subject: str, at: datetime = NOW) -> Answer[Any]:
    """ABSENT."""
    return Answer(source, subject, State.ABSENT, None, "", at)


def silent(source: str, subject: str) -> Answer[Any]:
    """UNKNOWN: asked, and nobody answered."""
    return Answer(source, subject, State.UNKNOWN, None, "no answer within 12 s", NOW)


def dns(rtype: str, name: str, *values: str) -> Answer[Any]:
    """DNS records."""
    return found(f"dns:{rtype}", name, Records(values, 300))


def registered(name: str, at: datetime | None = NEW, proxy: str | None = None, subject: str = "") -> Answer[Any]:
    """A registry's record."""
    known = Registration(name, at, None, None, "Example Registrar", proxy, proxy, (), (), ())
    return found("rdap:domain", subject or name, known)


def listing(source: str, subject: str, threat: str | None = None, reference: str | None = None) -> Answer[Any]:
    """A reputation source's word; without a threat, "not listed"."""
    return found(source, subject, Listing(threat is not None, threat, reference))


def place(ip: str, as_name: str = "EXAMPLE-NET", country: str | None = "CN", **more: Any) -> Answer[Any]:
    """The atlas's answer."""
    none = dict.fromkeys(("region", "city", "latitude", "longitude", "radius_km", "kind"))
    fields = {"asn": 64500, "data": "made up 2024-11", "licence": "none", **none, **more}
    return found("atlas:ip", ip, Place(ip=ip, as_name=as_name, country=country, **fields))


def case(raw: bytes, *answers: Answer[Any]) -> Dissection:
    """The dissection with these answers."""
    return replace(print_of(raw), intel=answers, gathered_at=NOW)


def seen(raw: bytes, sign_id: str, *answers: Answer[Any]) -> tuple[Finding, ...]:
    """What one sign finds; every finding's pointers lead to something."""
    d = case(raw, *answers)
    findings = tuple(sign(sign_id).look(d))
    for finding in findings:
        assert finding.evidence
        for evidence in finding.evidence:
            kind, _, number = evidence.pointer.partition(":")
            assert kind != "intel" or int(number) < len(d.intel)
    return findings
