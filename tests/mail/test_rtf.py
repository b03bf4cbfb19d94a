"""Outlook's RTF: decompressed, and its HTML taken out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.rtf import decompress, read_rtf


def test_the_specifications_own_examples() -> None:
    """[MS-OXRTFCP] section 3.1.1 and 3.1.2."""
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert decompress(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_uncompressed_and_nonsense() -> None:
    """The MELA form is plain; anything else is nothing."""
    assert decompress(b"\x00" * 8 + b"MELA" + b"\x00" * 4 + b"{\\rtf1 x}") == b"{\\rtf1 x}"
    assert decompress(b"junk") == b""
    assert decompress(b"\x00" * 64) == b""


ENCAPSULATED = (
    rb"{\rtf1\ansi\ansicpg932\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 \'8f\'64\'97\'76 \u12362\'82\'a8 {\*\htmltag84 <a href=\"https://example.net/\">}"
    rb"here{\*\htmltag92 </a>}\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}\htmlrtf\par\htmlrtf0}"
)


def test_html_is_taken_out() -> None:
    """Tags, text in the code page, Unicode escapes; what stands only for RTF readers stays out."""
    text, html = read_rtf(ENCAPSULATED)
    assert html
    assert '<a href="https://example.net/">here</a>' in text
    assert text.startswith("<p>重要 お")
    assert text.endswith("</p>")
    assert "Arial" not in text


def test_plain_rtf_gives_text() -> None:
    """Without HTML in it the text is what a reader sees."""
    assert read_rtf(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard one\par two\tab three\{x\}}") == (
        "one\r\ntwo\tthree{x}",
        False,
    )


@pytest.mark.parametrize("piece", [b"{", b"}", b"\\'", b"\\u99999 ", b"\\bin9999999999 ", b"\\\\", b"a" * 33])
def test_size_does_not_hurt(piece: bytes) -> None:
    """A megabyte of any token ends."""
    read_rtf(b"{\\rtf1 " + piece * (300_000 // len(piece)))


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_never_raises(data: bytes) -> None:
    """Any bytes, compressed or not."""
    read_rtf(data)
    decompress(b"\x00" * 8 + b"LZFu" + b"\x00" * 4 + data)
