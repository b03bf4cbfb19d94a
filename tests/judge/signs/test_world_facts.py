"""``world_facts``: only answers that are answers, at the mail's own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.judge.signs.asked import DOMAIN, NOW, absent, case, lure, silent
from tests.judge.signs.asked import registered as record

from gyotaku.judge.signs.world_facts import age_days, answer, moment, not_registered, of_answer, registered


def test_silence_is_nothing() -> None:
    """UNKNOWN is neither found nor absent."""
    d = case(lure(), silent("rdap:domain", DOMAIN), silent("dns:A", DOMAIN))
    assert (answer(d, "rdap:domain", DOMAIN), registered(d, DOMAIN), not_registered(d, DOMAIN)) == (None, None, None)


def test_an_answer_of_another_case_is_never_given() -> None:
    """The same mail with other answers is another case."""
    d = case(lure(), record(DOMAIN))
    assert answer(d, "rdap:domain", DOMAIN) is not None
    assert answer(replace(d, intel=(absent("rdap:domain", "x.example"),)), "rdap:domain", DOMAIN) is None
    assert answer(replace(d, intel=()), "rdap:domain", DOMAIN) is None


def test_age_is_by_receipt_then_by_date_then_by_asking() -> None:
    """A Date of 2030 is not believed; a registration newer than the mail gives no age."""
    d = case(lure(), record(DOMAIN))
    assert age_days(d, DOMAIN) == 10
    unreceived = replace(d, received_at=None)
    assert moment(unreceived) == d.date
    future = replace(unreceived, date=datetime(2030, 7, 25, tzinfo=UTC))
    assert moment(future) == NOW
    later = case(lure(), record(DOMAIN, NOW + timedelta(days=30)))
    assert age_days(later, DOMAIN) is None


def test_evidence_names_who_said_what() -> None:
    """Pointer and quote."""
    d = case(lure(), silent("dns:A", "x"), record(DOMAIN))
    said = registered(d, DOMAIN)
    assert said is not None
    assert of_answer(d, said).pointer == "intel:1"
    assert of_answer(d, said).quote == f"rdap:domain {DOMAIN}: 2024-11-01, Example Registrar"
