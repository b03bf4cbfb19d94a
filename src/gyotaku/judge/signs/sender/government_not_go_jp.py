"""The sender calls itself a Japanese public office, and its address is not under go.jp or lg.jp."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, from_domain, of_from, sender_is_official
from gyotaku.model import Dissection, Finding, Sign, Strength

_OFFICES = (
    "国税庁",
    "国税局",
    "税務署",
    "e-Tax",
    "e-tax",
    "国税電子申告",
    "総務省",
    "財務省",
    "厚生労働省",
    "厚労省",
    "経済産業省",
    "国土交通省",
    "金融庁",
    "警察庁",
    "警視庁",
    "法務省",
    "デジタル庁",
    "マイナポータル",
    "マイナポイント",
    "日本年金機構",
    "ねんきんネット",
    "統計局",
    "国勢調査",
    "出入国在留管理庁",
    "最高裁判所",
    "税関",
    "都税事務所",
    "消費者庁",
    "消費生活センター",
)
_ENDINGS = (".go.jp", ".lg.jp", ".courts.go.jp")


def look(d: Dissection) -> Iterator[Finding]:
    """Only the From field's own words count: papers and advisers write about offices every day."""
    display, domain = d.sender.display, from_domain(d)
    if not display or not domain or ("." + domain).endswith(_ENDINGS):
        return
    office = next((name for name in _OFFICES if name in display), None)
    if office is None or sender_is_official(d):
        return
    strength = Strength.WEAK if domain.endswith((".or.jp", ".ed.jp", ".ac.jp")) and aligned_pass(d) else Strength.STRONG
    yield Finding("government-not-go-jp", strength, of_from(d), {"office": office, "domain": domain})


SIGN = Sign(
    id="government-not-go-jp",
    viewpoint="sender",
    benign="survey contractors and public foundations that write for an office from their own domain",
    look=look,
)
