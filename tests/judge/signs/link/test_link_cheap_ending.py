"""The link ends in a name that costs next to nothing and is dropped as fast."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-cheap-ending"


def test_cheap_ending() -> None:
    """.sbs and the like are told."""
    (finding,) = findings_of(mail(html='<a href="https://abc.sbs/">a</a>'), ID)
    assert finding.facts["ending"] == "sbs"


def test_honest_twin_usual_ending() -> None:
    """.com and .co.jp stay silent."""
    assert findings_of(mail(html='<a href="https://www.example.co.jp/">a</a>'), ID) == ()
