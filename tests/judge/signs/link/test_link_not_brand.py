"""The mail wears a brand's face and its link leads to somebody else."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail, received

ID = "link-not-brand"
BRAND = "えきねっと <info@eki-net.com>"


def test_foreign_host_under_a_brands_name() -> None:
    """A button of えきねっと that leads to a .cn host is strong."""
    raw = mail(sender="えきねっと <a@faxohbr.cn>", html='<p>えきねっと</p><a href="https://revapec.cn/x">ログイン</a>')
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["host"]) == (Strength.STRONG, "revapec.cn")


def test_honest_twin_links_home() -> None:
    """The brand's own mail with its own links and a social footer stays silent."""
    html = '<p>えきねっと</p><a href="https://www.eki-net.com/top">予約</a><a href="https://twitter.com/x">X</a>'
    assert findings_of(mail(sender=BRAND, html=html), ID) == ()


def test_honest_twin_proven_partner_link_is_a_note() -> None:
    """A proven mail of the brand with a partner's link is noted, not weighed."""
    raw = mail(
        sender=BRAND,
        html='<p>えきねっと</p><a href="https://hotel.example.com/">宿</a>',
        received=received(),
        results="dkim=pass header.d=eki-net.com; dmarc=pass header.from=eki-net.com",
    )
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.NOTE]
