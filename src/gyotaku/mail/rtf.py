"""HTML and text out of Outlook's RTF: decompression ([MS-OXRTFCP]) and de-encapsulation ([MS-OXRTFEX])."""

from __future__ import annotations

import re

from gyotaku.patterns import pattern

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""[MS-OXRTFCP] section 2.1.3.1.1: what the window holds before the first byte."""
_MOST = 20_000_000
"""RTF bytes at most: the format cannot inflate more than eightfold, so only size itself needs a bound."""


def decompress(data: bytes) -> bytes:
    """The RTF in a PidTagRtfCompressed value; ``b""`` when it is none. A damaged stream gives what could be read."""
    if len(data) < 16:
        return b""
    if data[8:12] == b"MELA":
        return data[16:_MOST]
    if data[8:12] != b"LZFu":
        return b""
    window = bytearray(_DICTIONARY.ljust(4096, b" "))
    write = len(_DICTIONARY)
    out = bytearray()
    at, end = 16, len(data)
    while at < end and len(out) < _MOST:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not control >> bit & 1:
                out.append(data[at])
                window[write & 4095] = data[at]
                write += 1
                at += 1
                continue
            if at + 1 >= end:
                return bytes(out)
            token = data[at] << 8 | data[at + 1]
            at += 2
            offset, length = token >> 4, (token & 15) + 2
            if offset == write & 4095:
                return bytes(out)
            for step in range(length):
                byte = window[(offset + step) & 4095]
                out.append(byte)
                window[write & 4095] = byte
                write += 1
    return bytes(out)


_TOKEN = pattern(
    rb"\\([A-Za-z]{1,32}+)(-?[0-9]{1,10}+)? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([{}])|[\r\n]++|([^\\{}\r\n]++)|\\",
    re.S,
)
_SPACES = {b"par": b"\r\n", b"line": b"\r\n", b"tab": b"\t", b"lquote": b"'", b"rquote": b"'", b"bullet": b"*"}
_CHARACTERS = {b"ldblquote": '"', b"rdblquote": '"', b"emdash": "—", b"endash": "–"}
_SKIPPED = frozenset(
    (b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"mhtmltag", b"generator", b"listtable")
)
_DEEPEST = 1_000
"""Groups deeper than this are not told apart any more; Outlook nests a dozen."""


class _Reader:
    """State of one pass: what is being written, and whether it is skipped."""

    def __init__(self, html: bool) -> None:
        self.html = html
        self.charset = "cp1252"
        self.out: list[str] = []
        self.held = bytearray()
        self.skip_after_unicode = 1
        self.pending = 0
        self.in_rtf = False
        self.stack: list[tuple[bool, bool]] = []
        self.skipped = False
        self.in_tag = False

    @property
    def silent(self) -> bool:
        return self.skipped or (self.html and self.in_rtf and not self.in_tag)

    def flush(self) -> None:
        """Bytes are held until the run ends, so that ``\\'82\\'a0`` is one character."""
        if self.held:
            self.out.append(self.held.decode(self.charset, "replace"))
            self.held.clear()

    def put(self, data: bytes) -> None:
        if self.pending:
            taken = min(self.pending, len(data))
            self.pending -= taken
            data = data[taken:]
        if data and not self.silent:
            self.held += data

    def word(self, name: bytes, number: bytes | None) -> None:
        value = int(number) if number else None
        if name == b"htmlrtf":
            self.in_rtf = value != 0
        elif name == b"htmltag":
            self.skipped, self.in_tag = False, True
        elif name == b"ansicpg" and value:
            self._codepage(value)
        elif name == b"uc" and value is not None:
            self.skip_after_unicode = max(0, min(value, 8))
        elif name == b"u" and value is not None:
            if not self.silent:
                self.flush()
                self.out.append(chr(value & 0xFFFF) if not 0xD800 <= value & 0xFFFF < 0xE000 else "�")
            self.pending = self.skip_after_unicode
        elif name in _SKIPPED:
            self.skipped = True
        elif name in _SPACES:
            self.put(_SPACES[name])
        elif name in _CHARACTERS and not self.silent:
            self.flush()
            self.out.append(_CHARACTERS[name])

    def _codepage(self, value: int) -> None:
        try:
            "".encode(f"cp{value}")
            self.charset = f"cp{value}"
        except LookupError:
            self.charset = "utf-8" if value == 65001 else "cp1252"


def read_rtf(rtf: bytes) -> tuple[str, bool]:
    """The text of an RTF body, and whether it is HTML (``\\fromhtml1``). Lenient, linear, never raises."""
    html = b"\\fromhtml" in rtf[:4096]
    reader = _Reader(html)
    for token in _TOKEN.finditer(rtf):
        word, number, code, symbol, brace, text = token.groups()
        if word:
            reader.word(word, number)
        elif code:
            reader.put(bytes((int(code, 16),)))
        elif symbol == b"*":
            reader.skipped = True
        elif symbol:
            reader.put({b"~": b" ", b"_": b"-", b"\n": b"\r\n", b"\r": b"\r\n"}.get(symbol, symbol))
        elif brace == b"{":
            if len(reader.stack) < _DEEPEST:
                reader.stack.append((reader.skipped, reader.in_tag))
        elif brace == b"}":
            if reader.stack:
                reader.skipped, reader.in_tag = reader.stack.pop()
        elif text:
            reader.put(text)
    reader.flush()
    return "".join(reader.out), html
