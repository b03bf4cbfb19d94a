"""Crypto money is promised, or a wallet has to be confirmed, behind a link."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import moves
from gyotaku.judge.signs.proof import is_list_mail, sender_is_official
from gyotaku.judge.signs.ways import ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Coins, and a demand or a gift: what is typed in behind such a link is gone for ever."""
    if is_list_mail(d) or sender_is_official(d) or not ways(d):
        return
    coins = moves(d, "wallet")
    if not coins:
        return
    wants = moves(d, "verify", "prize", "secret", "closure", "hurry")
    if wants:
        evidence = (coins[0].evidence, wants[0].evidence)
        yield Finding("wallet-bait", Strength.WEAK, evidence, {"words": coins[0].words, "wants": wants[0].words})


SIGN = Sign(
    id="wallet-bait",
    viewpoint="body",
    benign="newsletters of exchanges and of people who write about coins",
    look=look,
)
