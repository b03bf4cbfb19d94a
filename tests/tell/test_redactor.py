"""The redactor cuts the recipient in every form and leaves the rest."""

from __future__ import annotations

from gyotaku.model import Recipient
from gyotaku.tell.redactor import Redaction, Redactor

HANAKO = Recipient(("hanako@example.jp",), ("山田 花子",))


def test_an_address_becomes_the_placeholder_and_is_counted() -> None:
    """What was cut is told by kind, place and number, never by value."""
    redactor = Redactor(HANAKO)
    assert redactor.text("To: Hanako@Example.JP", "header:1") == "To: <recipient>"
    assert redactor.redactions() == (Redaction("address", "header:1", 1),)
