"""Invisible characters cut words in two."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "invisible-characters"


def test_cut_words() -> None:
    """A zero-width space inside a word."""
    (finding,) = findings_of(mail(text="メ\u200bルカリ事務局です"), ID)
    assert str(finding.facts["code"]).startswith("U+200B")


def test_honest_twin_filled_preview() -> None:
    """Invisible filler between spaces, as preview lines have it, stays silent."""
    assert findings_of(mail(html="<p>こんにちは" + "&zwnj;&nbsp;" * 40 + "</p>"), ID) == ()
