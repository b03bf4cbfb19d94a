"""A text, and the texts hidden in it: every decoding that applies, with the way back to the outer text.

A :class:`Layer` is a text and where it came from. :func:`children` gives the layers one decoding deeper. The way back
is worked out only when somebody asks (a hit), so that looking costs a few C calls a layer and no Python loop over
characters. Character codes (percent, entities, quoted-printable, backslashes, RFC 2047, tags) map each character;
block codes (base64, base32, hex) are read as one stream at every alignment at once, so that a blob need not begin
where we think it does and may be broken over lines; ROT13 and reversal are applied beside every other decoding.
"""

from __future__ import annotations

import binascii
import html
import re
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

Span = tuple[int, int]
Lift = Callable[[int, int], tuple[int, int, str]]
"""Characters of a layer → characters of its parent, and the name of the encoding between them (``""`` = not named)."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters that take no room (and blanks that look like none): a kit puts them between the letters of an address."""

MARK = "\x1e"
"""Stands between pieces of a joined text; a character no decoder here can produce a match across."""
MAX_DEPTH = 12
"""Decodings inside one another. Kits use three; mail gateways add two."""
MAX_INFLATED = 1 << 16
"""Bytes read from a compressed stretch: an address in it stands in a query string, not behind a bomb."""
MAX_INFLATES = 32
MIN_READABLE = 10
"""Characters of readable text in a row before decoded bytes are looked into again. In random bytes every 20,000th
position begins such a run; shorter runs hold nothing that the patterns do not find directly."""

ROT13 = bytes(
    (c - 65 + 13) % 26 + 65 if 65 <= c <= 90 else (c - 97 + 13) % 26 + 97 if 97 <= c <= 122 else c for c in range(256)
)


class Layer:
    """One text in the tree; the root has no parent."""

    __slots__ = ("blob", "depth", "lift", "parent", "text", "turned", "turns")

    def __init__(self, text: str, parent: Layer | None = None, lift: Lift | None = None, blob: bool = False) -> None:
        self.text = text
        self.parent = parent
        self.lift = lift
        self.blob: bool = blob or (parent is not None and parent.blob)
        """True below a block code, where neighbouring characters may be noise of a wrong alignment."""
        self.depth: int = parent.depth + 1 if parent else 0
        self.turns: int = parent.turns if parent else 0
        """ROT13s and reversals of a whole text on the way here."""
        self.turned = False
        """True when this very layer is one: turning it again would lead back."""

    def origin(self, start: int, end: int) -> tuple[int, int, tuple[str, ...]]:
        """The root's characters that these characters came from, and the encodings between, outermost first."""
        stack: list[str] = []
        layer = self
        while layer.parent is not None and layer.lift is not None:
            start, end, name = layer.lift(start, end)
            if name:
                stack.append(name)
            layer = layer.parent
        return start, max(end, start + 1), tuple(reversed(stack))


# -- Character codes ---------------------------------------------------------------------------------------------------


class _Code(NamedTuple):
    name: str
    mark: str
    """A character without which the code does not occur."""
    pattern: re.Pattern[str]
    decode: Callable[[re.Match[str]], str]


def _octets(text: str) -> str:
    return bytes.fromhex(text).decode("utf-8", "surrogateescape")


def _percent(m: re.Match[str]) -> str:
    run = m.group()
    return chr(int(run[2:], 16)) if run[1] in "uU" else _octets(run.replace("%", ""))


def _quoted(m: re.Match[str]) -> str:
    return _octets(re.sub("=|\\s", "", m.group()))


def _backslash(m: re.Match[str]) -> str:
    run = m.group()
    if run[1] in "xX":
        return _octets(run.replace(run[:2], ""))
    if run[1] in "0123" and m.group(2) is None:
        return bytes(int(o, 8) for o in run[1:].split("\\")).decode("utf-8", "surrogateescape")
    value = int(m.group(1) or m.group(2), 16)
    return chr(value) if value < 0x110000 else m.group()


def _word(m: re.Match[str]) -> str:
    charset, kind, data = m.group(1), m.group(2), m.group(3)
    try:
        raw = binascii.a2b_base64(data + "==") if kind in "bB" else binascii.a2b_qp(data, header=True)
    except ValueError:
        return m.group()
    try:
        return raw.decode(charset.partition("*")[0], "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "surrogateescape")


_CODES = (
    _Code("", "%", re.compile(r"(?:%[0-9A-Fa-f]{2})+|%[uU][0-9A-Fa-f]{4}"), _percent),
    _Code("", "&", re.compile(r"&#[0-9]{1,8};?|&#[xX][0-9A-Fa-f]{1,8};?|&[A-Za-z][A-Za-z0-9]{1,31};"),
          lambda m: html.unescape(m.group())),
    _Code("", "=?", re.compile(r"=\?([\w*.-]{1,40})\?([bBqQ])\?([^?\s]{0,400})\?=(?:\s{1,8}(?==\?))?"), _word),
    _Code("", "=", re.compile(r"(?:=[0-9A-Fa-f]{2}|=[ \t]{0,8}\r?\n)+"), _quoted),
    _Code("", "\\", re.compile(
        r"\\u([0-9A-Fa-f]{4})|(?:\\x[0-9A-Fa-f]{2})+|\\([0-9A-Fa-f]{6}) ?|(?:\\[0-3][0-7]{2})+"), _backslash),
    _Code("", " ", re.compile(r"(?:(?<=[!-~])[ \u3000](?=[!-~](?: |$))|(?<= [!-~])[ ](?=[!-~]))"), lambda m: ""),
    _Code("", "<", re.compile(r"<[/!A-Za-z][^<>]{0,300}>"), lambda m: ""),
)  # fmt: skip


class _Pieces:
    """Where the matches of a substitution stand, in the parent and in the child. Built on the first question."""

    def __init__(self, code: _Code, text: str) -> None:
        self.name = code.name
        self.parents: list[Span] = [(0, 0)]
        self.children: list[int] = [0]
        self.lengths: list[int] = [0]
        at = last = 0
        for m in code.pattern.finditer(text):
            at += m.start() - last
            out = len(code.decode(m))
            self.parents.append(m.span())
            self.children.append(at)
            self.lengths.append(out)
            at += out
            last = m.end()

    def edge(self, at: int, end: bool) -> int:
        """The parent's position of the edge before (or, ``end``, after) a character of the child."""
        i = bisect_right(self.children, at - end) - 1
        start, stop = self.parents[i]
        inside, length = at - self.children[i], self.lengths[i]
        if inside - end >= length:
            return stop + inside - length
        if length and (stop - start) % length == 0:
            return start + inside * (stop - start) // length
        return stop if end else start

    def lift(self, start: int, end: int) -> tuple[int, int, str]:
        return self.edge(start, False), self.edge(max(end, start + 1), True), self.name


def _lazily(code: _Code, text: str) -> Lift:
    made: list[_Pieces] = []

    def lift(start: int, end: int) -> tuple[int, int, str]:
        if not made:
            made.append(_Pieces(code, text))
        return made[0].lift(start, end)

    return lift


def flatten(text: str) -> str:
    """``text`` with compatibility forms (full-width, circled, mathematical) plain and invisible characters gone."""
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


class Folded:
    """Where the output of a folding stood in the text. Chunks, so that a question costs a chunk, not the text."""

    __slots__ = ("_chunks", "_fold", "_starts", "_text")
    CHUNK = 24

    def __init__(self, text: str, fold: Callable[[str], str | bytes]) -> None:
        self._text, self._fold = text, fold
        self._starts: list[int] = []
        self._chunks: list[int] = []
        at = start = 0
        while start < len(text):
            self._starts.append(start)
            self._chunks.append(at)
            stop = start + self.CHUNK
            while stop < len(text) and _joins(text[stop]):
                stop += 1
            at += len(fold(text[start:stop]))
            start = stop

    def at(self, index: int) -> int:
        """Character of the text that gave the ``index``-th element of the folding."""
        chunk = max(bisect_right(self._chunks, index) - 1, 0)
        at = self._chunks[chunk]
        start = self._starts[chunk]
        stop = self._starts[chunk + 1] if chunk + 1 < len(self._starts) else len(self._text)
        while start < stop:
            size = 1
            while start + size < stop and _joins(self._text[start + size]):
                size += 1
            at += len(self._fold(self._text[start : start + size]))
            if at > index:
                return start
            start += size
        return stop - 1


def _joins(char: str) -> bool:
    """True for characters that normalisation may join to the one before."""
    return unicodedata.combining(char) != 0 or char in "\uff9e\uff9f" or "\u1160" <= char <= "\u11ff"


def _flattened(layer: Layer) -> Layer | None:
    flat = flatten(layer.text)
    if flat == layer.text:
        return None
    made: list[Folded] = []

    def lift(start: int, end: int) -> tuple[int, int, str]:
        if not made:
            made.append(Folded(layer.text, flatten))
        return made[0].at(start), made[0].at(max(end, start + 1) - 1) + 1, ""

    return Layer(flat, layer, lift)


def _substituted(layer: Layer) -> Iterator[Layer]:
    text = layer.text
    for code in _CODES:
        if code.mark in text:
            out = code.pattern.sub(code.decode, text)
            if out != text:
                yield Layer(out, layer, _lazily(code, text))


# -- ROT13 and reversal ------------------------------------------------------------------------------------------------

MAX_TURNS = 2
"""Whole-text ROT13s and reversals on one way, beside those under every block code."""
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\udc80-\udcff]")
_TURNS = ("", "rot13", "reversed", "rot13.reversed")


def _turned(layer: Layer) -> Iterator[Layer]:
    """ROT13, reversal and both, but only those in which some character code then comes to light."""
    text = layer.text
    size = len(text)
    if layer.turns >= MAX_TURNS or layer.turned or not any(code.mark in text for code in _CODES[:5]):
        return
    rotated = text.encode("ascii", "replace").translate(ROT13).decode("ascii")
    for name, turned in zip(_TURNS[1:], (rotated, text[::-1], rotated[::-1]), strict=True):
        if any(code.mark in turned and _makes_sense(code, turned) for code in _CODES[:5]):
            child = Layer(turned, layer, partial(_lift_turned, size, name))
            child.turns += 1
            child.turned = True
            yield child


def _makes_sense(code: _Code, text: str) -> bool:
    """True when what the code hides in ``text`` prints: a text turned the wrong way decodes to control characters."""
    decoded = "".join(code.decode(m) for m in islice(code.pattern.finditer(text), 16))
    return len(decoded) > 0 and len(_UNPRINTED.findall(decoded)) * 8 <= len(decoded)


def _lift_turned(size: int, name: str, start: int, end: int) -> tuple[int, int, str]:
    return (start, end, name) if name == "rot13" else (size - end, size - start, name)


# -- Block codes -------------------------------------------------------------------------------------------------------

_B64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_HEX = b"0123456789abcdefABCDEF"
_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567"
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_DIGITS_32 = bytes.maketrans(
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


_NOT_B64, _NOT_HEX, _NOT_B32 = _but(_B64), _but(_HEX), _but(_B32)
_ALNUM_RUN = bytes(97 if chr(c).isalnum() and c < 128 else 32 for c in range(256))
_B64_RUN = bytes(97 if c in _B64 else 32 for c in range(256))
_HEX_RUN = bytes(104 if c in _HEX else 32 for c in range(256))
_HEX_BETWEEN = b":-, xX\r\n\t;."
_UPPER_32 = bytes(97 if c in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" else 32 for c in range(256))
_LOWER_32 = bytes(97 if c in b"abcdefghijklmnopqrstuvwxyz234567" else 32 for c in range(256))
_PRINTED = bytes(97 if 32 <= c < 127 else 32 for c in range(256))
_WIDE = (b"\xef\xbc", b"\xef\xbd", b"\xe2\x80", b"\xe2\x81", b"\xe2\x92", b"\xe2\x93", b"\xf0\x9d", b"\xc2\xad")
"""First bytes of full-width, zero-width, circled and mathematical letters in UTF-8."""
_READABLE = re.compile(
    "[\t\n\r -~\u00ad\u2000-\u206f\u2460-\u24ff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\ufe00-\ufeff\uff00-\uffef"
    "\U0001d400-\U0001d7ff\U000e0000-\U000e0fff]{8,}"
)
"""Text in which another code may stand. The two-byte scripts are left out: noise is full of them, codes are not."""
_INFLATABLE = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


def has_blob(data: bytes) -> bool:
    """True when ``data`` holds a stretch that may be a block code: cheap, and wrong only in the careful direction."""
    runs = data.translate(_ALNUM_RUN)
    return (
        b"a" * 12 in runs
        or b" a a a a a a a a" in runs
        or b"a" * 20 in data.translate(_B64_RUN)
        or b"h" * 12 in data.translate(_HEX_RUN, _HEX_BETWEEN)
    )


class Kept:
    """Where the bytes that survive a deletion stood. Counts by chunks: a question costs a chunk, not the text."""

    __slots__ = ("_chunks", "_data", "_drop")
    CHUNK = 128

    def __init__(self, data: bytes, drop: bytes) -> None:
        self._data, self._drop = data, drop
        total, chunks = 0, []
        for i in range(0, len(data), self.CHUNK):
            chunks.append(total)
            total += len(data[i : i + self.CHUNK].translate(None, drop))
        self._chunks = chunks

    def at(self, index: int) -> int:
        """Position in the data of the ``index``-th byte kept; the data's length when there are fewer."""
        chunk = bisect_right(self._chunks, index) - 1
        if chunk < 0:
            return len(self._data)
        index -= self._chunks[chunk]
        start = chunk * self.CHUNK
        for position, byte in enumerate(self._data[start : start + self.CHUNK], start):
            if byte not in self._drop:
                if not index:
                    return position
                index -= 1
        return len(self._data)


class Blocks:
    """Everything a layer's block codes may hold: one byte string per code and alignment, joined for a single search."""

    GAP = b"\0\0\0\0"

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.size = len(layer.text)
        plain = layer.text.encode("ascii", "replace")
        rotated = plain.translate(ROT13)
        self.source = MARK.encode().join((plain, rotated, plain[::-1], rotated[::-1]))
        self.parts: list[tuple[int, str, int]] = []
        """(start in ``data``, code, alignment)."""
        self._found: list[bytes] = []
        self._length = 0
        self._kept: dict[str, Kept] = {}
        self._base64()
        self._hex()
        self._base32()
        self.data = self.GAP.join(self._found)

    def _add(self, name: str, shift: int, data: bytes) -> None:
        self.parts.append((self._length, name, shift))
        self._found.append(data)
        self._length += len(data) + len(self.GAP)

    def _base64(self) -> None:
        stream = self.source.translate(_URL_SAFE, _NOT_B64)
        for shift in range(4):
            part = stream[shift:]
            self._add("base64", shift, binascii.a2b_base64(part + b"AAA"[: -len(part) % 4]))

    def _spread_hex(self) -> bytes:
        return self.source.replace(b"0x", b"  ").replace(b"0X", b"  ")

    def _hex(self) -> None:
        if b"h" * 12 not in self.source.translate(_HEX_RUN, _HEX_BETWEEN):
            return
        stream = self._spread_hex().translate(None, _NOT_HEX)
        for shift in range(2):
            part = stream[shift:]
            self._add("hex", shift, binascii.unhexlify(part[: len(part) // 2 * 2]))

    def _base32(self) -> None:
        if b"a" * 16 not in self.source.translate(_UPPER_32) and b"a" * 16 not in self.source.translate(_LOWER_32):
            return
        stream = self.source.translate(_DIGITS_32, _NOT_B32)
        for shift in range(8):
            part = stream[shift:]
            part += b"0" * (-len(part) % 8)
            if part:
                self._add("base32", shift, int(part, 32).to_bytes(len(part) * 5 // 8, "big"))

    def lift(self, start: int, end: int) -> tuple[int, int, str]:
        """Bytes of ``data`` → characters of the layer, in whole groups of the code."""
        index = bisect_right(self.parts, (start, "\uffff", 99)) - 1
        base, name, shift = self.parts[index]
        size, group = {"base64": (3, 4), "hex": (1, 2), "base32": (5, 8)}[name]
        first = shift + (start - base) // size * group
        last = shift + ((max(end, start + 1) - 1 - base) // size + 1) * group - 1
        low, high = self._position(name, first), self._position(name, last, last=True) + 1
        # A group at the edge of a piece (plain, turned) may reach into its neighbour: only this side counts.
        piece = min(self._position(name, (first + last) // 2, last=True) // (self.size + 1), 3)
        base = piece * (self.size + 1)
        low, high = max(low - base, 0), min(high - base, self.size)
        turn = _TURNS[piece]
        low, high = self._trimmed(name, base, low, high)
        if piece > 1:
            low, high = self.size - high, self.size - low
        return low, high, f"{turn}.{name}" if turn else name

    def _trimmed(self, name: str, base: int, low: int, high: int) -> tuple[int, int]:
        """Without the neighbours that the first and last group took in beyond a sign that no blob contains."""
        text = self.source[base : base + self.size]
        breaks, group = _BREAKS[name], {"base64": 4, "hex": 2, "base32": 8}[name]
        if high - low > 4 * group:
            if m := breaks.search(text, high - group - 1, high):
                high = m.start()
            first = [m.end() for m in breaks.finditer(text, low, low + group + 1)]
            low = first[-1] if first else low
        if name == "hex":
            low -= 2 if text[max(low - 2, 0) : low].lower() in (b"0x", b"\\x") else text[low - 1 : low] == b"%"
        while name != "hex" and high < self.size and text[high : high + 1] == b"=":
            high += 1
        return low, high

    def _position(self, name: str, index: int, last: bool = False) -> int:
        if name not in self._kept:
            drop = {"base64": _NOT_B64, "hex": _NOT_HEX, "base32": _NOT_B32}[name]
            self._kept[name] = Kept(self._spread_hex() if name == "hex" else self.source, drop)
        at = self._kept[name].at(index)
        while last and at >= len(self.source) and index > 0:
            index -= 1
            at = self._kept[name].at(index)
        return at

    def readable(self) -> Iterator[Layer]:
        """What of ``data`` reads as text, as one layer; and what can be inflated, a layer each."""
        data = self.data
        runs = data.translate(_PRINTED, b"\0")
        if b"a" * MIN_READABLE in runs or any(w in data for w in _WIDE):
            yield from self._texts()
        for tried, m in enumerate(_INFLATABLE.finditer(data)):
            if tried >= MAX_INFLATES:
                break
            text, used = _inflate(data[m.start() : m.start() + MAX_INFLATED])
            if text:
                yield Layer(text, self.layer, partial(self._lift_whole, m.start(), m.start() + used), blob=True)

    def _texts(self) -> Iterator[Layer]:
        for strip in (False, True):
            data = self.data
            if strip:
                # UTF-16: the zero bytes between the letters; only where there are many of them.
                if data.count(0) < 8 + len(self.parts) * 4:
                    return
                data = data.replace(b"\0\0\0\0", b"\x01\x01").replace(b"\0", b"")
            text = data.decode("utf-8", "surrogateescape")
            found = [m.span() for m in _READABLE.finditer(text)]
            if found:
                joined = MARK.join(text[a:b] for a, b in found)
                yield Layer(joined, self.layer, partial(self._lift_text, text, found, strip), blob=True)

    def _lift_text(self, text: str, runs: list[Span], strip: bool, start: int, end: int) -> tuple[int, int, str]:
        a, b = _unjoined(runs, start), _unjoined(runs, max(end, start + 1) - 1) + 1
        first = len(text[:a].encode("utf-8", "surrogateescape"))
        last = first + len(text[a:b].encode("utf-8", "surrogateescape"))
        if strip:
            marked = self.data.replace(b"\0\0\0\0", b"\x01\x01\0\0")
            kept = Kept(marked, b"\0")
            first, last = kept.at(first), kept.at(last - 1) + 1
        return self.lift(first, last)

    def _lift_whole(self, first: int, last: int, start: int, end: int) -> tuple[int, int, str]:
        low, high, name = self.lift(first, last)
        return low, high, f"{name}.deflate"


def _unjoined(runs: list[Span], at: int) -> int:
    """Where a character of the joined runs stood in the text they were taken from."""
    for low, high in runs:
        if at <= high - low:
            return low + at
        at -= high - low + 1
    return runs[-1][1]


def _inflate(data: bytes) -> tuple[str, int]:
    """Text in a zlib or gzip stream and the bytes it took; ``("", 0)`` when it is none."""
    machine = zlib.decompressobj(31 if data[0] == 0x1F else 15)
    try:
        out = machine.decompress(data, MAX_INFLATED)
    except zlib.error:
        return "", 0
    if len(out) < 4:
        return "", 0
    return out.decode("utf-8", "surrogateescape"), len(data) - len(machine.unused_data)


def children(layer: Layer) -> Iterator[Layer]:
    """The layers one character code deeper; block codes are :class:`Blocks`, because their bytes are searched too."""
    flat = _flattened(layer)
    if flat is not None:
        yield flat
        return
    yield from _substituted(layer)
    yield from _turned(layer)


__all__ = [
    "INVISIBLE",
    "MARK",
    "MAX_DEPTH",
    "Blocks",
    "Folded",
    "Kept",
    "Layer",
    "Lift",
    "children",
    "flatten",
    "has_blob",
]
