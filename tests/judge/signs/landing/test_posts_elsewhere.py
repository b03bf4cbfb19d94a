"""What is typed goes to another house than the page stands in."""

from __future__ import annotations

from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "posts-elsewhere"


def test_strong_in_a_brands_name() -> None:
    """A brand's face on a strange host that posts to a third house is strong."""
    d = landed(page(login("えきねっと", "https://drop.example.net/p.php", "<h1>えきねっと</h1>")))
    (finding,) = found(ID, d)
    assert (finding.strength, finding.facts["target"]) == (Strength.STRONG, "drop.example.net")


def test_weak_without_a_brand() -> None:
    """A nameless login kept by another firm is weak."""
    (finding,) = found(ID, landed(page(login(action="https://members.example.net/login"))))
    assert finding.strength is Strength.WEAK


def test_honest_twin_posts_home() -> None:
    """A login that posts to its own host or domain stays silent."""
    assert found(ID, landed(page(login()))) == ()
    assert found(ID, landed(page(login(action="https://auth.evil.example/")))) == ()


def test_honest_twin_known_firm_and_newsletter() -> None:
    """A known firm that takes the login, and a newsletter form to a mailing service, stay silent."""
    assert found(ID, landed(page(login(action="https://accounts.google.com/signin")))) == ()
    html = '<form action="https://list.example.net/add"><input type=email name=m></form>'
    assert found(ID, landed(page(html))) == ()
