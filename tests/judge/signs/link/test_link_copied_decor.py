"""Genuine links of the brand stand round one link that leads elsewhere."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-copied-decor"
HTML = '<p>えきねっと</p><a href="https://revapec.example/x">ログイン</a><a href="https://www.eki-net.com/">公式</a>'


def test_one_foreign_link_among_real_ones() -> None:
    """The foreign link and the borrowed one are both shown."""
    (finding,) = findings_of(mail(sender="えきねっと <a@example.net>", html=HTML), ID)
    assert (finding.facts["host"], finding.facts["real"]) == ("revapec.example", "www.eki-net.com")


def test_honest_twin_only_real_links() -> None:
    """A mail with the brand's own links alone stays silent."""
    html = '<p>えきねっと</p><a href="https://www.eki-net.com/">公式</a>'
    assert findings_of(mail(sender="えきねっと <a@eki-net.com>", html=html), ID) == ()
