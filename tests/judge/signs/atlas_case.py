"""A mail and what the atlas said of the machine that handed it over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from gyotaku.judge.look import sign
from gyotaku.model import Answer, Dissection, Finding, Place, State
from gyotaku.tell.words import words
from gyotaku.testing import mail, print_of, received

NOW = datetime(2026, 9, 20, tzinfo=UTC)
IP = "203.0.113.5"
NANJING = Place(
    IP, 146966, "China Telecom (CHINANET)", "CN", "Jiangsu", "Nanjing", 32.06, 118.76, 50, "hosting",
    "ip-location-db 2026-09-16; DB-IP City Lite 2026-09-01", "CC BY 4.0",
)  # fmt: skip


def case(place: Place | None, *more: Answer[Any], state: State = State.FOUND) -> Dissection:
    answer: Answer[Any] = Answer("atlas:ip", IP, state, place, "", NOW)
    raw = mail(text="https://login.example.net/a", received=received(ip=IP))
    return replace(print_of(raw), intel=(answer, *more))


def found(sign_id: str, d: Dissection) -> tuple[Finding, ...]:
    return tuple(sign(sign_id).look(d))


def sentence(finding: Finding, lang: str) -> str:
    return "".join(piece.text for piece in words(lang).finding(finding.sign, finding.facts)[1])
