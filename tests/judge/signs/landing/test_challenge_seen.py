"""The page puts a gate before its content."""

from __future__ import annotations

from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "challenge-seen"


TURNSTILE = '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>'


def test_a_shut_gate() -> None:
    """A gate with nothing behind it is noted as shut: the content was not seen."""
    (finding,) = found(ID, landed(page(TURNSTILE)))
    assert (finding.strength, finding.facts["gate"], finding.facts["variant"]) == (Strength.NOTE, "turnstile", "shut")


def test_a_gate_beside_a_login() -> None:
    """A gate on a living page is noted by kind."""
    (finding,) = found(ID, landed(page(login(extra=TURNSTILE))))
    assert "variant" not in finding.facts


def test_honest_twin_plain_page_and_alert() -> None:
    """A page without a gate, and one that only says something, stay silent."""
    assert found(ID, landed(page(login()))) == ()
    assert found(ID, landed(page(login(extra="<script>alert('x')</script>")))) == ()


def test_dialogue_and_blank_page() -> None:
    """A dialogue that really came up, and an answer with nothing in it, are gates: what is behind was not seen."""
    (finding,) = found(ID, landed(page(login(), dialogs=(("confirm", "本人ですか"),))))
    assert finding.facts["gate"] == "confirm-shown"
    (finding,) = found(ID, landed(page("")))
    assert (finding.facts["gate"], finding.facts["variant"]) == ("blank", "shut")
