"""Whose face a mail wears: rows of mails and the brand they claim, each kind with honest mail that claims none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.domains import parse_url, registrable
from gyotaku.judge.brands.recognise import MAX_CLAIMS, recognise
from gyotaku.model import Address, Body, BrandClaim, Link, Section, Sender, Step, Subject, Trail


def claims(
    subject: str = "",
    display: str = "",
    address: str = "info@example.com",
    text: str = "",
    urls: tuple[str, ...] = (),
    ends: tuple[str, ...] = (),
) -> tuple[BrandClaim, ...]:
    """The claims of a mail given by what the recogniser reads; ``ends`` = where the links lead when unwrapped."""
    local, _, domain = address.partition("@")
    known = Address(display, local, domain, address)
    sender = Sender(display, known, (known,), False, (), None, None, None, 1)
    body = Body(text, (Section("1", 0, len(text)),), (), None, False, None, None, None)
    links, trails = [], []
    for number, url in enumerate(urls):
        parsed = parse_url(url)
        assert parsed is not None
        home = registrable(parsed.host)
        links.append(Link(number, url, parsed.href, parsed.host, home, "", None, "part:1@0-1", "html"))
        end = parse_url(ends[number]) if number < len(ends) else parsed
        assert end is not None
        trails.append(Trail(number, (Step(end.href, end.host, registrable(end.host), "start"),), "offline"))
    return recognise(Subject(subject, None, 0), sender, body, tuple(links), tuple(trails))


def claimed(found: tuple[BrandClaim, ...]) -> str | None:
    """The brand the mail claims to be."""
    return next((claim.brand for claim in found if claim.score >= 0.5), None)


@pytest.mark.parametrize(
    ("brand", "subject", "display", "address", "text"),
    [
        ("eki-net", "【重要】えきねっとアカウントの自動退会処理について", "えきねっと", "a@faxohbr.example", ""),
        ("kagoya", "メールボックスの容量について", "KAGOYA アクセス監視担当", "x@kagoya.net", ""),
        ("kagoya", "契約更新のご案内", "カゴヤ・ジャパン", "a@example.net", "KAGOYA Internet Routing をご利用の皆様"),
        ("amazon", "お支払い方法の確認", "Аmazon.co.jp", "a@example.net", ""),
        ("amazon", "お支払い方法の確認", "A m a z o n", "a@example.net", ""),
        ("amazon", "プライム会員のお知らせ", "Ama\u200bzon", "a@example.net", ""),
        ("smbc-card", "ご利用確認のお願い", "三井住友カ一ド", "a@example.net", "三井住友銀行の口座をお持ちの方へ"),
        ("smbc", "【三井住友銀行】お取引の制限", "三井住友銀行", "a@example.net", "三井住友カードは別のページへ"),
        ("rakuten-card", "楽天カードから緊急のご連絡", "楽天カード株式会社", "a@example.net", "楽天ポイント 楽天市場"),
        ("paypay-bank", "【PayPay銀行】本人確認", "ＰａｙＰａｙ銀行", "a@example.net", ""),
        ("paypay-card", "ご請求のお知らせ", "PayPayカード株式会社", "a@example.net", ""),
        ("sbi-sec", "【重要】SBI証券システムによる確認", "", "a@example.net", ""),
        ("etc-meisai", "【重要】ETC利用照会サービスのお知らせ", "", "a@example.net", ""),
        ("etc-mileage", "還元額のお知らせ", "ETCマイレージサービス事務局", "a@example.net", ""),
        ("nta", "未納の税金について", "国税庁", "a@example.net", "e-Taxをご利用いただきありがとうございます"),
        ("yamato", "お荷物のお届けについて", "クロネコヤマト", "a@example.net", ""),
        ("mercari", "お支払い方法", "ﾒﾙｶﾘ", "a@example.net", ""),
        ("microsoft", "Microsoft account unusual signin activity", "Microsoft account team", "a@example.net", ""),
        ("netflix", "Update required", "support netflix", "a@example.net", ""),
        ("itau", "Saldo disponível", "Itaú", "a@example.net", ""),
        ("bradesco", "Seus pontos expiram", "Banco.Bradesco", "a@bradesco-prime.example", ""),
        ("trust-wallet", "Verify your wallet", "Trust WaIIet", "a@example.net", ""),
        ("metamask", "Your Cryрto is restricted", "ΜetаМаѕk", "a@example.net", ""),
        ("ledger", "Firmware update", "Ledger", "a@example.net", "Your wallet needs a recovery phrase check."),
        ("ana", "【ANA】マイルの有効期限", "ANA", "a@example.net", "ANAマイレージクラブ会員の皆様"),
        ("deutsche-bahn", "Gutschein", "Deutsche Bahn", "a@example.net", ""),
        ("la-poste", "Votre livraison", "LaPoste", "a@example.net", ""),
        ("amazon", "Gewinnen Sie", "Amazon Gutschein", "a@example.net", ""),
    ],
)
def test_the_face_the_mail_wears(brand: str, subject: str, display: str, address: str, text: str) -> None:
    """A mail that introduces itself as a brand claims that brand, however its name is drawn."""
    assert claimed(claims(subject, display, address, text)) == brand


@pytest.mark.parametrize(
    ("subject", "display", "address", "text"),
    [
        (
            "夏のキャンペーン",
            "例の書店",
            "news@example.com",
            "お支払いは Visa、Mastercard、JCB、Apple Pay、PayPay が使えます。",
        ),
        ("Weekly news", "The Example Post", "news@example.com", "Follow us on Facebook, Instagram, X and LinkedIn."),
        ("アンケートのお礼", "例の調査", "news@example.com", "抽選でAmazonギフト券が当たります。"),
        ("抽選でAmazonギフト券が当たる", "例の調査", "news@example.com", ""),
        ("Re: chase the bug in the ledger", "Chase Miller", "chase@example.com", "I will chase it. Chase"),
        ("Orange juice", "Norton Smith", "norton@example.com", "We met at the square. Wise words, box of targets."),
        ("Über uns", "Verein", "info@example.com", "über das Fest"),
        ("ガイドラインとオンライン講座", "例の大学", "info@example.com", "ラインを引く。ブレイクする。"),
        (
            "Re: [list] Outlook plugin",
            "Hanako",
            "hanako@example.com",
            "> The Outlook plugin fails with Microsoft Windows.",
        ),
        ("LNG market", "Energy desk", "info@example.com", "LNG prices and the DB, TD and BB figures"),
        ("会議の件", "花子", "hanako@example.com", "明日の三時に。iPhoneから送信"),
        ("打ち合わせ", "花子", "hanako@gmail.com", "Gmailでお送りします"),
        ("about the build", "hanako@outlook.com", "hanako@outlook.com", "the build fails"),
    ],
)
def test_a_mention_is_no_claim(subject: str, display: str, address: str, text: str) -> None:
    """Payment logos, footers, prizes, surnames, ordinary words and list talk claim no brand."""
    assert claimed(claims(subject, display, address, text)) is None


def test_a_foreign_host_that_carries_the_brand_is_a_ground() -> None:
    """A brand in the sub-domain or path of somebody else's host is told, with a pointer to the link."""
    found = claims("お知らせ", text="えきねっと", urls=("https://eki-net-member.revapec.example/login",))
    assert found[0].brand == "eki-net"
    assert "link:0" in {ground.pointer for ground in found[0].grounds}
    in_path = claims(text="KAGOYA", urls=("https://host.example/kagoya-net-customer-portal/webmail.php",))
    assert "kagoya" in {claim.brand for claim in in_path}


def test_the_end_of_an_unwrapped_link_is_read() -> None:
    """A brand that only the hidden target carries is still seen."""
    found = claims(urls=("https://redirect.example/?u=x",), ends=("https://rakuten-card-login.example/",))
    assert [claim.brand for claim in found] == ["rakuten-card"]


@pytest.mark.parametrize(
    "url",
    [
        "https://bucket.s3.amazonaws.com/file",
        "https://someone.github.io/page",
        "https://example.sharepoint.com/doc",
        "https://www.familytree.example/",
        "https://pineapple.example/",
    ],
)
def test_shared_hosts_and_ordinary_words_imitate_nobody(url: str) -> None:
    """A platform's own name in the host is not the mail's choice, and a word is a word."""
    assert claimed(claims(urls=(url,))) is None


def test_the_brands_own_mail_claims_its_own_brand() -> None:
    """A genuine mail wears its own face, and the catalogue knows its address and its links."""
    found = claims(
        "【速報版】カード利用のお知らせ(本人ご利用分)",
        address="info@mail.rakuten-card.co.jp",
        text="楽天カード会員様\nご利用ありがとうございます。\n楽天カード株式会社",
        urls=("https://r10.to/abc", "https://www.rakuten-card.co.jp/"),
    )
    assert claimed(found) == "rakuten-card"
    assert found[0].sends_from("mail.rakuten-card.co.jp")
    assert found[0].serves("r10.to")
    assert not found[0].serves("rakuten-card.example")


def test_a_borrowed_sender_yields_to_the_brand_the_words_name() -> None:
    """The subject speaks of a bank, the address is a shop's: the mail wears the bank's face."""
    found = claims(
        "【必ずお読みください】横浜銀行から重要なお知らせ", address="noreply@amazon.jp", text="横浜銀行です。"
    )
    assert claimed(found) == "yokohama-bank"


def test_a_newsletter_about_another_brand_wears_its_own_face() -> None:
    """The display name decides over the brand that the subject talks about."""
    found = claims("Amazonで使えるポイント", "楽天カード", "info@mail.rakuten-card.co.jp", "Amazonでのお買い物")
    assert claimed(found) == "rakuten-card"


def test_parents_domains_are_not_strangers_to_the_child() -> None:
    """iCloud's mail comes from apple.com: the claim knows the family's domains, its own first."""
    found = claims("Your storage is full", "iCloud", "noreply@email.apple.com", "iCloud storage")
    assert found[0].brand == "icloud"
    assert found[0].sends_from("email.apple.com")


def test_sender_services_come_with_the_claim() -> None:
    """A mailing service the brand is known to use is told with it."""
    found = claims("ワンタイムパスワード", "ろうきん", "a@otp-auth.net", "ろうきん")
    assert "otp-auth.net" in found[0].sender_services


def test_grounds_point_at_the_words() -> None:
    """Each ground can be looked up: header, body characters, link."""
    text = "ご案内…㈱例\u200b\nいつもえきねっとをご利用いただき"
    found = claims("【えきねっと】ご案内", "えきねっと", text=text, urls=("https://ekinet-login.example/",))
    pointers = {ground.pointer for ground in found[0].grounds}
    start = text.index("えきねっと")
    assert {"header:0", "header:1", "link:0", f"part:1@{start}-{start + 5}"} <= pointers
    assert all(ground.quote for ground in found[0].grounds)


def test_strongest_first_and_not_too_many() -> None:
    """A text that names everybody gives a short list, strongest first."""
    everyone = "、".join(
        [
            "Amazon",
            "楽天カード",
            "三井住友カード",
            "PayPay銀行",
            "メルカリ",
            "SBI証券",
            "Netflix",
            "DHL",
            "FedEx",
            "USPS",
        ]
    )
    found = claims(text=everyone)
    scores = [claim.score for claim in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= MAX_CLAIMS
    assert claimed(found) is None or scores[0] < 0.6


def test_an_empty_mail_claims_nothing() -> None:
    """Nothing in, nothing out."""
    assert claims(address="") == ()


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_scores_between_nought_and_one(text: str, subject: str, display: str) -> None:
    """No text raises, and every score is a share."""
    for claim in claims(subject, display, text=f"{text} Amazon {text}"):
        assert 0 < claim.score <= 1
        assert claim.grounds


@pytest.mark.parametrize("unit", ["amazon ", "カ", "a.", "amazonamazon", "© ", "【", "\u200b", "A m a "])
def test_cost_is_linear_in_hostile_text(unit: str) -> None:
    """A megabyte of the worst kind of text is read in well under a second."""
    text = unit * (1_000_000 // len(unit))
    claims("warm", text="up")
    start = time.process_time()
    claims(text[:100_000], text[:100_000], text=text)
    assert time.process_time() - start < 0.8
