"""A text, and the texts hidden in it: every decoding that applies, with the way back to the outer text.

A :class:`Layer` is a text and where it came from. :func:`children` gives the layers one decoding deeper. The way back
is worked out only when somebody asks (a hit), so that looking costs a few C calls a layer and no Python loop over
characters. Here are the character codes (percent, entities, quoted-printable, backslashes, RFC 2047, wide and spaced
letters, tags) and the turns (ROT13, reversal); the block codes are in :mod:`gyotaku.tell.blocks`.
"""

from __future__ import annotations

import binascii
import html
import re
import unicodedata
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
ROT13 = bytes(
    (c - 65 + 13) % 26 + 65 if 65 <= c <= 90 else (c - 97 + 13) % 26 + 97 if 97 <= c <= 122 else c for c in range(256)
)


class Layer:
    """One text in the tree; the root has no parent."""

    __slots__ = ("blob", "depth", "flat", "lift", "parent", "text", "turned", "turns", "weak")

    def __init__(self, text: str, parent: Layer | None = None, lift: Lift | None = None, blob: bool = False) -> None:
        self.text = text
        self.parent = parent
        self.lift = lift
        self.blob: bool = blob or (parent is not None and parent.blob)
        """True below a block code, where neighbouring characters may be noise of a wrong alignment."""
        self.depth: int = parent.depth + 1 if parent else 0
        self.turns: int = parent.turns if parent else 0
        """ROT13s and reversals of a whole text on the way here."""
        self.weak = False
        """True when so little was undone that it may well be chance (``?n=4885`` is no quoted-printable)."""
        self.flat = False
        """True when this is the parent in plain letters: all else is then read from this one."""
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
    if run[1] in "uU":
        return chr(int(run[2:], 16))
    return "%" + run[-2:] if run.startswith("%252525") else _octets(run.replace("%", ""))


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


CODES = (
    _Code("", "%", re.compile(r"%(?:25){3,}[0-9A-Fa-f]{2}|(?:%[0-9A-Fa-f]{2})+|%[uU][0-9A-Fa-f]{4}"), _percent),
    _Code("", "&", re.compile(r"&#[0-9]{1,8};?|&#[xX][0-9A-Fa-f]{1,8};?|&[A-Za-z][A-Za-z0-9]{1,31};"),
          lambda m: html.unescape(m.group())),
    _Code("", "=?", re.compile(r"=\?([\w*.-]{1,40})\?([bBqQ])\?([^?\s]{0,400})\?=(?:\s{1,8}(?==\?))?"), _word),
    _Code("", "=", re.compile(r"(?:=[0-9A-Fa-f]{2}|=[ \t]{0,8}\r?\n)+"), _quoted),
    _Code("", "\\", re.compile(
        r"\\u([0-9A-Fa-f]{4})|(?:\\x[0-9A-Fa-f]{2})+|\\([0-9A-Fa-f]{6}) ?|(?:\\[0-3][0-7]{2})+"), _backslash),
    _Code("", " ", re.compile(r"(?:(?<=[!-~])[ \u3000](?=[!-~](?: |$))|(?<= [!-~])[ ](?=[!-~]))"), lambda m: ""),
    _Code("", "<", re.compile(r"<[/!A-Za-z][^<>]{0,300}>"), lambda m: ""),
)  # fmt: skip
_SOFT_BREAK = _Code("", "=", re.compile(r"=[ \t]{0,8}\r?\n"), lambda m: "")


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


class Kept:
    """Where the bytes that survive a deletion stood. Counts by chunks: a question costs a chunk, not the text."""

    __slots__ = ("_chunks", "_data", "_drop")
    CHUNK = 32

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


def flattened(layer: Layer, flat: str) -> Layer:
    """The layer's text in plain letters, as a layer of its own."""
    made: list[Folded] = []

    def lift(start: int, end: int) -> tuple[int, int, str]:
        if not made:
            made.append(Folded(layer.text, flatten))
        return made[0].at(start), made[0].at(max(end, start + 1) - 1) + 1, ""

    child = Layer(flat, layer, lift)
    child.flat = True
    return child


def _substituted(layer: Layer) -> Iterator[Layer]:
    text = layer.text
    for code in CODES:
        if code.mark in text:
            out = code.pattern.sub(code.decode, text)
            if out != text:
                child = Layer(out, layer, _lazily(code, text))
                child.weak = code.mark == "=" and len(text) - len(out) < 6 and "\n" not in text
                yield child


# -- ROT13 and reversal ------------------------------------------------------------------------------------------------

MAX_TURNED = 1 << 16
"""Characters of one word up to which it is also read ROT13'd and backwards as a whole."""
MAX_TURNS = 2
"""Whole-text ROT13s and reversals on one way, beside those under every block code."""
TURNS = ("", "rot13", "reversed", "rot13.reversed")


def _turned(layer: Layer, suspicious: bool) -> Iterator[Layer]:
    """ROT13, reversal and both, but only those in which some character code then comes to light."""
    text = layer.text
    size = len(text)
    if size > MAX_TURNED or layer.turns >= MAX_TURNS or layer.turned:
        return
    if not suspicious and not ("%" in text or "&" in text or "\\" in text or "=?" in text or text.count("=") > 2):
        return
    rotated = text.encode("ascii", "replace").translate(ROT13).decode("ascii")
    for name, turned in zip(TURNS[1:], (rotated, text[::-1], rotated[::-1]), strict=True):
        if makes_sense(turned):
            child = Layer(turned, layer, partial(_lift_turned, size, name))
            child.turns += 1
            child.turned = True
            yield child


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
ANY_CODE = re.compile(
    r"%[0-9A-Fa-f]{2}|%u[0-9A-Fa-f]{4}|&#[xX]?[0-9A-Fa-f]{2,6};|&[a-z]{2,8};|=[0-9A-F]{2}|=\?[\w-]{3,40}\?[bBqQ]\?"
    r"|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[0-3][0-7]{2}"
)


def makes_sense(text: str) -> bool:
    """True when what a code hides in ``text`` prints: a text turned the wrong way decodes to control characters."""
    codes = [m.group() for m in islice(ANY_CODE.finditer(text), 16)]
    octets = [c[1:] for c in codes if len(c) == 3]
    data = bytes.fromhex("".join(octets))
    printed = _CONTROL.sub("", data.decode("utf-8", "ignore"))
    bad = len(octets) - len(printed.encode()) + sum(c[:2] == "\\0" for c in codes)
    return len(codes) > 0 and bad * 4 <= len(codes) * 3


def _lift_turned(size: int, name: str, start: int, end: int) -> tuple[int, int, str]:
    return (start, end, name) if name == "rot13" else (size - end, size - start, name)


# -- All of them -------------------------------------------------------------------------------------------------------


def children(layer: Layer, suspicious: bool) -> Iterator[Layer]:
    """The layers one character code deeper. Block codes are in :mod:`gyotaku.tell.blocks`: their bytes count too."""
    flat = flatten(layer.text)
    if flat != layer.text:
        yield flattened(layer, flat)
        return
    yield from _substituted(layer)
    yield from _turned(layer, suspicious)


_PLAIN_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&"))
_OTHER_ENTITY = re.compile(r"&(?!(?:lt|gt|quot|amp|#34|#39);)#?[A-Za-z0-9]{2,8};")


def whole(layer: Layer) -> Iterator[Layer]:
    """What a reader of a long text sees at once: tags gone, lines joined, entities undone, one after the other."""
    for code in (CODES[6], _SOFT_BREAK, CODES[1]):
        if code.mark in layer.text:
            if code.mark == "&" and not _OTHER_ENTITY.search(layer.text):
                out = layer.text
                for entity, char in _PLAIN_ENTITIES:
                    out = out.replace(entity, char)
            else:
                out = code.pattern.sub(code.decode, layer.text)
            if out != layer.text:
                layer = Layer(out, layer, _lazily(code, layer.text))
                yield layer
