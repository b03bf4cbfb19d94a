"""The letters of many texts as one stream, block-decoded at every alignment, for a single look at all of them."""

from __future__ import annotations

import binascii
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from gyotaku.tell.blocks import A16, DIGITS_32, LOWER_32, NOT_B32, NOT_B64, NOT_HEX, UPPER_32, URL_SAFE
from gyotaku.tell.layers import ROT13, Kept
from gyotaku.tell.secrets import DROPPED

_GAP = b"\xff" * 4
_FENCE, _HEX_FENCE, _FENCE_32 = b"/" * 8, b"f" * 8, b"7" * 16
"""Stand between the letters of two texts: they decode to bytes of all ones, at any alignment."""


class Stream(NamedTuple):
    """One reading of the letters, and whose they were."""

    data: bytes
    shift: int
    size: int
    letters: int
    """So many letters hold ``size`` bytes."""
    starts: list[int]
    owners: list[int]


class Streams:
    """All readings, joined for a single search."""

    __slots__ = ("_kept", "_starts", "_streams", "data")

    def __init__(self, letters: list[tuple[bytes, int]], digits: list[tuple[bytes, int]]) -> None:
        self._streams = [*_base64(letters), *_hexes(digits), *_base32(letters)]
        self._starts: list[int] = []
        at = 0
        for stream in self._streams:
            self._starts.append(at)
            at += len(stream.data) + len(_GAP)
        self.data = _GAP.join([stream.data for stream in self._streams])
        self._kept: Kept | None = None

    def owner(self, at: int) -> int:
        """Whose letters the byte at ``at`` was made of; for one that a fence shares in, the text before the fence."""
        index = bisect_right(self._starts, at) - 1
        _, shift, size, letters, starts, owners = self._streams[index]
        return owners[bisect_right(starts, shift + (at - self._starts[index]) * letters // size) - 1]

    def kept(self, index: int) -> int:
        """Where the ``index``-th byte of the squeezed data stood."""
        if self._kept is None:
            self._kept = Kept(self.data, DROPPED)
        return self._kept.at(index)


def _joined(pieces: list[bytes], owners: list[int], fence: bytes) -> tuple[bytes, list[int], list[int]]:
    starts: list[int] = []
    at = 0
    for piece in pieces:
        starts.append(at)
        at += len(piece) + len(fence)
    return fence.join(pieces) + fence, starts, owners * (len(pieces) // max(len(owners), 1))


def _base64(texts: list[tuple[bytes, int]]) -> Iterator[Stream]:
    """Four alignments of base64 and base64url, the letters as they are, ROT13'd, backwards and both."""
    if not texts:
        return
    plain = [text.translate(URL_SAFE, NOT_B64) for text, _ in texts]
    plain += [piece[::-1] for piece in plain]
    pieces = plain + [piece.translate(ROT13) for piece in plain]
    source, starts, owners = _joined(pieces, [owner for _, owner in texts], _FENCE)
    source += _FENCE
    for shift in range(4):
        part = source[shift : shift + (len(source) - shift) // 4 * 4]
        yield Stream(binascii.a2b_base64(part), shift, 3, 4, starts, owners)


def _hexes(texts: list[tuple[bytes, int]]) -> Iterator[Stream]:
    """Two alignments of hex digits, with or without signs between them."""
    if not texts:
        return
    turned = [text for text, _ in texts]
    turned += [text.translate(ROT13) for text in turned]
    turned += [text[::-1] for text in turned]
    pieces = [t.replace(b"0x", b"  ").replace(b"0X", b"  ").translate(None, NOT_HEX) for t in turned]
    source, starts, owners = _joined(pieces, [owner for _, owner in texts], _HEX_FENCE)
    for shift in range(2):
        part = source[shift : shift + (len(source) - shift) // 2 * 2]
        yield Stream(binascii.unhexlify(part), shift, 1, 2, starts, owners)


def _base32(texts: list[tuple[bytes, int]]) -> Iterator[Stream]:
    """Eight alignments of base32, of those texts in which it may stand."""
    joined = b"\n".join([text for text, _ in texts])
    if not any(A16 in t.translate(table) for t in (joined, joined.translate(ROT13)) for table in (UPPER_32, LOWER_32)):
        return
    pieces: list[bytes] = []
    owners: list[int] = []
    for text, owner in texts:
        rotated = text.translate(ROT13)
        for turned in (text, rotated, text[::-1], rotated[::-1]):
            if A16 in turned.translate(UPPER_32) or A16 in turned.translate(LOWER_32):
                pieces += [t.translate(DIGITS_32, NOT_B32) for t in (text, rotated, text[::-1], rotated[::-1])]
                owners += [owner] * 4
                break
    if not pieces:
        return
    fence = _FENCE_32.translate(DIGITS_32)
    source, starts, owners = _joined(pieces, owners, fence)
    for shift in range(8):
        part = source[shift : shift + (len(source) - shift) // 8 * 8]
        yield Stream(int(part, 32).to_bytes(len(part) * 5 // 8, "big"), shift, 5, 8, starts, owners)
