"""Perceptual and likeness hashes."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from tests.pages.captures import EXAMPLES

from gyotaku.pages.pictures import SAME_MARK, distance, phash, simhash

MARK = EXAMPLES / "kagoya-domain-expiry/world/pages/mark.png"
OTHER = EXAMPLES / "eki-net-account/world/pages/mark.png"


def _saved(image: Image.Image, kind: str, **more: int) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, kind, **more)
    return out.getvalue()


def test_a_mark_survives_copying() -> None:
    """Scaled, blurred and badly compressed, a mark stays the same mark; another firm's is far away."""
    original = phash(MARK.read_bytes())
    assert original is not None
    with Image.open(MARK) as image:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
    for copy in (
        _saved(white.resize((96, 25)), "JPEG", quality=30),
        _saved(white.resize((620, 160)).filter(ImageFilter.GaussianBlur(2)), "PNG"),
    ):
        seen = phash(copy)
        assert seen is not None
        assert distance(original, seen) <= SAME_MARK
    other = phash(OTHER.read_bytes())
    assert other is not None
    assert distance(original, other) > 2 * SAME_MARK


def test_blank_and_broken_pictures_have_no_hash() -> None:
    """A blank picture is like any other blank one, and bytes that are no picture are none."""
    assert phash(_saved(Image.new("RGB", (64, 64), "white"), "PNG")) is None
    assert phash(b"GIF89a") is None


@given(st.binary(max_size=300))
def test_never_raises(data: bytes) -> None:
    """Hostile pictures give a hash or none."""
    for head in (
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"\x00\x00\x01\x00",
    ):
        phash(head + data)


def test_near_texts_have_near_hashes() -> None:
    """A few changed words change few bits, another text changes half of them."""
    words = tuple(f"w{i}" for i in range(200))
    assert distance(simhash(words), simhash((*words[:-4], "a", "b", "c", "d"))) <= 8
    assert distance(simhash(words), simhash(tuple(f"v{i}" for i in range(200)))) > 16
    assert simhash(()) == 0
