"""A page that asks for a secret, and around it menus and links that do nothing."""

from __future__ import annotations

from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "dead-controls"


DEAD = '<a href="#">a</a><a href="#">b</a><a href="javascript:void(0)">c</a><a href="/d">d</a>'
MENU = "<label>言語</label><select id=l><option>日本語<option>English</select>"


def test_a_stage_set() -> None:
    """Mostly dead links round a password are weak."""
    (finding,) = found(ID, landed(page(login(extra=DEAD))))
    assert (finding.strength, finding.facts["count"], finding.facts["links"]) == (Strength.WEAK, 3, 4)


def test_a_dead_menu_is_named() -> None:
    """A language menu without effect is told by its label."""
    (finding,) = found(ID, landed(page(login(extra=MENU))))
    assert finding.facts["menu"] == "言語"


def test_honest_twin() -> None:
    """Living links, a page that asks for nothing, and one run by script stay silent."""
    assert found(ID, landed(page(login(extra='<a href="/a">a</a><a href="#">b</a>')))) == ()
    assert found(ID, landed(page(DEAD + MENU))) == ()
    assert found(ID, landed(page(login(extra=DEAD + '<script src="/assets/app.1f.js"></script>')))) == ()
