"""The page was not there when we looked."""

from __future__ import annotations

import pytest
from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "page-closed"


@pytest.mark.parametrize(
    ("html", "status", "variant"),
    [
        ("<h1>404 Not Found</h1>", 404, "missing"),
        ("<h1>Account Suspended</h1>", 200, "suspended"),
        ("<title>Suspected phishing</title>", 200, "blocked"),
        ("<p>no</p>", 403, "refused"),
        ("<p>buy this domain</p>", 200, "parked"),
    ],
)
def test_noted_with_its_time(html: str, status: int, variant: str) -> None:
    """Each state is a note with the time of the look."""
    (finding,) = found(ID, landed(page(html, status=status)))
    assert (finding.strength, finding.facts["variant"]) == (Strength.NOTE, variant)
    assert finding.facts["at"] == "2026-09-01T10:02+00:00"


def test_honest_twin_alive() -> None:
    """A living page has nothing to say here."""
    assert found(ID, landed(page(login()), page("<h1>ようこそ</h1>"))) == ()
