"""Transfer encodings, whole and broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.transfer import decode_transfer


@pytest.mark.parametrize(
    ("encoding", "data", "content", "odd"),
    [
        ("", b"x", b"x", ()),
        ("8bit", b"x", b"x", ()),
        ("base64", b"aGVs\r\nbG8=\r\n", b"hello", ()),
        ("base64", b"aGVsbG8", b"hello", ("base64-broken",)),
        ("base64", b"aGVsbG8x!", b"hello1", ("base64-broken",)),
        ("base64", b"aGVsbA==aGVsbA==", b"hellhell", ("base64-broken",)),
        ("base64", b"a.G.V.s.b.G.8", b"hello", ("base64-broken",)),
        ("base64", b"this is, plainly, not it at all\n", b"this is, plainly, not it at all\n", ("base64-not",)),
        ("base64", b"", b"", ()),
        ("quoted-printable", b"a=E3=81=82=\r\nb", "aあb".encode(), ()),
        ("quoted-printable", b"a= \r\nb =ZZ", b"ab =ZZ", ()),
        ("quoted-printable", b"a=\rb\rc", b"ab\nc", ()),
        ("x-uuencode", b"begin 644 x\n#86)C\n`\nend\n", b"abc", ()),
        ("uuencode", b"nothing of it", b"nothing of it", ("uuencode-broken",)),
        ("8bit+", b"x", b"x", ("transfer-unknown",)),
        ("hexa", b"x", b"x", ("transfer-unknown",)),
        ("base645", b"aGVsbG8=", b"hello", ("transfer-unknown",)),
        ("x-quoted-printable", b"=41", b"A", ("transfer-unknown",)),
    ],
)
def test_decoding(encoding: str, data: bytes, content: bytes, odd: tuple[str, ...]) -> None:
    """What the readers that phish is written for would see, and what was odd on the way."""
    assert decode_transfer(encoding, data) == (content, odd)


@settings(deadline=None)
@given(st.sampled_from(["base64", "quoted-printable", "x-uuencode", "base64x", "?"]), st.binary(max_size=300))
def test_never_raises(encoding: str, data: bytes) -> None:
    """Any bytes under any encoding give bytes."""
    decode_transfer(encoding, data)


@settings(deadline=None)
@given(st.text("abcDEF012+/=-_ \r\n.!", max_size=200))
def test_base64_like_text_never_raises(text: str) -> None:
    """Wrecks of base64 give bytes."""
    decode_transfer("base64", text.encode())
