"""Crypto money is promised, or a wallet has to be confirmed, behind a link."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "wallet-bait"


def test_wallet_to_confirm() -> None:
    """A wallet must be verified behind a link."""
    raw = mail(html='<p>Please verify your wallet.</p><a href="https://x.example.net/">Verify</a>')
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]


def test_honest_twins() -> None:
    """A lost purse; news about coins that wants nothing."""
    assert findings_of(mail(text="I found your wallet on the train."), ID) == ()
    raw = mail(html='<p>Bitcoin fell on Monday.</p><a href="https://news.example.net/">Read on</a>')
    assert findings_of(raw, ID) == ()
