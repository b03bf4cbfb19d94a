"""Codes drawn in pictures: what a phone's camera would read in them.

Read with zxing-cpp over Pillow, both loaded at the first picture that is large enough to hold a code. PDF pages are not
rendered.
"""

from __future__ import annotations

import io
import struct
from functools import lru_cache

MAX_BYTES = 6_000_000
"""Of one picture's file; codes in mails are below 200 kB, photographs reach 5 MB."""
MAX_PIXELS = 12_000_000
"""Of one picture: a phone's photograph. Decoding costs about 25 ns a pixel."""
MAX_PICTURES = 12
"""Pictures of one mail that are looked at."""
TOTAL_PIXELS = 24_000_000
"""Of one mail: about a second."""
MIN_SIDE = 42
"""Pixels: the smallest code has 21 modules a side (ISO/IEC 18004), and a camera needs two pixels a module."""
MAX_RATIO = 8
"""Width to height; rules and banners beyond it hold no square code."""
MAX_CODES = 8
"""Codes of one picture."""

_PNG = b"\x89PNG\r\n\x1a\n"


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, JPEG, BMP or WebP, from its header alone; ``None`` when it is none."""
    try:
        if data.startswith(_PNG):
            return _pair(">II", data[16:24])
        if data[:4] == b"GIF8":
            return _pair("<HH", data[6:10])
        if data[:2] == b"BM":
            width, height = _pair("<ii", data[18:26])
            return abs(width), abs(height)
        if data[:2] == b"\xff\xd8":
            return _jpeg_size(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp_size(data)
    except struct.error:
        return None
    return None


def _pair(form: str, data: bytes) -> tuple[int, int]:
    first, second = struct.unpack(form, data)
    return first, second


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(500):
        at = data.find(b"\xff", at)
        if at < 0 or at + 9 > len(data):
            return None
        marker = data[at + 1]
        if marker in {0xFF, 0x00, 0x01} or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
    if data[12:16] == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def could_hold_code(data: bytes) -> int:
    """Number of pixels of a picture worth looking at; 0 for what is too small, too long or too large."""
    if len(data) > MAX_BYTES:
        return 0
    size = size_of(data)
    if size is None:
        return 0
    width, height = size
    short, long = min(width, height), max(width, height)
    if short < MIN_SIDE or long > short * MAX_RATIO or width * height > MAX_PIXELS:
        return 0
    return width * height


@lru_cache(maxsize=8)
def read_codes(data: bytes) -> tuple[str, ...]:
    """The texts of the codes in a picture file, in the order found; ``()`` when there are none or it cannot be read."""
    if not could_hold_code(data):
        return ()
    from PIL import Image
    from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "GIF", "JPEG", "BMP", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return ()
            picture.draft("L", picture.size)  # a JPEG's colours are not even unpacked
            if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
                # A code drawn on nothing is seen on the reader's white page.
                drawn = picture if picture.mode in {"RGBA", "LA"} else picture.convert("RGBA")
                grey = Image.new("L", drawn.size, 255)
                grey.paste(drawn.convert("L"), mask=drawn.getchannel("A"))
            else:
                grey = picture.convert("L")
        # The square codes that phones open addresses from; bars of parcels and shops hold numbers. Data Matrix has no
        # finder that shows its turn, so it is looked for upright, a little tilted at most, and only when no
        # other is there: all ways would cost more than the other three kinds together.
        kinds = [BarcodeFormat.QRCode, BarcodeFormat.MicroQRCode, BarcodeFormat.Aztec]
        found = read_barcodes(grey, formats=BarcodeFormats(kinds)) or read_barcodes(
            grey, formats=BarcodeFormats([BarcodeFormat.DataMatrix]), try_rotate=False
        )
    except Exception:  # Pillow and zxing raise a dozen types on broken pictures; a broken picture holds no code
        return ()
    return tuple(code.text for code in found[:MAX_CODES] if code.text)
