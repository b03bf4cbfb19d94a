"""Every link goes by a service that hides where it leads."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "links-only-hidden"


def test_only_short_links() -> None:
    """Two short links and nothing else."""
    raw = mail(html='<a href="https://is.gd/a1">ここ</a><a href="https://t.co/b2">解除</a>')
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["host"]) == (Strength.WEAK, "is.gd")


def test_honest_twin_one_among_others() -> None:
    """A short link beside the shop's own stays silent."""
    raw = mail(html='<a href="https://is.gd/a1">地図</a><a href="https://hanaya.example.jp/">店</a>')
    assert findings_of(raw, ID) == ()
