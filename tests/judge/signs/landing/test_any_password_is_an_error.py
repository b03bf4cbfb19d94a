"""Made-up credentials were typed: what the page answered, and where they went."""

from __future__ import annotations

from dataclasses import replace

from tests.pages.captures import found, landed, login, page

from gyotaku.model import Dissection, Fact, Strength

ID = "any-password-is-an-error"


REFUSED: tuple[tuple[str, Fact], ...] = (("decoy-tries", 2), ("decoy-refused", 2), ("decoy-answer", "正しくありません"))


def tried(html: str, *notes: tuple[str, Fact]) -> Dissection:
    """A page on which decoy credentials were typed."""
    read = page(html)
    return landed(replace(read, notes=(*read.notes, *notes)))


def test_refused_in_a_brands_name() -> None:
    """Two made-up logins called wrong under a brand's face on a strange host are weak."""
    (finding,) = found(ID, tried(login("えきねっと", extra="<h1>えきねっと</h1>"), *REFUSED))
    assert (finding.strength, finding.facts["tries"]) == (Strength.WEAK, 2)
    assert finding.evidence[0].quote == "正しくありません"


def test_honest_twin_refused_is_what_honest_pages_do() -> None:
    """Without a brand's name a refusal is only noted."""
    (finding,) = found(ID, tried(login(), *REFUSED))
    assert (finding.strength, finding.facts["variant"]) == (Strength.NOTE, "plain")


def test_taken_and_asked_for_more() -> None:
    """A page that takes made-up credentials and asks for the card is strong."""
    (finding,) = found(ID, tried(login(), ("decoy-tries", 1), ("decoy-refused", 0), ("decoy-next", "card")))
    assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, "next")


def test_sent_to_a_stranger_or_bounced() -> None:
    """Credentials carried to a bot, and a bounce to the real site, are strong."""
    sent, bounced = ("decoy-sent", "messenger api.telegram.org"), ("decoy-bounced", "www.eki-net.com")
    for note, variant in ((sent, "sent"), (bounced, "bounced")):
        (finding,) = found(ID, tried(login(), ("decoy-tries", 1), ("decoy-refused", 0), note))
        assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, variant)


def test_honest_twin_nothing_was_tried() -> None:
    """Without a try nothing is said."""
    assert found(ID, landed(page(login()))) == ()
