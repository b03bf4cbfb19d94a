"""``other-firms-domain``: one brand's face, another firm's address."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "other-firms-domain"


def test_borrowed_domain() -> None:
    """A parcel firm's domain under an online shop's name."""
    raw = mail(
        subject="amazon.co.jp返金の確認",
        sender="Amazon.co.jp/ビジネス <no-reply-3nfD@kuronekoyamato.co.jp>",
        text="Amazonをご利用いただきありがとうございます。返金状況を確認 こちらから。",
    )
    (finding,) = findings_of(raw, ID)
    assert finding.strength is Strength.STRONG
    assert (finding.facts["domain"], finding.facts["brand_en"]) == ("kuronekoyamato.co.jp", "Amazon")
    assert finding.facts["owner_en"]


def test_twin_own_domain_is_silent() -> None:
    """The same words from the shop, and the parcel firm speaking of its own parcel."""
    raw = mail(subject="返金の確認", sender="Amazon.co.jp <account-update@amazon.co.jp>", text="Amazonの返金状況です。")
    assert findings_of(raw, ID) == ()
    raw = mail(
        subject="お荷物のお届け",
        sender="ヤマト運輸 <mail@kuronekoyamato.co.jp>",
        text="ヤマト運輸です。Amazonの荷物です。",
    )
    assert findings_of(raw, ID) == ()
