"""The same link shows one visitor a demand for secrets and another something else."""

from __future__ import annotations

import pytest
from tests.pages.captures import found, landed, login, page

from gyotaku.model import Page, Strength

ID = "cloaking"


def seen(persona: str, html: str = "<p>hello</p>", url: str = "https://login.evil.example/", status: int = 200) -> Page:
    """What a persona was shown."""
    return page(html, url=url, status=status, persona=persona)


PHONE = seen("phone-ja", login())


@pytest.mark.parametrize(
    ("other", "strength"),
    [
        (seen("desktop-ja", "<h1>404 Not Found</h1>", status=404), Strength.STRONG),
        (seen("abroad", url="https://www.google.com/"), Strength.STRONG),
        (seen("abroad", status=403), Strength.WEAK),
        (seen("plain", status=404), Strength.NOTE),
    ],
)
def test_differences_that_matter(other: Page, strength: Strength) -> None:
    """Another house or a missing page is strong, a shut door weak, a machine turned away a note."""
    (finding,) = found(ID, landed(PHONE, other))
    assert (finding.strength, finding.facts["persona"]) == (strength, "phone-ja")
    assert [e.pointer for e in finding.evidence] == ["page:0", "page:1"]


@pytest.mark.parametrize(
    "other",
    [
        seen("desktop-ja", login("同じ")),
        seen("desktop-ja", login(), url="https://m.login.evil.example/"),
        seen("desktop-ja", url="https://www.evil.example/"),
    ],
)
def test_honest_twin(other: Page) -> None:
    """The same form in another dress, a mobile host, a portal of the same house: nothing that matters."""
    assert found(ID, landed(PHONE, other)) == ()


def test_honest_twin_one_look() -> None:
    """One look compares with nothing."""
    assert found(ID, landed(PHONE)) == ()
