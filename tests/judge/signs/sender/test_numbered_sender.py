"""The sender's address is numbered as machines number their throw-away addresses."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "numbered-sender"


def test_numbered_local_part_and_domain() -> None:
    """A name with a running number, and a domain with a customer number."""
    for sender, variant in (
        ("Anna <anna_smith_40213@news.example.com>", "local"),
        ("A <a@club-7720144.com>", "domain"),
    ):
        (finding,) = findings_of(mail(sender=sender), ID)
        assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, variant)


def test_honest_twin_person() -> None:
    """A person's year of birth at a free mailbox, a firm with a short number, a ticket system's plus sign."""
    for sender in ("taro_1985@gmail.com", "info@7andi.com", "support+id4711@example.com", "a@163.com"):
        assert findings_of(mail(sender=sender), ID) == ()
