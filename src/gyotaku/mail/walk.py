"""The MIME tree of a mail (RFC 2046 section 5.1), found by one walk over the bytes; never by recursion.

Own code and not a library's, for three reasons. The tree is a trust boundary: readers differ in which delimiter,
which of two Content-Type fields, which parameter they believe, and phish is built for the gap, so each choice has to
be an argument here (:class:`Manner`) and every place has to be known by its offset. A library that recurses in native
code ends the whole process at depth 10,000. And one walk is linear: every delimiter line is looked up in a dictionary
of open boundaries.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from gyotaku.mail import limits
from gyotaku.mail.headers import Parameters, block_end, lone_cr, read_headers, read_parameters
from gyotaku.mail.limits import Limit
from gyotaku.mail.transfer import decode_transfer
from gyotaku.model import Defect, Header
from gyotaku.patterns import pattern


@dataclass(frozen=True, slots=True)
class Manner:
    """One way to read what the standard forbids or leaves open. Each field is a place where real readers part."""

    outer: bool = True
    """An outer delimiter ends an unclosed inner multipart (RFC 2046 section 5.1.2 demands it; some readers do not)."""
    prefix: bool = False
    """A line that only begins with the boundary delimits too."""
    in_headers: bool = True
    """A delimiter inside a header block ends the block; else the block swallows it and goes on to an empty line."""
    last: bool = False
    """Of several Content-Type or Content-Transfer-Encoding fields the last counts, not the first."""


COMMON = Manner()
"""As RFC 2046 says and most readers do; where the standard is silent, as the Python, Java and .NET libraries read."""
INNERMOST = Manner(outer=False, prefix=True, in_headers=False, last=True)
"""As readers do that look for the innermost boundary only (the stalwart mail server, for one)."""


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree while it is being found. Offsets count in ``source``."""

    source: bytes
    start: int
    """First byte of the header block."""
    parent: Node | None
    default_type: str = "text/plain"
    body: int = 0
    end: int = 0
    headers: list[Header] = field(default_factory=list)
    header_defects: list[Defect] = field(default_factory=list)
    media_type: str = "text/plain"
    type_field: Parameters | None = None
    disposition: Parameters | None = None
    content_id: str | None = None
    encoding: str = ""
    boundary: bytes = b""
    closed: bool = False
    kind: str = "leaf"
    """``leaf``, ``multipart`` or ``message``."""
    children: list[Node] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Defects of this part: id and detail; the pointer is known when the tree is."""
    path: str = ""
    decoded: bytes | None = None
    """Content of a message that had to be decoded before it could be walked."""

    @property
    def body_bytes(self) -> bytes:
        """The body as it stands in the source, transfer encoding still on."""
        return self.source[self.body : self.end]


_TYPE = pattern(r"[a-z0-9!#$&^_.+\-]{1,100}/[a-z0-9!#$&^_.+*\-]{1,100}\Z")
_LIKE_HEADERS = pattern(rb"[\s\x00]{0,100}+(?:>?From [^\r\n]{1,300}[\r\n]+)?[!-9;-~]{1,100}+[ \t]{0,20}+:")
_DELIMITER_AT_ANY_EOL = pattern(rb"[\r\n]--")
_EOL = pattern(rb"\r\r?\n|\n|\r")
_BLANK = pattern(rb"[\r\n]*+")
_PLAIN_BOUNDARY = pattern(r"[!-~](?:[ -~]{0,198}[!-~])?\Z")
_GUESSED = pattern(rb"^--([^\r\n]{1,200}+)\r?\n(?:content-|mime-)", re.I | re.M)
_GUESS_WITHIN = 65_536
_C = frozenset("Cc")
_PLAIN_TOKEN = pattern(rb"[!-9;-~]{1,200}: *[A-Za-z0-9\-]{1,100}[ \t;]*[\r\n]*\Z")
"""Content-Transfer-Encoding as everybody writes it: on one line, no comment, no encoded word."""
_TOKEN = pattern(r"[^\s;,()]{1,100}")
_WINDOW = 4096
_LONGEST_BOUNDARY = 1_000
"""RFC 2046 allows 70 characters; readers take more."""


class Walk:
    """One walk over one mail in one manner. ``nodes`` is the tree flat, depth first, when :meth:`run` is done."""

    def __init__(self, manner: Manner = COMMON, hint: str | None = None) -> None:
        self.manner = manner
        self.nodes: list[Node] = []
        self.defects: list[Defect] = []
        self._count = 0
        self._messages = 0
        self._nested_bytes = 0
        self._stack: list[Node] = []
        self._active: dict[bytes, list[Node]] = {}
        self._open_boundaries = 0
        self._ended: dict[bytes, Node] = {}
        self._longest = 0
        self._jobs: deque[tuple[Node, int]] = deque()
        self._reached: set[str] = set()
        self._any_eol: bool | None = None
        """Whether a delimiter may stand behind a lone CR; ``None`` until the first delimiter is looked for."""

    def run(self, raw: bytes, start: int = 0) -> Node:
        """The root of the tree of ``raw``, whose header block begins at ``start``. Never raises."""
        root = Node(raw, start, None)
        self._jobs.append((root, 0))
        while self._jobs:
            node, level = self._jobs.popleft()
            self._buffer(node, level)
        self._settle(root)
        return root

    # -- one buffer ----------------------------------------------------------------------------------------------------

    def _buffer(self, root: Node, level: int) -> None:
        """Walk one stretch of bytes: the mail itself, or a message that stood in it encoded."""
        source = root.source
        self._begin()
        at = self._open(root, root.start, level)
        while self._open_boundaries:
            at = self._next(source, at)
            if at < 0:
                break
            line = self._line(source, at)
            container, closing = self._match(line)
            if container is None:
                late = self._ended.get(line)
                if late is not None and late.end == 0:
                    late.notes.append(("part-after-close", "a delimiter stands behind the closing one"))
                at += 3
                continue
            self._end_above(container, _content_end(source, at))
            after = _line_end(source, at + 3)
            if source[after - 1] == 0x0D:
                container.notes.append(("line-end-odd", "a delimiter line ends with a lone CR"))
            if closing:
                self._close(container)
                at = max(at + 3, after - 1)
                continue
            if self._count >= limits.PARTS.value:
                self._reach(limits.PARTS)
                break
            if after >= len(source) or self._swallowed(source, after):
                break
            kind = "message/rfc822" if container.media_type == "multipart/digest" else "text/plain"
            child = Node(source, after, container, kind)
            container.children.append(child)
            at = self._open(child, after, level)
        if self._any_eol and self._count > 1:
            root.notes.append(("line-end-odd", "a delimiter line begins behind a lone CR"))
        for node in self._stack:
            node.end = len(source)
            if node.closed and at >= 0:
                late_at = source.find(b"\n--" + node.boundary, at)
                if late_at >= 0 and not source.startswith(b"--", late_at + 3 + len(node.boundary)):
                    node.notes.append(("part-after-close", "a delimiter stands behind the closing one"))
            if node.kind == "multipart" and not node.closed and node.children:
                node.notes.append(("close-delimiter-missing", ""))
            if node.kind == "leaf":
                self._finish(node, level)

    def _begin(self) -> None:
        self._stack, self._active, self._ended = [], {}, {}
        self._open_boundaries = self._longest = 0
        self._any_eol = None

    def _swallowed(self, source: bytes, start: int) -> bool:
        """Whether a header block begins here that, in this manner, never ends."""
        if self.manner.in_headers:
            return False
        first, after = block_end(source, start, len(source))
        return first == after

    def _next(self, source: bytes, at: int, end: int | None = None) -> int:
        """Offset of the line end before the next line that begins with two dashes; -1 when there is none."""
        stop = len(source) if end is None else end
        if self._any_eol is None:
            self._any_eol = source.find(b"\r--") >= 0
        if self._any_eol:
            found = _DELIMITER_AT_ANY_EOL.search(source, at, stop)
            return found.start() if found else -1
        return source.find(b"\n--", at, stop)

    def _line(self, source: bytes, at: int) -> bytes:
        """The line behind the two dashes, as far as a delimiter could reach, trailing blanks off."""
        line = source[at + 3 : at + 3 + self._longest + 100].partition(b"\n")[0]
        return line.rstrip(b"\r").partition(b"\r")[0].rstrip(b" \t")

    def _match(self, line: bytes) -> tuple[Node | None, bool]:
        """The open multipart that this line delimits, and whether it closes it."""
        if self.manner.prefix or not self.manner.outer:
            return self._match_otherwise(line)
        opened = self._active.get(line)
        if opened:
            return opened[-1], False
        if line.endswith(b"--"):
            opened = self._active.get(line[:-2])
            if opened:
                return opened[-1], True
        return None, False

    def _match_otherwise(self, line: bytes) -> tuple[Node | None, bool]:
        for node in reversed(self._stack):
            if node.kind != "multipart" or node.closed:
                continue
            if line == node.boundary or (self.manner.prefix and line.startswith(node.boundary)):
                return node, line[len(node.boundary) : len(node.boundary) + 2] == b"--"
            if not self.manner.outer:
                break
        return None, False

    def _end_above(self, container: Node, end: int) -> None:
        """Everything opened inside the container since its last delimiter ends here."""
        while self._stack[-1] is not container:
            node = self._stack.pop()
            node.end = max(node.body, end)
            if node.kind == "multipart" and not node.closed:
                self._deactivate(node)
                if node.children:
                    node.notes.append(("close-delimiter-missing", ""))
            if node.kind == "leaf":
                self._finish(node, len(self._stack))

    def _close(self, container: Node) -> None:
        container.closed = True
        self._deactivate(container)
        self._ended[container.boundary] = container

    def _deactivate(self, node: Node) -> None:
        self._active[node.boundary].remove(node)
        self._open_boundaries -= 1

    # -- one part ------------------------------------------------------------------------------------------------------

    def _open(self, node: Node, start: int, level: int) -> int:
        """Read the part's header fields and go into it; gives the offset to look for delimiters from."""
        while True:
            self._count += 1
            self._read_fields(node, start)
            self._stack.append(node)
            depth = level + len(self._stack)
            node.kind = self._kind(node, depth)
            if node.kind == "multipart":
                self._active.setdefault(node.boundary, []).append(node)
                self._open_boundaries += 1
                self._longest = max(self._longest, len(node.boundary))
            if node.kind != "message" or node.decoded is not None:
                return max(node.body - 1, start - 1, 0)
            start = _skip_blank(node.source, node.body)
            inner = Node(node.source, start, node)
            node.children.append(inner)
            node = inner

    def _read_fields(self, node: Node, start: int) -> None:
        source = node.source
        first, after = self._block_end(source, start)
        self._set_fields(node, start, first, after)
        if node.boundary and self.manner.in_headers and b"\n--" in source[start:first]:
            mark = source.find(b"\n--" + node.boundary, start, first)
            if mark >= 0:
                node.notes.append(("blank-line-missing", "the first delimiter follows the header fields directly"))
                self._set_fields(node, start, mark + 1, mark + 1)

    def _block_end(self, source: bytes, start: int) -> tuple[int, int]:
        """As :func:`block_end`, but a delimiter inside the block ends it: then the part has no body.

        The window grows, so that a block without an empty line costs no more than what is found in it.
        """
        guarded = bool(self._open_boundaries) and self.manner.in_headers
        size = _WINDOW if guarded else len(source)
        while True:
            stop = min(len(source), start + size)
            first, after = block_end(source, start, stop)
            if guarded:
                at = self._next(source, max(start - 1, 0), first + 2)
                while at >= 0:
                    if self._match(self._line(source, at))[0] is not None:
                        return at + 1, at + 1
                    at = self._next(source, at + 3, first + 2)
            if first < after or stop == len(source):
                return first, after
            size *= 4

    def _set_fields(self, node: Node, start: int, first: int, after: int) -> None:
        block = node.source[start:first]
        node.headers, node.header_defects = read_headers(block)
        if b"\r" in block and lone_cr(block):
            node.notes.append(("line-end-odd", "a lone CR stands in the header block"))
        node.body = after
        types, encodings, dispositions = [], [], []
        for header in node.headers:
            name = header.name
            if name[:1] not in _C or (name := name.lower())[:8] != "content-":
                continue
            if name == "content-type":
                types.append(header)
            elif name == "content-transfer-encoding":
                encodings.append(header)
            elif name == "content-disposition":
                dispositions.append(header)
            elif name == "content-id" and node.content_id is None:
                node.content_id = header.value.strip("<> \t") or None
        self._set_type(node, types)
        if encodings:
            chosen = self._chosen(node, encodings)
            token = _TOKEN.search(chosen.value)
            node.encoding = token.group().lower().strip("\"'") if token else ""
            if not _PLAIN_TOKEN.match(chosen.raw):
                node.notes.append(("transfer-encoding-odd", chosen.value[:80]))
        if dispositions:
            node.disposition = read_parameters(self._chosen(node, dispositions).raw.partition(b":")[2])
            node.notes.extend((what, "Content-Disposition") for what in node.disposition.defects)

    def _chosen(self, node: Node, fields: list[Header]) -> Header:
        if len(fields) > 1:
            if len({header.value for header in fields}) > 1:
                node.notes.append((f"{fields[0].name.lower()}-duplicate", "readers differ in which one counts"))
            return fields[-1] if self.manner.last else fields[0]
        return fields[0]

    def _set_type(self, node: Node, types: list[Header]) -> None:
        node.media_type = node.default_type
        node.boundary = b""
        node.type_field = None
        if not types:
            return
        node.type_field = read_parameters(self._chosen(node, types).raw.partition(b":")[2])
        node.notes.extend((what, "Content-Type") for what in node.type_field.defects)
        value = node.type_field.value
        if _TYPE.match(value):
            node.media_type = value
        elif value.startswith("multipart"):
            node.media_type = "multipart/mixed"
            node.notes.append(("media-type-odd", value[:80]))
        elif value:
            node.notes.append(("media-type-odd", value[:80]))
        if node.media_type.startswith("multipart/"):
            boundaries = node.type_field.every("boundary")
            if len(set(boundaries)) > 1:
                node.notes.append(("boundary-duplicate", "readers differ in which one counts"))
            if boundaries:
                chosen = boundaries[-1] if self.manner.last else boundaries[0]
                node.boundary = chosen.encode("utf-8", "surrogateescape")[:_LONGEST_BOUNDARY].rstrip()
                if not _PLAIN_BOUNDARY.match(chosen):
                    node.notes.append(("boundary-odd", chosen[:80]))

    def _kind(self, node: Node, depth: int) -> str:
        if node.media_type.startswith("multipart/"):
            if not node.boundary:
                node.notes.append(("boundary-missing", ""))
                guess = _GUESSED.search(node.source, node.body, node.body + _GUESS_WITHIN)
                if guess:
                    node.boundary = guess.group(1).rstrip()
            if depth > limits.DEPTH.value:
                self._reach(limits.DEPTH)
                return "leaf"
            return "multipart" if node.boundary else "leaf"
        if node.media_type in {"message/rfc822", "message/global", "message/news"}:
            if depth > limits.DEPTH.value or self._messages >= limits.MESSAGES.value:
                self._reach(limits.DEPTH if depth > limits.DEPTH.value else limits.MESSAGES)
                return "leaf"
            if node.encoding in {"base64", "quoted-printable", "x-uuencode"}:
                return "leaf"
            if not _LIKE_HEADERS.match(node.source, node.body):
                node.notes.append(("message-without-headers", ""))
                return "leaf"
            self._messages += 1
            return "message"
        return "leaf"

    def _finish(self, node: Node, level: int) -> None:
        """A leaf whose end is known: an encoded message in it is walked in its turn."""
        if not node.encoding or not node.media_type.startswith("message/") or node.path:
            return
        if node.media_type not in {"message/rfc822", "message/global", "message/news"}:
            return
        if node.encoding not in {"base64", "quoted-printable", "x-uuencode"} or level >= limits.DEPTH.value:
            return
        content, odd = decode_transfer(node.encoding, node.body_bytes)
        node.notes.extend((what, "") for what in odd)
        self._nested_bytes += len(content)
        if self._nested_bytes > limits.DECODED.value:
            self._reach(limits.DECODED)
            return
        if not _LIKE_HEADERS.match(content):
            node.notes.append(("message-without-headers", ""))
            return
        self._messages += 1
        node.kind, node.decoded = "message", content
        inner = Node(content, _skip_blank(content, 0), node)
        node.children.append(inner)
        self._jobs.append((inner, level + 1))

    def _reach(self, limit: Limit) -> None:
        if limit.name not in self._reached:
            self._reached.add(limit.name)
            self.defects.append(limit.defect("mail"))

    def _settle(self, root: Node) -> None:
        """Paths, and the flat order. A multipart in which no delimiter was found is a leaf after all."""
        todo = [(root, "", 0)]
        while todo:
            node, prefix, number = todo.pop()
            if node.kind == "multipart" and not node.children:
                node.kind = "leaf"
                node.notes.append(("delimiter-never-found", node.boundary[:80].decode("latin-1")))
            is_root = number == 0
            node.path = f"{prefix}{'0' if is_root and node.kind == 'multipart' else number or 1}"
            self.nodes.append(node)
            below = f"{node.path}."
            if is_root and node.kind == "multipart":
                below = prefix
            first = 0 if node.kind == "message" else 1
            todo.extend((child, below, first + i) for i, child in reversed(list(enumerate(node.children))))


def _content_end(source: bytes, at: int) -> int:
    """The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1)."""
    if at > 0 and source[at] == 0x0A and source[at - 1] == 0x0D:
        return at - 1
    return at


def _line_end(source: bytes, at: int) -> int:
    """Offset behind the line that ``at`` is in."""
    found = _EOL.search(source, at)
    return found.end() if found else len(source)


def _skip_blank(source: bytes, at: int) -> int:
    """Empty lines before a message's first field are not its end."""
    found = _BLANK.match(source, at)
    return found.end() if found else at
