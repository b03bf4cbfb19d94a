"""A story of trouble with your account that ends in a link."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import moves
from gyotaku.judge.signs.proof import is_list_mail
from gyotaku.judge.signs.ways import ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Trouble (intrusion, failed payment, full mailbox), a demand, and a way to follow; weak by itself."""
    if not ways(d) or is_list_mail(d):
        return
    trouble = moves(d, "intrusion", "payment-trouble", "mailbox", "closure")
    if trouble and moves(d, "verify", "secret", "login"):
        facts = {"words": trouble[0].words, "variant": trouble[0].family.replace("-", "_")}
        yield Finding("account-trouble", Strength.WEAK, (trouble[0].evidence,), facts)


SIGN = Sign(
    id="account-trouble",
    viewpoint="body",
    benign="genuine alerts of banks, cards and shops",
    look=look,
)
