"""The host name is written with letters made to be mistaken for others."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-lookalike"


def test_cyrillic_letters() -> None:
    """A Latin-looking name in Cyrillic letters is strong."""
    assert findings_of(mail(html='<a href="https://www.xn--80ak6aa92e.com/">a</a>'), ID)


def test_honest_twin_japanese_name() -> None:
    """A Japanese domain name stays silent."""
    assert findings_of(mail(html='<a href="https://日本語.jp/">a</a>'), ID) == ()
