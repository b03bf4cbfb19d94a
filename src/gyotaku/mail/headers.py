"""Header blocks and fields as they came, byte by byte (RFC 5322 section 2.2), and MIME parameters (RFC 2045, RFC 2231).

Own code and not a library's, because the header block is evidence: DKIM, the Received chain and every disputed reading
need the raw bytes in wire order, and the readers tried drop, reorder or rewrite some of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from gyotaku.mail import limits
from gyotaku.mail.charsets import decode, decode_words
from gyotaku.model import Defect, Header
from gyotaku.patterns import pattern

_EOL = pattern(rb"\r\r?\n|\n|\r")
"""CRLF, LF, lone CR, and the CR CR LF that double conversion leaves."""
_FOLD = pattern(rb"(?:\r\r?\n|\n|\r)[ \t]*+")
_BLOCK = pattern(rb"(?:[^\r\n][^\n]*+\n)*+(?=\r?\n)")
"""The usual block: lines that end with LF or CRLF, up to an empty one."""
_LONE_CR = pattern(rb"\r(?!\n)")
_FIELDS = pattern(rb"[^\n][^\n]*+(?:\n[ \t\r][^\n]*+)*+\n?")
"""Whole fields, folding included, of a block without lone CR."""
_EMPTY_LINES = ((b"\n\r\n", 1), (b"\n\n", 1), (b"\n\r\r\n", 1), (b"\r\r", 1))
"""Line end and empty line; the number is where the empty line begins in the mark."""
_NAME = pattern(rb"[!-9;-~]{1,200}\Z")
"""RFC 5322 section 2.2: printable ASCII except the colon."""
_STRIP = b" \t\r\n\x00\x0b\x0c"


def block_end(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block that begins at ``start`` ends, and where the body begins.

    The block is ``raw[start:first]`` (with the last field's line end), the empty line ``raw[first:second]``. Without
    an empty line both are ``end``. The earliest empty line in any line-end convention counts.
    """
    plain = _BLOCK.match(raw, start, end)
    if plain:
        first = plain.end()
        after = first + (1 if raw[first] == 0x0A else 2)
        if raw.find(b"\r", start, first) < 0 or not _LONE_CR.search(raw, start, first):
            return first, after
    eol = _EOL.match(raw, start, end)
    if eol:
        return start, eol.end()
    # The window grows so that a part is scanned little further than its own first empty line, whatever follows it.
    size = 4096
    while True:
        stop = min(end, start + size)
        first, after = stop, stop
        for mark, keep in _EMPTY_LINES:
            at = raw.find(mark, start, min(stop, first + 3))
            if mark == b"\r\r":
                while at >= 0 and raw[at + 2 : at + 3] == b"\n":
                    at = raw.find(mark, at + 3, min(stop, first + 3))
            if 0 <= at < first:
                first, after = at + keep, at + len(mark)
        if after > first:
            return first, after
        if stop >= end:
            return end, end
        size *= 4


def lone_cr(block: bytes) -> bool:
    """Whether a CR stands in the block that is part of no CRLF: some readers end a line there, some do not."""
    return bool(_LONE_CR.search(block))


def split_fields(block: bytes) -> list[bytes]:
    """The block's fields with folding and line ends kept: joined they are the block again.

    A line that begins with white space belongs to the field above it (RFC 5322 section 2.2.3). Beyond
    ``limits.HEADERS`` fields the rest stands together in one last element.
    """
    if b"\r" not in block or not _LONE_CR.search(block):
        quick: list[bytes] = _FIELDS.findall(block)
        if len(quick) <= limits.HEADERS.value:
            return quick
    fields: list[bytes] = []
    begin = at = 0
    for line in block.splitlines(keepends=True):
        if line[0] not in b" \t\r\n" and at > begin:
            fields.append(block[begin:at])
            begin = at
            if len(fields) >= limits.HEADERS.value:
                at = len(block)
                break
        at += len(line)
    if at > begin:
        fields.append(block[begin:at])
    return fields


def unfold(body: bytes) -> bytes:
    """A field body on one line: each line end with the white space after it becomes one space, ends trimmed."""
    body = body.strip(_STRIP)
    if b"\r" in body:
        body = body.replace(b"\r\n", b"\n")
        if b"\r" in body:
            return _FOLD.sub(b" ", body)
    if b"\n" in body:
        return b" ".join([line.lstrip(b" \t") for line in body.split(b"\n")])
    return body


def read_headers(block: bytes, where: str = "header:", hint: str | None = None) -> tuple[list[Header], list[Defect]]:
    """Every field of a block in wire order, with what was odd about it.

    ``where`` is the pointer prefix that the field's index is put to. ``hint`` is the charset that raw 8-bit bytes are
    tried with when nothing else tells (the body's label). Lines that are no field (no colon, an mbox ``From `` line)
    are kept as a :class:`Header` with the name ``""``, so that nothing of the block is lost.
    """
    headers: list[Header] = []
    defects: list[Defect] = []
    fields = split_fields(block)
    if len(fields) > limits.HEADERS.value:
        defects.append(limits.HEADERS.defect("mail"))
    plain = block.isascii() and b"\x1b" not in block and b"\x00" not in block and len(block) < limits.HEADER_BYTES.value
    for index, raw in enumerate(fields):
        name, colon, body = raw.partition(b":")
        known = _plain_name(name) if colon else None
        if known is None or index >= limits.HEADERS.value:
            headers.append(_odd_field(index, raw, where, hint, defects))
        elif plain and b"=?" not in body:
            # The usual field in the usual block: nothing to decode, and no need to ask field by field.
            line = body.strip(_STRIP)
            if b"\n" in line or b"\r" in line:
                line = unfold(line)
            headers.append(Header(index, known, raw, line.decode("ascii")))
        else:
            headers.append(Header(index, known, raw, _value(index, body, where, hint, defects)))
    return headers, defects


def _odd_field(index: int, raw: bytes, where: str, hint: str | None, defects: list[Defect]) -> Header:
    """A line that is no field by RFC 5322: what lenient readers take it for, or a nameless :class:`Header`."""
    name, colon, body = raw.partition(b":")
    odd = _odd_name(index, raw, name) if colon and index < limits.HEADERS.value else None
    if odd is None:
        if not (index == 0 and raw.startswith((b"From ", b">From "))):
            defects.append(Defect(f"{where}{index}", "header-garbage", _show(raw)))
        return Header(index, "", raw, _value(index, raw, where, hint, defects))
    trimmed, what = odd
    defects.append(Defect(f"{where}{index}", what, _show(raw)))
    return Header(index, trimmed.decode("ascii"), raw, _value(index, body, where, hint, defects))


@lru_cache(maxsize=2048)
def _plain_name(name: bytes) -> str | None:
    """The name as text when it is one by RFC 5322. Remembered: the same few hundred names are in every mail."""
    return name.decode("ascii") if _NAME.match(name) else None


def _odd_name(index: int, raw: bytes, name: bytes) -> tuple[bytes, str] | None:
    """A name that some readers take for one though RFC 5322 does not, and the defect's id; ``None`` for no name."""
    if index == 0 and raw.startswith((b"From ", b">From ")) and name.rstrip(b" \t") != b"From":
        return None
    trimmed = name.strip(_STRIP)
    if not _NAME.match(trimmed):
        return None
    if name[:1] in b" \t":
        return trimmed, "header-leading-space"
    if name != name.rstrip(_STRIP):
        return trimmed, "header-space-before-colon"
    return trimmed, "header-name-odd"


def _value(index: int, body: bytes, where: str, hint: str | None, defects: list[Defect]) -> str:
    if len(body) > limits.HEADER_BYTES.value:
        defects.append(limits.HEADER_BYTES.defect(f"{where}{index}"))
        body = body[: limits.HEADER_BYTES.value]
    line = unfold(body)
    if b"\x00" in body:
        defects.append(Defect(f"{where}{index}", "header-nul", "a NUL stands in the field"))
    if line.isascii() and b"=?" not in line and b"\x1b" not in line:
        return line.decode("ascii")
    if line.count(b"=?") > limits.ENCODED_WORDS.value:
        defects.append(limits.ENCODED_WORDS.defect(f"{where}{index}"))
    return decode_words(line, hint)


def _show(raw: bytes) -> str:
    return raw[:80].decode("latin-1").strip()


# -- Parameters --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameters:
    """A field of the form ``value; name=value`` (RFC 2045 section 5.1, RFC 2183), read leniently."""

    value: str
    """What stands before the first parameter, lower case, comments out: ``text/html``, ``attachment``; ``""`` =
    none.
    """
    pairs: tuple[tuple[str, str], ...]
    """Parameters in wire order, names in lower case, RFC 2231 put together, encoded words decoded. Doubles are kept."""
    defects: tuple[str, ...] = ()
    """Ids of what was odd: ``parameter-duplicate``, ``limit-parameters``…"""

    def get(self, name: str) -> str | None:
        """The first value of that name; ``None`` when there is none."""
        return next((value for key, value in self.pairs if key == name), None)

    def every(self, name: str) -> tuple[str, ...]:
        """All values of that name: readers differ in which one they take."""
        return tuple(value for key, value in self.pairs if key == name)


_HEAD = pattern(rb"[\s\x00]*+([^;\s\"=(]{0,200}+)")
_PARAMETER = pattern(rb"([^=;\s\"()]{1,200}+)\s*+=\s*+")
_SEPARATOR = pattern(rb"[; \t,]")
_QUOTED = pattern(rb'"((?:[^"\\]|\\.)*+)("?)', re.S)
_COMMENT = pattern(rb"\(([^()\\\"]|\\.)*+\)", re.S)
_ESCAPED = pattern(rb"\\(.)", re.S)
_SECTION = pattern(r"(?P<base>[^*]{1,180}+)\*(?:(?P<number>[0-9]{1,5})(?P<encoded>\*)?)?\Z")
_NAMES = frozenset((b"name", b"filename"))


def read_parameters(body: bytes) -> Parameters:
    """Value and parameters of a Content-Type or Content-Disposition field body (folded or not).

    Lenient as readers are: semicolons may be missing or doubled, quotes may stay open, unquoted file names may hold
    spaces, comments are skipped. Never raises; cost is linear in the size, which ``limits.PARAMETER_BYTES`` bounds.
    """
    odd: list[str] = []
    if len(body) > limits.PARAMETER_BYTES.value:
        odd.append("limit-parameter-bytes")
        body = body[: limits.PARAMETER_BYTES.value]
    line = unfold(body)
    if b"(" in line:
        line = _COMMENT.sub(b" ", line) if b'"' not in line else _outside_quotes(line)
    head = _HEAD.match(line)
    value, at = (head.group(1), head.end()) if head else (b"", 0)
    if line[at : at + 1] == b"=":  # `Content-Type: charset=utf-8`: the value was left out
        value, at = b"", 0
    raw_pairs = _raw_pairs(line, at, odd)
    pairs = _join_sections(raw_pairs, odd)
    seen = [name for name, _ in pairs]
    if len(set(seen)) != len(seen):
        odd.append("parameter-duplicate")
    return Parameters(value.decode("ascii", "replace").lower().strip("\x00"), tuple(pairs), tuple(odd))


def _outside_quotes(line: bytes) -> bytes:
    """Comments taken out, but not from inside quoted strings."""
    pieces = line.split(b'"')
    pieces[::2] = [_COMMENT.sub(b" ", piece) for piece in pieces[::2]]
    return b'"'.join(pieces)


def _raw_pairs(line: bytes, at: int, odd: list[str]) -> list[tuple[str, bytes]]:
    pairs: list[tuple[str, bytes]] = []
    size = len(line)
    while at < size:
        found = _PARAMETER.match(line, at)
        if not found:
            # Not a parameter here: go on behind the next thing that can separate two.
            next_one = _SEPARATOR.search(line, at)
            if not next_one:
                break
            at = next_one.end()
            continue
        if len(pairs) >= limits.PARAMETERS.value:
            odd.append("limit-parameters")
            break
        name = found.group(1).lower()
        at = found.end()
        quoted = _QUOTED.match(line, at)
        if quoted:
            value = quoted.group(1)
            if b"\\" in value:
                value = _ESCAPED.sub(rb"\1", value)
            if not quoted.group(2):
                odd.append("parameter-quote-open")
            at = quoted.end()
        else:
            stop = line.find(b";", at)
            value = line[at : stop if stop >= 0 else size].strip()
            if name.split(b"*")[0] not in _NAMES:
                value = value.split(None, 1)[0] if value else value
            at += max(len(value), 0)
        pairs.append((name.decode("ascii", "replace"), value))
    return pairs


def _join_sections(raw_pairs: list[tuple[str, bytes]], odd: list[str]) -> list[tuple[str, str]]:
    """RFC 2231 sections 3 and 4: ``name*0*=…; name*1=…`` in number order, whatever their order on the wire."""
    pairs: list[tuple[str, str]] = []
    sections: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for name, value in raw_pairs:
        match = _SECTION.match(name) if "*" in name else None
        if match is None:
            pairs.append((name, decode_words(value) if value else ""))
            continue
        base = match["base"]
        number = int(match["number"] or 0)
        encoded = bool(match["encoded"]) or match["number"] is None
        into = sections.setdefault(base, {})
        if number in into:
            odd.append("parameter-duplicate")
        else:
            into[number] = (value, encoded)
    for base, numbered in sections.items():
        pairs = [pair for pair in pairs if pair[0] != base] if base in _plain_twins(pairs) else pairs
        pairs.append((base, _extended(numbered)))
    return pairs


def _plain_twins(pairs: list[tuple[str, str]]) -> frozenset[str]:
    """RFC 6266 section 4.3, done by mail readers too: ``name*`` is preferred over the plain ``name`` beside it."""
    return frozenset(name for name, _ in pairs)


def _extended(numbered: dict[int, tuple[bytes, bool]]) -> str:
    charset: str | None = None
    pieces: list[bytes] = []
    for position, number in enumerate(sorted(numbered)):
        value, encoded = numbered[number]
        if encoded:
            if position == 0 and value.count(b"'") >= 2:
                label, _, value = value.split(b"'", 2)
                charset = label.decode("ascii", "replace") or None
            value = unquote_to_bytes(value)
        pieces.append(value)
    joined = b"".join(pieces)
    if charset is None and b"=?" in joined:
        return decode_words(joined)
    return decode(joined, charset)[0]
