"""The host name is a heap of letters no one would choose."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-made-up-host"


def test_heap_of_letters_and_absurd_length() -> None:
    """Both kinds of made-up name are told apart."""
    heap = findings_of(mail(html='<a href="https://qkzxvbtm.example/">a</a>'), ID)
    long = findings_of(mail(html=f'<a href="https://{"responses1mail" * 4}.ox.example/">a</a>'), ID)
    assert [f.facts["variant"] for f in (*heap, *long)] == ["letters", "long"]


def test_honest_twin_real_names() -> None:
    """Names with many consonants that are words stay silent."""
    html = '<a href="https://www.schwarzkopf.example/">a</a><a href="https://www.lightspeed.example/">b</a>'
    assert findings_of(mail(html=html), ID) == ()
