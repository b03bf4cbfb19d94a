"""The page takes its pictures straight from the real brand's servers."""

from __future__ import annotations

from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "hot-linked-brand-assets"


LOGO = '<img src="https://www.eki-net.com/img/logo.png"><h1>えきねっと</h1>'


def test_borrowed_logo_beside_a_password() -> None:
    """The real logo, loaded from the real server, on a strange login is strong."""
    (finding,) = found(ID, landed(page(login("えきねっと", extra=LOGO))))
    assert (finding.strength, finding.facts["source"]) == (Strength.STRONG, "www.eki-net.com")


def test_weak_without_a_question() -> None:
    """Where nothing is asked, it is weak."""
    (finding,) = found(ID, landed(page(f"<title>えきねっと</title>{LOGO}")))
    assert finding.strength is Strength.WEAK


def test_honest_twin() -> None:
    """The brand's own page, and a shop that shows a firm's badge under its own name, stay silent."""
    assert found(ID, landed(page(login("えきねっと", extra=LOGO), url="https://www.eki-net.com/login"))) == ()
    badge = login("北山書店", extra='<h1>北山書店</h1><img src="https://www.eki-net.com/badge.png">')
    assert found(ID, landed(page(badge))) == ()
