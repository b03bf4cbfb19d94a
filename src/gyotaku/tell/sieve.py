"""Tells at once which of many texts need a closer look: most of a report's words hide nothing.

The closer look (:mod:`gyotaku.tell.search`) follows one text through every decoding with the way back, and costs some
fifty calls of Python for each. Here all texts of a report are decoded together, level by level, and only the question
"is anything there" is asked. What is passed here, the closer look would pass too: whatever is seen, verified or not,
whatever cannot be finished, and whatever is rare enough not to be worth a rule of its own, is a suspect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gyotaku.tell import blocks
from gyotaku.tell.layers import ANY_CODE, CODES, MARK, MAX_DEPTH, MAX_TURNS, ROT13, flatten, makes_sense
from gyotaku.tell.secrets import DROPPED, LOWERED, Rule, Secrets
from gyotaku.tell.streams import Streams

MAX_PIECE = 4096
"""Characters of one text; longer ones are left to the closer look."""
MAX_PIECES = 4000
"""Texts looked at on all levels: some hundred for a mail. Beyond, all that is not finished is suspect."""
_BETWEEN = "\uffff"
"""Stands between texts: no letter, and squeezing keeps it."""
_EDGE = _BETWEEN.encode()
_VALUE_END = re.compile(r"={0,2}(?:[&#;\"'<>\s)\]|]|$)")
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class Piece(NamedTuple):
    """One text on some level."""

    text: str
    root: int
    """Which of the texts given it came out of."""
    turns: int = 0
    turned: bool = False
    weak: bool = False
    """Looked at, but not into: see :class:`gyotaku.tell.layers.Layer`."""


class Found(NamedTuple):
    """Indexes of the texts that need a closer look."""

    top: set[int]
    """Something stands in them as they are, verified or not."""
    deep: set[int]
    """Something may stand in what they decode to."""


def sift(texts: Sequence[str], sets: tuple[Secrets, ...], suspicious: bool = False, searched: bool = False) -> Found:
    """Which of ``texts`` may hold something.

    ``searched``: the texts as they stand have been searched already, and each is known to hint at a code.
    ``suspicious``: something was seen round them, so that less of a hint is asked for.
    """
    look = _Look(sets)
    level: list[Piece] = []
    for index, text in enumerate(texts):
        if len(text) > MAX_PIECE or _BETWEEN in text:
            look.found.add(index)
        else:
            level.append(Piece(text, index))
            look.seen.add((text, index))
    top: set[int] = set()
    if not searched:
        kept = look.found
        look.found = top
        look.search(level, 0)
        look.found = kept
        # What is seen makes its surroundings suspicious; what is not, and hints at nothing, has nothing below.
        blobs = blocks.have_blobs([flatten(p.text).encode("ascii", "replace") for p in level])
        level = [
            p for p, blob in zip(level, blobs, strict=True) if blob or suspicious or p.root in top or _marked(p.text)
        ]
    hot = {p.root for p in level} if suspicious else top
    for depth in range(MAX_DEPTH):
        if not level or len(look.seen) > MAX_PIECES:
            break
        level = look.level(level, depth, hot)
        hot = set()
    look.found.update(p.root for p in level)
    return Found(top, look.found)


class _Look:
    __slots__ = ("_sets", "found", "seen")

    def __init__(self, sets: tuple[Secrets, ...]) -> None:
        self._sets = sets
        self.found: set[int] = set()
        self.seen: set[tuple[str, int]] = set()

    def level(self, level: list[Piece], depth: int, hot: set[int]) -> list[Piece]:
        """The pieces one decoding deeper."""
        if depth:
            self.search(level, depth)
        bare = [
            p if p.text.isascii() else p._replace(text=flatten(p.text))
            for p in level
            if not p.weak and p.root not in self.found
        ]
        deeper: list[Piece] = []
        for piece in bare:
            self._codes(piece, deeper)
        self._turn(bare, hot, deeper)
        blobs = blocks.have_blobs([p.text.encode("ascii", "replace") for p in bare])
        dug = [p for p, blob in zip(bare, blobs, strict=True) if blob or p.root in hot]
        if dug:
            self._blocks(dug, bool(hot) or depth > 0, deeper)
        return deeper

    def _add(self, deeper: list[Piece], piece: Piece) -> None:
        key = (piece.text, piece.root)
        if key not in self.seen:
            self.seen.add(key)
            if len(piece.text) > MAX_PIECE or _BETWEEN in piece.text:
                self.found.add(piece.root)
            else:
                deeper.append(piece)

    # -- What is there as it stands ------------------------------------------------------------------------------------

    def search(self, level: list[Piece], depth: int) -> None:
        plain = [p for p in level if p.text.isascii()]
        if plain:
            data = b"\xff".join([p.text.encode() for p in plain])
            self._match(plain, data.translate(LOWERED, DROPPED), b"\xff")
        if len(plain) < len(level):
            wide = [p for p in level if not p.text.isascii()]
            folded = flatten(_BETWEEN.join([p.text for p in wide])).casefold()
            self._match(wide, folded.encode("utf-8", "replace").translate(LOWERED, DROPPED), _EDGE)
        if any(s.values for s in self._sets):
            self._values(level)
        if depth and any(s.raw is not None for s in self._sets):
            for piece in level:
                if not piece.text.isascii() or "\x1b" in piece.text:
                    data = piece.text.encode("utf-8", "replace" if _LONE.search(piece.text) else "surrogateescape")
                    if any(s.raw and s.raw.find_matches_as_indexes(data.translate(LOWERED)) for s in self._sets):
                        self.found.add(piece.root)

    def _match(self, pieces: list[Piece], data: bytes, edge: bytes) -> None:
        for secrets in self._sets:
            if secrets.search is not None:
                for _, start, _ in secrets.search.find_matches_as_indexes(data):
                    self.found.add(pieces[data.count(edge, 0, start)].root)

    def _values(self, level: list[Piece]) -> None:
        for piece in level:
            text = piece.text
            if "=" in text or "/" in text or "#" in text:
                folded = text.casefold()
                for secrets in self._sets:
                    for value in secrets.values:
                        if value in folded and _stands(folded, value):
                            self.found.add(piece.root)

    # -- Character codes -----------------------------------------------------------------------------------------------

    def _codes(self, piece: Piece, deeper: list[Piece]) -> None:
        text = piece.text
        for code in CODES:
            if code.mark in text:
                out = code.pattern.sub(code.decode, text)
                if out != text:
                    weak = code.mark == "=" and len(text) - len(out) < 6 and "\n" not in text
                    self._add(deeper, Piece(out, piece.root, piece.turns, False, weak))

    def _turn(self, pieces: list[Piece], hot: set[int], deeper: list[Piece]) -> None:
        """ROT13 and backwards, by the rules of :func:`gyotaku.tell.layers.children`, for all at once."""
        turnable = [p for p in pieces if p.turns < MAX_TURNS and not p.turned and (p.root in hot or _turnable(p.text))]
        if not turnable:
            return
        joined = "\n".join([p.text for p in turnable]).encode("ascii", "replace")
        rotated = joined.translate(ROT13).decode("ascii")
        for whole in (rotated, joined.decode("ascii")[::-1], rotated[::-1]):
            if ANY_CODE.search(whole):
                break
        else:
            return
        for piece in turnable:
            rotated = piece.text.encode("ascii", "replace").translate(ROT13).decode("ascii")
            for turned in (rotated, piece.text[::-1], rotated[::-1]):
                if makes_sense(turned):
                    self._add(deeper, Piece(turned, piece.root, piece.turns + 1, True))

    # -- Block codes ---------------------------------------------------------------------------------------------------

    def _blocks(self, pieces: list[Piece], short: bool, deeper: list[Piece]) -> None:
        letters: list[tuple[bytes, int]] = []
        digits: list[tuple[bytes, int]] = []
        texts = [piece.text.encode("ascii", "replace") for piece in pieces]
        hexed = blocks.has_dump(b"\xff".join(texts))
        for piece, text in zip(pieces, texts, strict=True):
            stretches, dumps = blocks.regions_of(text, short, hexed)
            if stretches:
                letters.append((b"\n".join([text[a:b] for a, b in stretches]), piece.root))
            if dumps:
                digits.append((b"\n".join([text[a:b] for a, b in dumps]), piece.root))
        readable: dict[int, list[str]] = {}
        self._bytes(Streams(letters, digits), readable, deeper)
        for root, runs in readable.items():
            self._add(deeper, Piece(MARK.join(runs), root))

    def _bytes(self, stream: Streams, readable: dict[int, list[str]], deeper: list[Piece]) -> None:
        data = stream.data
        for secrets in self._sets:
            if secrets.raw is not None:
                for _, start, _ in secrets.raw.find_matches_as_indexes(data.translate(LOWERED)):
                    self.found.add(stream.owner(start))
        self._squeezed(stream)
        for start, end in _runs(data.translate(blocks.PRINTED), _A8):
            readable.setdefault(stream.owner(start), []).append(data[start:end].decode("ascii"))
        self.found.update(stream.owner(at) for at in _odd(data))
        for start in _inflatable(data):
            text, _ = blocks.inflate(data[start : start + blocks.MAX_INFLATED])
            if text:
                self._add(deeper, Piece(text, stream.owner(start)))

    def _squeezed(self, stream: Streams) -> None:
        """The patterns that are letters, where six letters stand in a row: in noise that is seldom."""
        data = stream.data
        squeezed = data.translate(LOWERED, DROPPED)
        places, sample = [(0, 0)], squeezed
        if not any(s.wide for s in self._sets):
            runs = _runs(squeezed.translate(blocks.ALNUM_RUN), _A6)
            sample = b"\xff".join([squeezed[start:end] for start, end in runs])
            places, size = [], 0
            for start, end in runs:
                places.append((size, start))
                size += end - start + 1
        for secrets in self._sets:
            if secrets.search is None or not sample:
                continue
            for index, start, end in secrets.search.find_matches_as_indexes(sample, overlapping=True):
                if end - start >= 6 and secrets.forms[index].rule != Rule.TRIGGER:
                    at, origin = next(p for p in reversed(places) if p[0] <= start)
                    self.found.add(stream.owner(stream.kept(origin + start - at)))


_A6, _A8 = b"a" * 6, b"a" * 8
_ZEROS = b"\0" * 6
_UTF8 = bytes(76 if c in b"\xc2\xe2\xef\xf0" else 97 if c < 128 else 99 if c < 192 else 32 for c in range(256))
_WIDE = re.compile(rb"Lc{1,3}a{0,8}Lc{1,3}a{0,8}Lc{1,3}a{0,8}Lc")
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")


def _runs(classes: bytes, least: bytes) -> list[tuple[int, int]]:
    """The runs of ``a`` that are as long as ``least``: faster than any pattern where they are few."""
    found: list[tuple[int, int]] = []
    start = classes.find(least)
    while start >= 0:
        end = classes.find(b" ", start)
        end = len(classes) if end < 0 else end
        found.append((start, end))
        start = classes.find(least, end)
    return found


def _odd(data: bytes) -> Iterator[int]:
    """Where UTF-16 begins, or letters that are wide or have invisible ones between them: left to the closer look."""
    for first in (0, 1):
        half = data[first::2]
        at = half.find(_ZEROS)
        while at >= 0:
            # All zeros hide nothing; UTF-32 has as many beside these as letters.
            if data.count(0, 2 * at, 2 * at + 12) < 10:
                yield 2 * at + first
            at = half.find(_ZEROS, at + 1)
    classes = data.translate(_UTF8)
    if b"L" in classes:
        yield from (m.start() for m in _WIDE.finditer(classes))


def _inflatable(data: bytes) -> Iterator[int]:
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        yield at
        at = data.find(b"\x1f\x8b\x08", at + 3)
    yield from (m.start() for m in _ZLIB.finditer(data))


def _turnable(text: str) -> bool:
    return "%" in text or "&" in text or "\\" in text or "=?" in text or text.count("=") > 2


def _marked(text: str) -> bool:
    if not text.isascii():
        text = flatten(text)
    if len(text) < 6:
        return False
    return "%" in text or "\\" in text or "=" in text or "<" in text or ("&" in text and ";" in text) or "&#" in text


def _stands(folded: str, value: str) -> bool:
    """True when ``value`` stands behind a sign that a URL's values stand behind, and ends as one."""
    at = folded.find(value)
    while at >= 0:
        if at and folded[at - 1] in "=/#?" and _VALUE_END.match(folded, at + len(value)):
            return True
        at = folded.find(value, at + 1)
    return False
