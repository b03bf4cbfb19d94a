"""``provider-mismatch``: a hosting firm's notice from another firm's network."""

from __future__ import annotations

from tests.judge.signs.asked import lure, place, seen, silent

from gyotaku.model import Strength
from gyotaku.testing import mail, received

ID, IP = "provider-mismatch", "121.50.46.57"
TEXT = "カゴヤ・ジャパンをご利用いただきありがとうございます。カゴヤ・ジャパン サポートセンター"


def notice(ptr: str = "unknown", results: str | None = None) -> bytes:
    """A notice in the face of a hosting firm."""
    return mail(
        subject="【重要】カゴヤ・ジャパンからのお知らせ",
        sender="カゴヤ・ジャパン <support@kagoya.jp>",
        text=TEXT,
        received=received(ip=IP, ptr=ptr),
        results=results,
    )


def test_the_first_seeds_case() -> None:
    """A notice of KAGOYA from Tsukaeru.net's network."""
    (finding,) = seen(notice(), ID, place(IP, "TSUKAERUNET Tsukaeru.net", "JP"))
    assert (finding.strength, finding.facts["as_name"]) == (Strength.WEAK, "TSUKAERUNET Tsukaeru.net")


def test_honest_twin_is_silent() -> None:
    """Its own network, a proven sender, a mailing service, a brand that runs no network, no answer."""
    assert seen(notice(), ID, place(IP, "KAGOYA KAGOYA JAPAN Inc.", "JP")) == ()
    proven = notice(results="dmarc=pass header.from=kagoya.jp")
    assert seen(proven, ID, place(IP, "AMAZON-02", "US")) == ()
    assert seen(notice(ptr="a8-31.smtp-out.amazonses.com"), ID, place(IP, "AMAZON-02", "US")) == ()
    assert seen(lure(), ID, place("203.0.113.5", "EXAMPLE-NET")) == ()
    assert seen(notice(), ID, silent("atlas:ip", IP)) == ()
