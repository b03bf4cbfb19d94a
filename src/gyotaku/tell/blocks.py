"""Block codes: base64, base32, hex and what is deflated inside them, read as one stream at every alignment.

A blob need not begin where we think it does, may be glued to its neighbours, broken over lines, ROT13'd or reversed:
all letters of a text that a code can be made of are taken as one stream, and the stream is decoded at each of the
code's alignments. Whatever the secret's alignment is, one of the readings holds it; the rest is noise.
"""

from __future__ import annotations

import binascii
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial

from gyotaku.tell.layers import MARK, ROT13, TURNS, Kept, Layer, Span

MAX_INFLATED = 1 << 16
"""Bytes read from a compressed stretch: an address in it stands in a query string, not behind a bomb."""
MAX_INFLATES = 32
MIN_READABLE = 10
"""Characters of readable text in a row before decoded bytes are looked into again. In random bytes every 20,000th
position begins such a run; shorter runs hold nothing that the patterns do not find directly."""

_B64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_HEX = b"0123456789abcdefABCDEF"
_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567"
URL_SAFE = bytes.maketrans(b"-_", b"+/")
DIGITS_32 = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abcdefghijklmnopqrstuvwxyz",
    b"0123456789abcdefghijklmnopqrstuv0123456789abcdefghijklmnop",
)


_BREAKS = {
    "base64": re.compile(rb"[^A-Za-z0-9+/_\s\\-]"),
    "hex": re.compile(rb"[^0-9a-fA-F:%\\, xX\r\n\t;.-]"),
    "base32": re.compile(rb"[^A-Za-z2-7\s]"),
}
"""Signs that end a blob; white space does not, it breaks lines."""


def _but(kept: bytes) -> bytes:
    return bytes(c for c in range(256) if c not in kept)


NOT_B64, NOT_HEX, NOT_B32 = _but(_B64), _but(_HEX), _but(_B32)
ALNUM_RUN = bytes(97 if chr(c).isalnum() and c < 128 else 32 for c in range(256))
B64_RUN = bytes(97 if c in _B64 else 32 for c in range(256))
HEX_RUN = bytes(104 if c in _HEX else 32 for c in range(256))
ROT_HEX_RUN = bytes(104 if c in b"0123456789nopqrsNOPQRS" else 32 for c in range(256))
HEX_BETWEEN = b":-, xXkK\r\n\t;."
"""Signs between the bytes of a hex dump, with the x of 0x and the k that ROT13 makes of it."""
UPPER_32 = bytes(97 if c in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" else 32 for c in range(256))
LOWER_32 = bytes(97 if c in b"abcdefghijklmnopqrstuvwxyz234567" else 32 for c in range(256))
PRINTED = bytes(97 if 32 <= c < 127 or c in b"\t\r\n" else 32 for c in range(256))
_PRINTED_ONLY = bytes(97 if 33 <= c < 127 else c if c == 32 else 10 for c in range(256))
_WIDE = (b"\xef\xbc", b"\xef\xbd", b"\xe2\x80", b"\xe2\x81", b"\xe2\x92", b"\xe2\x93", b"\xf0\x9d", b"\xc2\xad")
"""First bytes of full-width, zero-width, circled and mathematical letters in UTF-8."""
_LETTER = (
    rb"(?:[\t\n\r -~]|\xef[\xb8-\xbf][\x80-\xbf]|\xe2[\x80\x81\x91-\x93][\x80-\xbf]|\xe3[\x80-\x83][\x80-\xbf]"
    rb"|[\xe4-\xe9][\x80-\xbf][\x80-\xbf]|\xf0\x9d[\x90-\x9f][\x80-\xbf]|\xc2\xad)"
)
"""Text in which another code may stand, in UTF-8. The two-byte scripts are left out: noise is full of them."""
_WIDE_RUN = re.compile(_LETTER + rb"{8,}")
_RUNS = tuple(re.compile(b"a" * least + b"a*") for least in (8, 10, 14))
"""Readable runs in :data:`PRINTED` bytes, longer the more noise there is to find them in by chance."""
MAX_WHOLE = 400
"""Characters up to which a text is decoded as one stretch, words and signs between included."""
_REGION = re.compile(rb"[A-Za-z0-9+/_-]{12,}(?:[ \t]{0,2}=?\r?\n[ \t]{0,2}[A-Za-z0-9+/_-]{4,})*")
_SHORT_REGION = re.compile(rb"[A-Za-z0-9+/_-]{6,}(?:[ \t]{0,2}=?\r?\n[ \t]{0,2}[A-Za-z0-9+/_-]{2,})*")
_ALL_HEX = re.compile(rb"[0-9A-Fa-f]+|[0-9n-sN-S]+")
_HEX_REGION = re.compile(
    rb"[0-9A-Fa-f]{12,}|[0-9n-sN-S]{12,}"
    rb"|[0-9A-Fa-f]{2}(?:(?:[xX]0)?[:, ;.\t\r\n-]{1,2}(?:0[xX])?[0-9A-Fa-f]{2}){5,}"
    rb"|[0-9n-sN-S]{2}(?:(?:[kK]0)?[:, ;.\t\r\n-]{1,2}(?:0[kK])?[0-9n-sN-S]{2}){5,}"
)
_GROUPS = {"base64": (3, 4), "hex": (1, 2), "base32": (5, 8)}
"""Bytes, and characters that hold them."""
_DROPS = {"base64": NOT_B64, "hex": NOT_HEX, "base32": NOT_B32}
INFLATABLE = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


H12 = b"h" * 12
A12, A16, A20 = b"a" * 12, b"a" * 16, b"a" * 20


def has_blob(data: bytes) -> bool:
    """True when ``data`` holds a stretch that may be a block code: cheap, and wrong only in the careful direction."""
    if len(data) < 12:
        return False
    runs = data.translate(ALNUM_RUN)
    return (
        A12 in runs
        or b" a a a a a a a a" in runs
        or A20 in data.translate(B64_RUN)
        or H12 in data.translate(HEX_RUN, HEX_BETWEEN)
        or H12 in data.translate(ROT_HEX_RUN, HEX_BETWEEN)
    )


_PER_TEXT = tuple(table[:255] + b"\xff" for table in (ALNUM_RUN, B64_RUN, HEX_RUN, ROT_HEX_RUN))
"""The tables of :func:`has_blob`, with a byte that parts texts."""


def have_blobs(texts: list[bytes]) -> list[bool]:
    """As :func:`has_blob`, of many ASCII texts at once."""
    if not texts:
        return []
    joined = b"\xff".join(texts)
    alnum, b64 = (joined.translate(table).split(b"\xff") for table in _PER_TEXT[:2])
    hexed, turned = (joined.translate(table, HEX_BETWEEN).split(b"\xff") for table in _PER_TEXT[2:])
    return [
        len(text) >= 12 and (A12 in a or b" a a a a a a a a" in a or A20 in b or H12 in h or H12 in t)
        for text, a, b, h, t in zip(texts, alnum, b64, hexed, turned, strict=True)
    ]


_HINTS = (
    re.compile(rb"%[0-9A-Fa-fn-sN-SuUhH]"),
    re.compile(rb"&(?!(?:lt|gt|amp|quot|apos|nbsp|#39|#34);)(?:#|[A-Za-z]{2,8};)"),
    re.compile(rb"&amp;(?:#|amp;)"),
    re.compile(rb"=(?:\?|[ \t]{0,8}\r?\n|[2-7][0-9A-F](?![0-9]))"),
    re.compile(rb"\\[uxXhkK0-7]"),
    re.compile(rb";[0-9A-Fa-fn-s]{2,6}[xXkK]?#&"),
)
"""As they are, ROT13'd and backwards. Each begins with a sign of its own: that makes it fast to look for."""
_DUMP_RUN = bytes(
    104 if c in b"0123456789abcdefABCDEFnopqrsNOPQRS" else 45 if c in b":, ;.-" else 32 for c in range(256)
)
_DUMP = re.compile(rb"hh-{1,4}hh-{1,4}hh-{1,4}hh-{1,4}hh-{1,4}hh(?:-{1,4}hh)*")
_SPACED = re.compile(rb"a a a a a a a a (?:a )*")
_TWELVE, _TWENTY, _SIX = (re.compile(b"a" * least + b"a*") for least in (12, 20, 6))


def hints(text: str, short: bool) -> list[Span]:
    """Where in a long text something may be a code: no more than a hint, and cheap; in order."""
    data = text.encode("ascii", "replace")
    letters = data.translate(ALNUM_RUN)
    found = [m.span() for m in (_SIX if short else _TWELVE).finditer(letters)]
    found += [m.span() for m in _TWENTY.finditer(data.translate(B64_RUN))]
    found += [m.span() for m in _SPACED.finditer(data.translate(_PRINTED_ONLY))]
    for pattern in _HINTS:
        found += [m.span() for m in pattern.finditer(data)]
    spread = (
        data.replace(b"0x", b"--")
        .replace(b"0X", b"--")
        .replace(b"0k", b"--")
        .replace(b"x0", b"--")
        .replace(b"k0", b"--")
        .translate(_DUMP_RUN)
    )
    found += [m.span() for m in _DUMP.finditer(spread)]
    found.sort()
    return found


class _Stream:
    """The stretches of a text that one code may stand in, joined: plain, ROT13'd, reversed and both."""

    __slots__ = ("_kept", "_starts", "regions", "size", "source")

    def __init__(self, text: bytes, regions: list[Span]) -> None:
        self.regions = regions
        joined = b"\n".join(text[a:b] for a, b in regions)
        self.size = len(joined)
        self._starts: list[int] = []
        at = 0
        for a, b in regions:
            self._starts.append(at)
            at += b - a + 1
        rotated = joined.translate(ROT13)
        self.source = MARK.encode().join((joined, rotated, joined[::-1], rotated[::-1]))
        self._kept: dict[bytes, Kept] = {}

    def position(self, drop: bytes, index: int) -> int:
        """Where in ``source`` the ``index``-th byte stood that is not in ``drop``; the last such byte when too few."""
        if drop not in self._kept:
            self._kept[drop] = Kept(self.source, drop)
        at = self._kept[drop].at(index)
        while at >= len(self.source) and index > 0:
            index -= 1
            at = self._kept[drop].at(index)
        return at

    def outside(self, low: int, high: int) -> Span:
        """Characters of the text for these of the joined stretches; a span over two keeps to the longer half."""
        first = bisect_right(self._starts, low) - 1
        last = bisect_right(self._starts, max(high - 1, low)) - 1
        while first < last:
            if self._starts[first + 1] - low < high - self._starts[last]:
                first += 1
                low = self._starts[first]
            else:
                high = self._starts[last] - 1
                last -= 1
        shift = self.regions[first][0] - self._starts[first]
        return low + shift, min(high + shift, self.regions[first][1])


class Blocks:
    """Everything a layer's block codes may hold: one byte string per code and alignment, joined for a single search."""

    GAP = b"\0\0\0\0"

    def __init__(self, layer: Layer, short: bool) -> None:
        """``short``: stretches of six letters count too."""
        self.layer = layer
        text = layer.text.encode("ascii", "replace")
        self.parts: list[tuple[int, str, int]] = []
        """(start in ``data``, code, alignment)."""
        self._found: list[bytes] = []
        self._length = 0
        self._streams: dict[str, _Stream] = {}
        letters, hexes = regions_of(text, short)
        if letters:
            self._streams["base64"] = self._streams["base32"] = _Stream(text, letters)
            self._base64()
            self._base32()
        if hexes:
            self._streams["hex"] = _Stream(text, hexes)
            self._hex()
        self.data = self.GAP.join(self._found)

    def _add(self, name: str, shift: int, data: bytes) -> None:
        self.parts.append((self._length, name, shift))
        self._found.append(data)
        self._length += len(data) + len(self.GAP)

    def _base64(self) -> None:
        stream = self._streams["base64"].source.translate(URL_SAFE, NOT_B64)
        for shift in range(4):
            part = stream[shift:]
            self._add("base64", shift, binascii.a2b_base64(part + b"AAA"[: -len(part) % 4]))

    def _hex(self) -> None:
        stream = self._streams["hex"]
        stream.source = stream.source.replace(b"0x", b"  ").replace(b"0X", b"  ")
        digits = stream.source.translate(None, NOT_HEX)
        for shift in range(2):
            part = digits[shift:]
            self._add("hex", shift, binascii.unhexlify(part[: len(part) // 2 * 2]))

    def _base32(self) -> None:
        source = self._streams["base32"].source
        run = A16 if len(source) < 1 << 17 else A16 + A16
        if run not in source.translate(UPPER_32) and run not in source.translate(LOWER_32):
            return
        stream = source.translate(DIGITS_32, NOT_B32)
        for shift in range(8):
            part = stream[shift:]
            part += b"0" * (-len(part) % 8)
            if part:
                self._add("base32", shift, int(part, 32).to_bytes(len(part) * 5 // 8, "big"))

    def lift(self, start: int, end: int) -> tuple[int, int, str]:
        """Bytes of ``data`` → characters of the layer, in whole groups of the code."""
        index = bisect_right(self.parts, (start, "\uffff", 99)) - 1
        base, name, shift = self.parts[index]
        stream, drop = self._streams[name], _DROPS[name]
        size, group = _GROUPS[name]
        first = shift + (start - base) // size * group
        last = shift + ((max(end, start + 1) - 1 - base) // size + 1) * group - 1
        low, high = stream.position(drop, first), stream.position(drop, last) + 1
        # A group at the edge of a piece (plain, turned) may reach into its neighbour: only this side counts.
        piece = min(stream.position(drop, (first + last) // 2) // (stream.size + 1), 3)
        base = piece * (stream.size + 1)
        low, high = max(low - base, 0), min(high - base, stream.size)
        turn = TURNS[piece]
        low, high = _trimmed(stream.source[base : base + stream.size], name, low, high)
        if piece > 1:
            low, high = stream.size - high, stream.size - low
        low, high = stream.outside(low, high)
        low, high = _widened(self.layer.text, name, low, high, piece > 1)
        return low, high, f"{turn}.{name}" if turn else name

    def readable(self) -> Iterator[Layer]:
        """What of ``data`` reads as text, as one layer; and what can be inflated, a layer each."""
        data = self.data
        if not data:
            return
        runs = data.translate(PRINTED, b"\0")
        if b"a" * MIN_READABLE in runs or any(w in data for w in _WIDE[: 8 if len(data) < 1 << 17 else 2]):
            yield from self._texts(data, None)
            # UTF-16: the zero bytes between the letters; only where there are many of them.
            if data.count(0) > 8 + len(self.parts) * 4:
                spread = data.replace(self.GAP, b"\x01\x01\0\0")
                yield from self._texts(spread.translate(None, b"\0"), spread)
        for tried, m in enumerate(INFLATABLE.finditer(data)):
            if tried >= MAX_INFLATES:
                break
            text, used = inflate(data[m.start() : m.start() + MAX_INFLATED])
            if text:
                yield Layer(text, self.layer, partial(self._lift_whole, m.start(), m.start() + used), blob=True)

    def _texts(self, data: bytes, spread: bytes | None) -> Iterator[Layer]:
        """``spread``: the bytes of which ``data`` has lost its zeros."""
        if sum(map(data.count, _WIDE if len(data) < 1 << 17 else _WIDE[:2])) >= 4 + (len(data) >> 12):
            found = [m.span() for m in _WIDE_RUN.finditer(data)]
        else:
            pattern = _RUNS[0] if len(data) < 1 << 13 else _RUNS[1] if len(data) < 1 << 17 else _RUNS[2]
            found = [m.span() for m in pattern.finditer(data.translate(PRINTED))]
        if found:
            texts = [data[a:b].decode("utf-8", "surrogateescape") for a, b in found]
            lift = partial(self._lift_text, texts, found, spread)
            yield Layer(MARK.join(texts), self.layer, lift, blob=True)

    def _lift_text(
        self, texts: list[str], runs: list[Span], spread: bytes | None, start: int, end: int
    ) -> tuple[int, int, str]:
        first, last = _unjoined(texts, runs, start), _unjoined(texts, runs, max(end, start + 1))
        if spread is not None:
            kept = Kept(spread, b"\0")
            first, last = kept.at(first), kept.at(last - 1) + 1
        return self.lift(first, last)

    def _lift_whole(self, first: int, last: int, start: int, end: int) -> tuple[int, int, str]:
        low, high, name = self.lift(first, last)
        return low, high, f"{name}.deflate"


def has_dump(data: bytes) -> bool:
    """True when twelve hex digits stand in a row, plain or ROT13'd, whatever a dump sets between them."""
    return H12 in data.translate(HEX_RUN, HEX_BETWEEN) or H12 in data.translate(ROT_HEX_RUN, HEX_BETWEEN)


def regions_of(text: bytes, short: bool, dumps: bool = True) -> tuple[list[Span], list[Span]]:
    """The stretches for base64 and base32, and those for hex. A short text is one stretch.

    ``dumps``: False when it is known that there is no hex.
    """
    hexes: list[Span] = []
    if dumps and has_dump(text):
        hexes = [m.span() for m in _HEX_REGION.finditer(text)] if len(text) > MAX_WHOLE else [(0, len(text))]
    if len(text) <= MAX_WHOLE:
        return [(0, len(text))], hexes
    letters = [m.span() for m in (_SHORT_REGION if short else _REGION).finditer(text)]
    letters = [(a, b) for a, b in letters if b - a < 24 or not _ALL_HEX.fullmatch(text, a, b)]
    return letters, hexes


def _trimmed(text: bytes, name: str, low: int, high: int) -> Span:
    """Without the neighbours that the first and last group took in beyond a sign that no blob contains."""
    breaks, group = _BREAKS[name], _GROUPS[name][1]
    if high - low > 4 * group:
        if m := breaks.search(text, high - group - 1, high):
            high = m.start()
        first = [m.end() for m in breaks.finditer(text, low, low + group + 1)]
        low = first[-1] if first else low
    return low, high


def _widened(text: str, name: str, low: int, high: int, backwards: bool) -> Span:
    """With the 0x before a dump and the padding after a blob."""
    if name == "hex":
        low -= 2 if text[max(low - 2, 0) : low].lower() in ("0x", "\\x") else text[low - 1 : low] == "%"
    while name != "hex" and not backwards and text[high : high + 1] == "=":
        high += 1
    while name != "hex" and backwards and low and text[low - 1] == "=":
        low -= 1
    return low, high


def _unjoined(texts: list[str], runs: list[Span], at: int) -> int:
    """The byte at which a character of the joined runs stood."""
    for text, (low, _) in zip(texts, runs, strict=True):
        if at <= len(text):
            return low + len(text[:at].encode("utf-8", "surrogateescape"))
        at -= len(text) + 1
    return runs[-1][1]


def inflate(data: bytes) -> tuple[str, int]:
    """Text in a zlib or gzip stream and the bytes it took; ``("", 0)`` when it is none."""
    machine = zlib.decompressobj(31 if data[0] == 0x1F else 15)
    try:
        out = machine.decompress(data, MAX_INFLATED)
    except zlib.error:
        return "", 0
    if len(out) < 4:
        return "", 0
    return out.decode("utf-8", "surrogateescape"), len(data) - len(machine.unused_data)
