"""Pictures of pages for a report: drawn anew and small, so that nothing but pixels of the original is in them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable, Mapping

WIDTH = 560
"""Pixels: as wide as the report's text on a screen of usual density."""
HEIGHT = 1_400
"""What stands further down is cut off; logins stand at the top."""
MAX_BYTES = 150_000
"""Of one picture as stored in the report."""
MAX_PRINTS = 4
MAX_PIXELS = 60_000_000
"""Of the original; a page of 6 000 CSS pixels on a sharp phone has twelve million."""

Find = Callable[[str], bytes | None]
"""Hash -> the picture's bytes; ``None`` when it is not kept."""


def prints(hashes: Iterable[str | None], find: Find) -> Mapping[str, str]:
    """``data:`` URIs by hash, of the first few pictures that can be drawn. Never raises."""
    found: dict[str, str] = {}
    for digest in dict.fromkeys(h for h in hashes if h):
        data = find(digest)
        small = shrunk(data) if data else None
        if small and len(found) < MAX_PRINTS:
            found[digest] = "data:image/webp;base64," + base64.b64encode(small).decode("ascii")
    return found


def shrunk(picture: bytes) -> bytes | None:
    """The top of the picture as a small WebP; ``None`` for what cannot be drawn."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture)) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            drawn = image.convert("RGB")
    except Exception:  # decoders raise whatever they like
        return None
    if drawn.width > WIDTH:
        drawn = drawn.resize((WIDTH, max(1, drawn.height * WIDTH // drawn.width)), Image.Resampling.LANCZOS)
    drawn = drawn.crop((0, 0, drawn.width, min(drawn.height, HEIGHT)))
    for quality in (70, 45, 20):
        out = io.BytesIO()
        drawn.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    return None
