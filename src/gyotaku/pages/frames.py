"""Pages inside the page: what an ``<iframe>`` shows is what the reader sees and types into."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urljoin

from gyotaku.pages.capture import Capture
from gyotaku.pages.document import Document, attribute, is_hidden, read_document

MAX_FRAMES = 5
MAX_FRAME = 1_000_000
"""Characters of a frame written out in an attribute."""


class Frame(NamedTuple):
    """One page inside the page."""

    document: Document
    url: str
    """Where its relative addresses start from: its own address, the outer page's for one that is written out."""


def read_frames(document: Document, capture: Capture, url: str) -> tuple[Frame, ...]:
    """The frames that the browser had open, then those written out in the markup; the hidden ones left out."""
    frames = [Frame(read_document(html), where) for where, html in capture.frames[:MAX_FRAMES]]
    if frames:
        return tuple(frames)
    for node in document.css("iframe[srcdoc], iframe[src], embed[src], object[data]")[: 4 * MAX_FRAMES]:
        if is_hidden(node):
            continue
        source = attribute(node, "src") or attribute(node, "data")
        if node.tag == "iframe" and attribute(node, "srcdoc"):
            html = attribute(node, "srcdoc")[:MAX_FRAME].encode("utf-8", "replace")
        elif source[:14].lower() == "data:text/html":
            html = _from_data(source[:MAX_FRAME])
        else:
            continue
        frames.append(Frame(read_document(html), url))
    return tuple(frames[:MAX_FRAMES])


def _from_data(source: str) -> bytes:
    """Content of a ``data:`` URL (RFC 2397); ``b""`` when it cannot be read."""
    head, _, body = source.partition(",")
    plain = unquote_to_bytes(body)
    if ";base64" not in head.lower():
        return plain
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def relative_to(frame: Frame) -> str:
    """What the frame's relative addresses start from."""
    node = frame.document.tree.css_first("base[href]")
    try:
        return urljoin(frame.url, attribute(node, "href")[:2_000]) if node is not None else frame.url
    except ValueError:
        return frame.url
