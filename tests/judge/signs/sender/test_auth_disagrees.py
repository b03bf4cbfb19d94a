"""``auth-disagrees``: the receiving server's check and ours come to different ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.judge.signs.asked import lure

from gyotaku.judge.look import sign
from gyotaku.model import AuthResult, Finding, Strength
from gyotaku.testing import print_of

ID = "auth-disagrees"


def seen(theirs: str, status: str, domain: str = "faxohbr.cn", method: str = "spf") -> tuple[Finding, ...]:
    """The sign on a mail whose server noted ``theirs`` and for which we found ``status``."""
    d = print_of(lure(results=theirs))
    ours = AuthResult(method, status, domain, True, "recomputed", f"{method}={status}")  # type: ignore[arg-type]
    return tuple(sign(ID).look(replace(d, auth=(*d.auth, ours))))


@pytest.mark.parametrize(("theirs", "ours", "variant"), [("pass", "fail", "passed"), ("softfail", "pass", "failed")])
def test_a_plain_yes_against_a_plain_no(theirs: str, ours: str, variant: str) -> None:
    """Both are told, and it weighs nothing."""
    (finding,) = seen(f"spf={theirs} smtp.mailfrom=faxohbr.cn", ours)
    assert finding.strength is Strength.NOTE
    assert (finding.facts["theirs"], finding.facts["ours"], finding.facts["variant"]) == (theirs, ours, variant)


@pytest.mark.parametrize(
    ("theirs", "ours", "domain"),
    [
        ("pass", "pass", "faxohbr.cn"),
        ("pass", "temperror", "faxohbr.cn"),
        ("pass", "unknown", "faxohbr.cn"),
        ("none", "fail", "faxohbr.cn"),
        ("pass", "fail", "other.example"),
    ],
)
def test_honest_twin_is_silent(theirs: str, ours: str, domain: str) -> None:
    """Agreement, no answer, nothing checked, another domain's result."""
    assert seen(f"spf={theirs} smtp.mailfrom=faxohbr.cn", ours, domain) == ()
