"""The link goes over http, unencrypted."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "link-plain-http"


def test_plain_http() -> None:
    """An http link of an unproven sender is weak."""
    assert [f.strength for f in findings_of(mail(html='<a href="http://example.net/a">a</a>'), ID)] == [Strength.WEAK]


def test_honest_twin_https() -> None:
    """An https link stays silent."""
    assert findings_of(mail(html='<a href="https://example.net/a">a</a>'), ID) == ()
