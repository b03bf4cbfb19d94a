"""A hand-built case like those the reports are for: a borrowed name, a redirect chain, a recipient in the link."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta, timezone

from gyotaku.model import (
    Address,
    Addressee,
    AuthResult,
    Body,
    BrandClaim,
    Dissection,
    Evidence,
    Finding,
    Header,
    Hop,
    Link,
    Mail,
    Part,
    Reason,
    Recipient,
    Section,
    Sender,
    Step,
    Strength,
    Subject,
    Token,
    Trail,
    Trust,
    Unknown,
    Verdict,
)

JST = timezone(timedelta(hours=9))
SENT = datetime(2025, 10, 8, 9, 12, tzinfo=JST)
WHO = "hanako@example.jp"
CODE = base64.b64encode(WHO.encode()).decode()
HOST = "update.domain-keiyaku.example"
URL = f"https://www.jump-mado.example/url.php?url=aHR0cHM6Ly9leGFtcGxl&to={CODE}"
SECOND = f"https://studio-nagare.example/tracking.php?id=3521&url=https://{HOST}/{WHO}"
THIRD = f"https://{HOST}/kagoya-portal/webmail.php?m={WHO}"
TEXT = f"""{WHO} 様

いつもカゴヤ・ジャパンをご利用いただき、ありがとうございます。

ご契約の属性ドメインは、2025年10月6日をもって満了となりました。
本日中に更新のお手続きがない場合、{WHO} のメールは止まります。

ドメイン契約の更新はこちら
{URL}

サービス: 属性ドメイン
お問い合わせ: support@kagoya.jp
サポートサイト: https://support.kagoya.jp/

カゴヤ・ジャパン サポートセンター
"""


def header(index: int, name: str, value: str) -> Header:
    return Header(index, name, f"{name}: {value}\r\n".encode("utf-8", "replace"), value)


def span(text: str, words: str) -> Evidence:
    """Evidence for the first place of ``words`` in the text; for the whole part when they are not in it."""
    at = text.find(words)
    if at < 0:
        return Evidence("part:1", words)
    return Evidence(f"part:1@{at}-{at + len(words)}", words)


def dissection(text: str = TEXT, subject: str = "サービス契約満了のお知らせ(ドメインメンテナンス)") -> Dissection:
    raw = ("Subject: x\r\n\r\n" + text).encode("utf-8", "replace")
    headers = (
        header(0, "Return-Path", "<info@maru-net.example>"),
        header(
            1, "Received", f"from new194 (mail.limousine-stand.example [203.0.113.62]) by mx.example.jp for <{WHO}>"
        ),
        header(2, "Received", "from localhost (unknown [198.51.100.7]) by new194"),
        header(3, "From", "カゴヤ・ジャパン サポートセンター <support@kagoya.jp>"),
        header(4, "Reply-To", "desk@maru-net.example"),
        header(5, "To", WHO),
        header(6, "Subject", f"[spam] {subject}"),
        header(7, "Date", "Wed, 08 Oct 2025 09:12:00 +0900"),
    )
    part = Part("1", "text/plain", "utf-8", "utf-8", None, None, None, raw, text, hashlib.sha256(raw).hexdigest())
    token = Token("address", CODE, ("base64",), "query:to")
    plain = Token("address", WHO, (), "query:m")
    links = (
        Link(0, URL, URL, "www.jump-mado.example", "jump-mado.example", URL, URL, "part:1", "text", (token,)),
        Link(
            1,
            "https://support.kagoya.jp/",
            "https://support.kagoya.jp/",
            "support.kagoya.jp",
            "kagoya.jp",
            "https://support.kagoya.jp/",
            "https://support.kagoya.jp/",
            "part:1",
            "text",
        ),
    )
    trails = (
        Trail(
            0,
            (
                Step(URL, "www.jump-mado.example", "jump-mado.example", "start", tokens=(token,)),
                Step(SECOND, "studio-nagare.example", "studio-nagare.example", "base64", tokens=(plain,)),
                Step(THIRD, HOST, "domain-keiyaku.example", "query:url", tokens=(plain,)),
            ),
            "offline",
        ),
        Trail(1, (Step("https://support.kagoya.jp/", "support.kagoya.jp", "kagoya.jp", "start"),), "offline"),
    )
    hops = (
        Hop(
            0,
            1,
            "new194",
            "mail.limousine-stand.example",
            "203.0.113.62",
            "mx.example.jp",
            "ESMTP",
            SENT,
            Trust.HANDED_OVER,
            "inferred",
            headers[1].value,
            WHO,
        ),
        Hop(
            1,
            2,
            "localhost",
            "",
            "198.51.100.7",
            "new194",
            "SMTP",
            SENT - timedelta(seconds=5),
            Trust.CLAIMED,
            "inferred",
            headers[2].value,
        ),
    )
    sender = Address("カゴヤ・ジャパン サポートセンター", "support", "kagoya.jp", headers[3].value)
    return Dissection(
        mail=Mail(raw, hashlib.sha256(raw).hexdigest(), headers, (part,)),
        subject=Subject(subject, "[spam]", 6),
        sender=Sender(
            sender.display,
            sender,
            (sender,),
            False,
            (Address("", "desk", "maru-net.example", ""),),
            "info@maru-net.example",
            None,
            None,
            3,
        ),
        recipient=Recipient((WHO,)),
        addressee=Addressee("address", f"{WHO} 様", span(text, f"{WHO} 様") if f"{WHO} 様" in text else None),
        body=Body(text, (Section("1", 0, len(text)),), (), None, False, "ja", "utf-8", "utf-8"),
        date=SENT,
        received_at=SENT,
        hops=hops,
        auth=(
            AuthResult("spf", "softfail", "maru-net.example", False, "boundary", "", 0, "mx.example.jp"),
            AuthResult("dkim", "none", None, None, "boundary", "", 0, "mx.example.jp"),
            AuthResult("dmarc", "none", "kagoya.jp", False, "boundary", "", 0, "mx.example.jp"),
        ),
        links=links,
        trails=trails,
        brands=(
            BrandClaim(
                "kagoya",
                "カゴヤ・ジャパン",
                "KAGOYA JAPAN",
                (Evidence("header:3", "カゴヤ・ジャパン"),),
                0.9,
                ("kagoya.jp",),
                ("kagoya.jp", "kagoya.com"),
            ),
        ),
        source="ファイル",
    )


def finding(sign: str, strength: Strength, *evidence: Evidence, **facts: str | int | float | bool | None) -> Finding:
    return Finding(sign, strength, evidence, facts)


def verdict(d: Dissection | None = None) -> Verdict:
    d = d or dissection()
    text = d.body.text
    found = (
        finding(
            "a-link", Strength.DECISIVE, Evidence("link:0", URL), host=HOST, brand="カゴヤ・ジャパン", brand_en="KAGOYA"
        ),
        finding("a-path", Strength.STRONG, Evidence("header:1", "new194"), helo="new194", ip="203.0.113.62"),
        finding(
            "a-deadline",
            Strength.STRONG,
            span(text, "2025年10月6日"),
            deadline="2025-10-06",
            sent="2025-10-08T09:12+09:00",
        ),
        finding(
            "a-threat", Strength.WEAK, span(text, f"本日中に更新のお手続きがない場合、{WHO} のメールは止まります。")
        ),
        finding("a-stamp", Strength.NOTE, Evidence("header:6", "[spam]"), stamp="[spam]"),
        finding(
            "a-counter", Strength.COUNTER, Evidence("link:1", "https://support.kagoya.jp/"), host="support.kagoya.jp"
        ),
    )
    return Verdict(
        "phishing",
        0.996,
        (Reason("a-link", 4.0), Reason("a-path", 2.0), Reason("a-deadline", 1.5), Reason("a-counter", -0.5)),
        found,
        (Unknown("world-not-asked", "offline"), Unknown("pages-not-visited", "no link was opened")),
        "2026-11",
    )
