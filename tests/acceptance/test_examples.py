"""The five examples: what a mail alone can tell is in the JSON, and no form of the recipient is in any format."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gyotaku.pipeline import dissect
from gyotaku.tell.reports import render

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ("kagoya-invoice", "kagoya-activemail", "kagoya-domain-expiry", "eki-net-account", "webmail-settings")


@cache
def told(name: str) -> dict[str, Any]:
    """The JSON report of an example."""
    report = json.loads(render(dissect((EXAMPLES / name / "mail.eml").read_bytes()), "json", "ja"))
    assert isinstance(report, dict)
    return report


def refanged(url: str) -> str:
    """A defanged address back in its own form."""
    return url.replace("hxxp", "http").replace("[.]", ".")


def hosts(report: dict[str, Any]) -> list[list[str]]:
    """Hosts of each link's steps, first to last."""
    return [
        [refanged(step["url"]).split("//", 1)[-1].split("/", 1)[0] for step in link["steps"]]
        for link in report["links"]
    ]


def signs(report: dict[str, Any]) -> set[str]:
    """Ids of all findings."""
    return {finding["id"] for finding in report["findings"]}


@pytest.mark.parametrize("name", NAMES)
def test_all_five_are_phishing(name: str) -> None:
    """Each example is called phishing, with at least one strong reason."""
    assert told(name)["verdict"]["label"] == "phishing", told(name)["verdict"]


def test_invoice() -> None:
    """The sender, the foreign host, and the deadline on the mail's own day."""
    report = told("kagoya-invoice")
    assert report["sender"]["address"] == "zhanghong@wlssmee.com"
    assert report["sender"]["display"] == "KAGOYAカスタマーサポート"
    assert report["brand"]["id"] == "kagoya"
    assert report["brand"]["sender_is_official"] is False
    assert report["origin"]["ip"] == "203.0.113.77"
    assert any(h[0].endswith(".ox1t.sbs") for h in hosts(report))
    assert any(link["carries_recipient"] for link in report["links"])
    assert signs(report) >= {"deadline-same-day"}


def test_activemail() -> None:
    """HELO and Message-ID at localhost, the address inside the host name, text without a charset label."""
    report = told("kagoya-activemail")
    assert report["sender"]["address"] == "support.center.Activemail@kagoya.jp"
    assert (report["origin"]["helo"], report["origin"]["ip"]) == ("localhost.localdomain", "121.50.46.57")
    assert report["brand"]["id"] == "kagoya"
    assert any(h[0] == "34-227-30-224.cprapid.com" for h in hosts(report))
    assert report["body"]["charset_as_labelled"] is None
    assert "カゴヤ・ジャパン株式会社" in report["body"]["text"]


def test_domain_expiry() -> None:
    """The stamp, three names for one sender, and the chain of three hosts."""
    report = told("kagoya-domain-expiry")
    assert report["subject"]["spam_stamp"] == "[spam]"
    assert report["subject"]["text"] == "サービス契約満了のお知らせ(ドメインメンテナンス)"
    assert report["origin"]["helo"] == "new194"
    assert report["origin"]["ptr"] == "executiveonelimousine.com"
    assert report["origin"]["ip"] == "104.219.238.62"
    assert report["addressee"]["kind"] == "address"
    chain = next(h for h in hosts(report) if h[0] == "www.ieliulanqi.net")
    assert chain[1] == "studyrama-emploi.com"
    assert chain[2].endswith(".reflexivesurface.com")
    assert signs(report) >= {"deadline-past"}


def test_eki_net() -> None:
    """The forged HELO, the foreign domain, the brand as a sub-domain."""
    report = told("eki-net-account")
    assert report["subject"]["spam_stamp"] == "[spam]"
    assert report["sender"]["address"] == "eki-net-update@faxohbr.cn"
    assert report["sender"]["message_id"] == "<20220325050734237121@faxohbr.cn>"
    assert report["brand"]["id"] == "eki-net"
    assert "eki-net.com" in report["brand"]["official_mail_domains"] + report["brand"]["official_web_domains"]
    assert (report["origin"]["helo"], report["origin"]["ptr"]) == ("amazon.server.co.jp", "")
    assert hosts(report) == [["www.eki-net-member.revapec.cn"]]


def test_webmail() -> None:
    """Reply-To at a third domain, no brand for the invented T3, the claimed hop below the boundary."""
    report = told("webmail-settings")
    assert report["sender"]["reply_to"] == "postmaster@aq.xyz"
    assert report["origin"]["ip"] == "83.142.144.104"
    assert report["brand"]["id"] is None
    assert [hop["trust"] for hop in report["hops"]] == ["handed-over", "claimed"]
    assert report["body"]["charset_as_labelled"] == "iso-2022-jp"
    assert "T3サービス" in report["body"]["text"]
    assert hosts(report) == [["chinonso.net"]]


ADDRESS = "hanako@example.jp"
FORMS = [
    b"hanako", b"example.jp", b"HANAKO", b"example%2ejp", b"hanako%40", b"68616e616b6f", "ｈａｎａｋｏ".encode(),
    *(base64.b64encode(b"x" * shift + ADDRESS.encode())[4 if shift else 0 : -4] for shift in range(3)),
    *(hashlib.new(h, ADDRESS.encode()).hexdigest().encode() for h in ("md5", "sha1", "sha256")),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["text", "json", "html", "markdown"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_of_the_recipient(name: str, form: str, lang: str) -> None:
    """No report of any example holds the recipient in a form we can name."""
    data = render(dissect((EXAMPLES / name / "mail.eml").read_bytes()), form, lang)
    assert [f for f in FORMS if f in data] == []
