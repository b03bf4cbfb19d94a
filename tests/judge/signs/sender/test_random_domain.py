"""``random-domain``: throw-away names by looks or ending."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "random-domain"


def test_jumbled_letters() -> None:
    """A name no one would choose."""
    (finding,) = findings_of(mail(sender="a@qkzxvbtm.com"), ID)
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, "letters")


def test_favoured_ending_under_a_brand() -> None:
    """An ending frauds favour, in a brand's name."""
    raw = mail(sender="えきねっと <info@member-news.top>", subject="えきねっと", text="えきねっとからのお知らせ")
    (finding,) = findings_of(raw, ID)
    assert (finding.facts["variant"], finding.facts["ending"]) == ("ending", ".top")


@pytest.mark.parametrize(
    "sender",
    [
        "a@viewsnet.jp",
        "a@mail.01epos.jp",
        "花屋 <shop@hanaya.shop>",
        "a@docomo.ne.jp",
        "a@xn--wgv71a.jp",
        "a@mpse.jp",
    ],
)
def test_twin_honest_domain_is_silent(sender: str) -> None:
    """Brands' odd names, a real shop under .shop, a carrier, a Japanese name, a mailing service."""
    assert findings_of(mail(sender=sender, text="春の花のご案内"), ID) == ()
