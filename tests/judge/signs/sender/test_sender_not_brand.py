"""``sender-not-brand``: the key sign. The same words from the brand's own address stay silent."""

from __future__ import annotations

import pytest

from gyotaku.model import Finding, Strength
from gyotaku.testing import findings_of, mail

ID = "sender-not-brand"
SUBJECT = "【重要】アカウント削除(退会)完了のお知らせ【えきねっと】"
TEXT = "えきねっとをご利用いただきありがとうございます。24時間以内に下記より会員情報をご確認ください。"


def _find(sender: str, subject: str = SUBJECT, text: str = TEXT) -> tuple[Finding, ...]:
    return findings_of(mail(subject=subject, sender=sender, text=text), ID)


def test_name_of_the_brand_on_a_foreign_address() -> None:
    """Display name and address disagree: strong, with the facts a sentence needs."""
    (finding,) = _find("えきねっと <eki-net-update@faxohbr.cn>")
    assert finding.strength is Strength.STRONG
    assert finding.facts["domain"] == "faxohbr.cn"
    assert finding.facts["brand_en"] == "Eki-net"
    assert str(finding.facts["official"]).startswith("eki-net.com")
    assert finding.evidence[0].pointer.startswith("header:")


@pytest.mark.parametrize("domain", ["eki-net.com.member-qx.cn", "eki-net.co", "amazon.co.jp"])
def test_near_names_are_foreign_too(domain: str) -> None:
    """The brand's domain as a sub-domain of another, a shorter ending, another firm's domain."""
    assert [f.strength for f in _find(f"えきねっと <info@{domain}>")] == [Strength.STRONG]


def test_only_the_text_names_the_brand() -> None:
    """A nameless sender: strong when the subject is signed by the brand, else weak, with another sentence."""
    (finding,) = _find("info@qx-member.cn")
    assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, "text")
    (finding,) = _find("info@qx-member.cn", subject="えきねっとの会員情報について")
    assert (finding.strength, finding.facts["variant"]) == (Strength.WEAK, "text")
    (finding,) = _find("駅前旅行社 <info@ekimae.example.com>")
    assert finding.strength is Strength.WEAK


def test_list_headers_do_not_silence() -> None:
    """Anybody can write a List-Id."""
    raw = mail(
        subject=SUBJECT,
        sender="えきねっと <a@faxohbr.cn>",
        text=TEXT,
        headers=[
            ("List-Id", "<x.faxohbr.cn>"),
            ("List-Post", "<mailto:x@faxohbr.cn>"),
            ("List-Help", "<mailto:x@x.cn>"),
        ],
    )
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.STRONG]


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("えきねっと <info@eki-net.com>", SUBJECT, TEXT),
        ("えきねっと <info@mail3.apl01.eki-net.com>", SUBJECT, TEXT),
        (
            "三井住友カード <statement@contact.vpass.ne.jp>",
            "【重要】カードご利用制限のお知らせ",
            "三井住友カードです。",
        ),
        ("ANA Pay <payinfo@121.ana.co.jp>", "ご利用のお知らせ", "ANA Payをご利用いただきありがとうございます。"),
        ("田中 花子 <tanaka@example.com>", "明日の待ち合わせ", "駅前のカフェで10時にお願いします。"),
    ],
)
def test_honest_twin_is_silent(sender: str, subject: str, text: str) -> None:
    """The brand's own domain, a deep sub-domain of it, a mail domain that is not the web domain, a private person."""
    assert _find(sender, subject, text) == ()
