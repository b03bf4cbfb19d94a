"""``list-mail``: a mailing list whose envelope or signature fits."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "list-mail"
HEADERS = [
    ("List-Id", "Gardeners <garden.lists.example.net>"),
    ("List-Post", "<mailto:garden@lists.example.net>"),
    ("List-Help", "<mailto:garden-request@lists.example.net>"),
]


def test_list() -> None:
    """The envelope is the list's own."""
    raw = mail(headers=[("Return-Path", "<garden-bounces@lists.example.net>"), *HEADERS])
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["list"]) == (Strength.COUNTER, "garden.lists.example.net")


def test_twin_bare_headers_are_not_enough() -> None:
    """Without the envelope anyone can write them; and a newsletter's lone List-Id is no list."""
    assert findings_of(mail(headers=HEADERS), ID) == ()
    raw = mail(headers=[("Return-Path", "<b@lists.example.net>"), HEADERS[0]])
    assert findings_of(raw, ID) == ()
