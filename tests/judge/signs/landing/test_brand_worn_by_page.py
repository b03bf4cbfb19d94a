"""The page wears a brand's face away from the brand's own sites."""

from __future__ import annotations

from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "brand-worn-by-page"


FACE = "<title>えきねっと</title><h1>えきねっと</h1><footer>© えきねっと</footer>"
SENDER = "えきねっと <a@faxohbr.cn>"


def test_weak_when_the_mail_says_the_same() -> None:
    """The face of the brand that the mail claims, on a strange host, is weak while nothing is asked."""
    (finding,) = found(ID, landed(page(FACE), sender=SENDER))
    assert finding.strength is Strength.WEAK
    assert finding.evidence[0].pointer == "page:0"


def test_note_beside_a_louder_sign() -> None:
    """Where secrets are asked for, it only tells the grounds."""
    (finding,) = found(ID, landed(page(FACE + login("えきねっと")), sender=SENDER))
    assert finding.strength is Strength.NOTE


def test_note_for_software() -> None:
    """Webmail software's face says nothing of the owner."""
    (finding,) = found(ID, landed(page(login("Active! mail"))))
    assert (finding.strength, finding.facts["variant"]) == (Strength.NOTE, "software")


def test_honest_twin_at_home_and_mentioned() -> None:
    """The brand's own site, and an article that mentions it, stay silent."""
    assert found(ID, landed(page(FACE, url="https://www.eki-net.com/"), sender=SENDER)) == ()
    article = "<title>北山の日記</title><h1>旅のこと</h1><p>えきねっとで切符を買いました。</p>"
    assert found(ID, landed(page(article), sender=SENDER)) == ()
