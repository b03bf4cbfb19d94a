"""The link leads to a bare IP address."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-ip-host"


def test_ip_host_however_written() -> None:
    """Dotted or as one number: a browser reads an IP address."""
    assert findings_of(mail(html='<a href="http://203.0.113.9/a">a</a>'), ID)
    assert findings_of(mail(html='<a href="http://3405803785/a">a</a>'), ID)


def test_honest_twin_router() -> None:
    """The manual's link to one's own router stays silent."""
    assert findings_of(mail(html='<a href="http://192.168.1.1/">設定画面</a>'), ID) == ()
