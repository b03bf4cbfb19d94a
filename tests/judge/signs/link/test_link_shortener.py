"""The link hides its target behind a public short-link service."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-shortener"


def test_public_shortener() -> None:
    """A public short link is told."""
    (finding,) = findings_of(mail(html='<a href="https://tinyurl.com/abc">a</a>'), ID)
    assert finding.facts["host"] == "tinyurl.com"


def test_honest_twin_own_short_link() -> None:
    """A firm's own short-link host stays silent."""
    assert findings_of(mail(html='<a href="https://r10.to/abc">a</a>'), ID) == ()
