"""The page already knows whom it was sent to."""

from __future__ import annotations

from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "prefilled-recipient"


FILLED = login().replace("<input id=i", '<input value="hanako@example.jp" id=i')


def test_weak_on_a_strange_login() -> None:
    """A login that opens with the visitor's address filled in, on a strange host, is weak; the address is not told."""
    (finding,) = found(ID, landed(page(FILLED)))
    assert (finding.strength, finding.facts["field"]) == (Strength.WEAK, "id")
    assert finding.evidence[0].pointer == "page:0/form:0"
    assert "hanako" not in repr(finding)


def test_honest_twin_preferences_of_the_senders_house() -> None:
    """The sender's own preference page is only a note, and an empty form is nothing."""
    (finding,) = found(
        ID, landed(page('<form><input name=m value="hanako@example.jp"></form>', url="https://example.com/p"))
    )
    assert finding.strength is Strength.NOTE
    assert found(ID, landed(page(login()))) == ()
