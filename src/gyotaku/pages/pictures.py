"""Pictures as 64-bit hashes: likeness that survives scaling and re-encoding.

``phash`` is the common DCT hash (32 x 32 grey, DCT-II, the low 8 x 8 against their median, as the ImageHash library has
it), without that library's hundred megabytes of numerics. A hash of a *mark* (logo, favicon) can speak for a
brand; a hash of a whole page tells one kit from another and never a brand: login pages all look alike to it.
"""

from __future__ import annotations

import io
import math
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Drawn

MAX_PIXELS = 40_000_000
"""Of one picture; a screenshot of a long page on a phone has eight million."""
SIDE, LOW = 32, 8
SAME_MARK = 8
"""Bits of 64 in which two prints of one mark may differ (rescaled, re-encoded)."""
SAME_KIT = 6
"""Bits in which two screenshots of one kit may differ."""
MIN_CONTRAST = 12
"""Grey levels between darkest and lightest: a blank picture has a hash of noise."""


@cache
def _cosines() -> tuple[tuple[float, ...], ...]:
    """Rows of the DCT-II (unnormalised, as scipy's default), the low ones."""
    return tuple(tuple(2.0 * math.cos(math.pi * k * (2 * n + 1) / (2 * SIDE)) for n in range(SIDE)) for k in range(LOW))


def phash(picture: bytes) -> int | None:
    """64-bit perceptual hash of a PNG, JPEG, GIF, WebP or ICO file; ``None`` when it cannot be drawn or is blank.

    About 3 ms. Transparent parts count as white. Never raises.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture)) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            image.draft("L", (SIDE * 4, SIDE * 4))
            grey = _on_white(image).convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    except Exception:  # decoders of hostile pictures raise whatever they like
        return None
    pixels = grey.tobytes()
    if max(pixels) - min(pixels) < MIN_CONTRAST:
        return None
    return _hash(pixels)


def _on_white(image: Drawn) -> Drawn:
    """The picture with its transparent parts laid on white paper, as a page shows them."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        from PIL import Image

        full = image.convert("RGBA")
        paper = Image.new("RGBA", full.size, (255, 255, 255, 255))
        paper.alpha_composite(full)
        return paper
    return image


def _hash(pixels: bytes) -> int:
    cosines = _cosines()
    rows = [pixels[y * SIDE : (y + 1) * SIDE] for y in range(SIDE)]
    half = [[sum(c * p for c, p in zip(row_c, row, strict=True)) for row_c in cosines] for row in rows]
    low = [
        sum(c * half[y][x] for y, c in enumerate(cosines[v])) for v in range(LOW) for x in range(LOW)
    ]  # fmt: skip
    ordered = sorted(low)
    median = (ordered[31] + ordered[32]) / 2
    value = 0
    for coefficient in low:
        value = value << 1 | (coefficient > median)
    return value


def distance(one: int, other: int) -> int:
    """Bits in which two hashes differ."""
    return (one ^ other).bit_count()


@cache
def _lanes() -> tuple[int, ...]:
    """Each byte with its bits spread into lanes of 32, so that one addition counts eight of them."""
    return tuple(sum(1 << 32 * bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def simhash(features: tuple[str, ...]) -> int:
    """64-bit likeness hash of a bag of words (Charikar 2002): near texts differ in few bits. 0 for nothing."""
    import hashlib
    from collections import Counter

    lanes = _lanes()
    sums = [0] * 8
    total = 0
    for feature, count in Counter(features).items():
        weight = min(count, 8)
        total += weight
        digest = hashlib.blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest()
        for place, byte in enumerate(digest):
            sums[place] += lanes[byte] * weight
    value = 0
    for summed in sums:
        for bit in range(8):
            value = value << 1 | (2 * (summed >> 32 * bit & 0xFFFFFFFF) > total)
    return value
