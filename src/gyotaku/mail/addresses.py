"""Mailboxes out of address fields (RFC 5322 section 3.4), tolerant, in every reading a common reader would take.

Own parser, because the readers' disagreement is itself what must be seen (Chen, Paxson, Jiang: "Composition Kills",
USENIX Security 2020): a library gives one reading and hides the others. One pass over the tokens, no recursion.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from gyotaku.domains import to_ascii
from gyotaku.mail.charsets import decode_words
from gyotaku.model import Address, Header
from gyotaku.patterns import pattern

MAX_TEXT = 32_768
"""Characters of one address field that are read. Longer ones are lists of strangers or attacks."""
MAX_MAILBOXES = 500
"""Mailboxes of one field that are kept; an honest To field of a mailing has fewer."""

_PLAIN = pattern(
    r"(?:\"([^\"\\]*)\"\s{0,50}|([^\"\\()<>\[\]:;,@]*))<([A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]+)@([A-Za-z0-9\-.]+)>"
)
_BARE = pattern(r"([A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]+)@([A-Za-z0-9\-.]+)")
_TOKEN = pattern(r'\\.|[^\\"()<>\[\],;:@\s]+|\s+|[\\"()<>\[\],;:@]', re.DOTALL)
_AT = pattern("[＠﹫]")  # full-width and small commercial at: drawn as @, no @ to a verifier
_EMBEDDED = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,10}")
_HOST = pattern(r"[a-z0-9\-_]{1,63}(?:\.[a-z0-9\-_]{1,63}){0,30}")
_CONTROLS = pattern(r"[\x00-\x1f\x7f-\x9f]")
_JUNK = " \t\r\n\x00.,;:'\"<>()[]\\"


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """What one address field says."""

    addresses: tuple[Address, ...]
    """Every mailbox some common reader would take, in the order of the field; ``()`` when there is none."""
    disputed: bool
    """True when its syntax makes readers differ: two addresses where one belongs, a route, an unclosed bracket or
    quote, two @, a full-width @, an address hidden in an encoded word, control characters. Several mailboxes properly
    separated are no dispute."""


_NONE = Mailboxes((), False)


def parse_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of an address field's value, encoded words in it read; ``()`` when there is none. Never raises."""
    return read_mailboxes(value).addresses


def read_field(field: Header) -> Mailboxes:
    """The mailboxes of a header field.

    Structure comes before decoding (RFC 2047 section 5 (3)): ``=?utf-8?B?PGFAYi5jPiw=?= <d@e.f>`` has one mailbox, and
    only a decoder that works the other way round sees two. So the raw field is read where it holds encoded words.
    """
    if b"=?" not in field.raw:
        return read_mailboxes(field.value)
    text = field.raw.partition(b":")[2]
    return read_mailboxes(text.decode("utf-8", "surrogateescape"))


def embedded_addresses(text: str) -> tuple[str, ...]:
    """Addresses standing inside a display name: what a phone shows instead of the real one. Lower case, in order.

    >>> embedded_addresses("Amazon <info@amazon.co.jp>")
    ('info@amazon.co.jp',)
    """
    if "@" not in text and not _AT.search(text):
        return ()
    return tuple(dict.fromkeys(m.lower().rstrip(".") for m in _EMBEDDED.findall(_AT.sub("@", text[:MAX_TEXT]))))


@lru_cache(maxsize=256)
def read_mailboxes(value: str) -> Mailboxes:
    """The mailboxes of an address field's value, with the question whether readers would differ. Never raises."""
    value = value[:MAX_TEXT].strip()
    plain = _PLAIN.fullmatch(value)
    if plain:
        quoted, phrase, local, domain = plain.groups()
        return Mailboxes((_address(quoted or phrase or "", local, domain, value),), False)
    bare = _BARE.fullmatch(value)
    if bare:
        return Mailboxes((_address("", bare[1], bare[2], value),), False)
    if not value:
        return _NONE
    return _Reader(value).read()


def _address(display: str, local: str, domain: str, raw: str) -> Address:
    return Address(_decoded(display), local, _domain(domain), _decoded(raw))


def _decoded(text: str) -> str:
    """Encoded words and stray bytes made readable, white space folded at the ends."""
    if "=?" in text or not (text.isascii() or text.isprintable()):
        text = decode_words(text.encode("utf-8", "surrogateescape"))
    return text.strip()


@lru_cache(maxsize=1024)
def _domain(text: str) -> str:
    """A-label, lower case. Text that is no host name is kept as it stands: it is what the mail says."""
    text = text.strip().rstrip(".").lower()
    if _HOST.fullmatch(text):
        return text
    if text.startswith("["):
        return text
    text = unicodedata.normalize("NFKC", text).replace("。", ".")
    return to_ascii(text) or text


class _Piece:
    """One mailbox while it is being read: what stands before, in and after its angle brackets."""

    __slots__ = ("angles", "at_outside", "comments", "raw", "words")

    def __init__(self) -> None:
        self.words: list[tuple[str, bool]] = []
        """(text, quoted) of everything outside angle brackets, white space included."""
        self.angles: list[tuple[int, str]] = []
        """(number of words before it, content)."""
        self.comments: list[str] = []
        self.raw: list[str] = []
        self.at_outside = False


class _Reader:
    """One pass over the tokens of an address field."""

    def __init__(self, value: str) -> None:
        self.disputed = False
        if _AT.search(value):
            value, self.disputed = _AT.sub("@", value), True
        if any(c < " " and c not in "\t\r\n" for c in value) or "\x7f" in value:
            self.disputed = True
        self.tokens = _TOKEN.findall(value)
        self.addresses: list[Address] = []

    def read(self) -> Mailboxes:
        piece = _Piece()
        pieces: list[_Piece] = []
        tokens, at, end = self.tokens, 0, len(self.tokens)
        last_quote = _last(tokens, '"')
        last_close = _last(tokens, ">")
        last_paren = _last(tokens, ")")
        last_end = _last(tokens, ";")
        group = False
        while at < end:
            item = tokens[at]
            if item == '"' and at < last_quote:
                at = self._quoted(piece, at)
                continue
            if item == "(" and at < last_paren:
                at = self._comment(piece, at)
                continue
            if item == "<":
                at = self._angle(piece, at, last_close)
                continue
            if item == "," or item == ";":
                pieces.append(piece)
                piece = _Piece()
                group = group and item != ";"
            elif item == ":" and at < last_end and not group and not piece.angles and not piece.at_outside:
                group, piece = True, _Piece()  # the name of a group is nobody's address
            else:
                if item in ('"', "<", ">"):
                    self.disputed = self.disputed or item != ">" or not piece.angles
                    item = " "
                if item == "@":
                    piece.at_outside = True
                piece.words.append((item, False))
            piece.raw.append(item)
            at += 1
        pieces.append(piece)
        self._close_all(pieces)
        return Mailboxes(tuple(self.addresses), self.disputed)

    def _quoted(self, piece: _Piece, at: int) -> int:
        """Skip over a quoted string; the index after it."""
        text: list[str] = []
        start = at
        at += 1
        while at < len(self.tokens) and self.tokens[at] != '"':
            item = self.tokens[at]
            text.append(item[1:] if len(item) == 2 and item[0] == "\\" else item)
            at += 1
        piece.words.append(("".join(text), True))
        piece.raw.extend(self.tokens[start : at + 1])
        return at + 1

    def _comment(self, piece: _Piece, at: int) -> int:
        """Skip over a comment and those nested in it; the index after it."""
        depth, start = 0, at
        while at < len(self.tokens):
            if self.tokens[at] == "(":
                depth += 1
            elif self.tokens[at] == ")":
                depth -= 1
            at += 1
            if not depth:
                break
        else:
            self.disputed = True
        text = "".join(self.tokens[start:at])
        piece.comments.append(text[1:-1] if text.endswith(")") else text[1:])
        piece.raw.append(text)
        return at

    def _angle(self, piece: _Piece, at: int, last_close: int) -> int:
        """Read ``<…>``; the index after it."""
        start = at
        if at > last_close:  # never closed: the rest of the piece is what a lenient reader takes
            self.disputed = True
        at += 1
        quoted = False
        while at < len(self.tokens):
            item = self.tokens[at]
            if item == '"':
                quoted = not quoted
            elif item == ">" and (not quoted or at == last_close):
                break
            elif item == "<" and not quoted:
                if at == start + 1:  # <<a@b>>
                    start = at
                else:  # <a@b <c@d>: both are somebody's reading
                    self.disputed = True
                    break
            elif item == "," and start > last_close:
                break
            at += 1
        content = "".join(self.tokens[start + 1 : at])
        piece.angles.append((len(piece.words), content))
        piece.raw.append(f"<{content}>")
        closed = at < len(self.tokens) and self.tokens[at] == ">"
        return at + 1 if closed else at

    def _close_all(self, pieces: list[_Piece]) -> None:
        carried: _Piece | None = None  # "Yamada, Taro <t@x>": an unquoted comma in a name
        for piece in pieces:
            if len(self.addresses) >= MAX_MAILBOXES:
                self.disputed = True
                break
            text = "".join(word for word, _ in piece.words)
            if not piece.angles and not piece.at_outside and not _hides_address(text):
                if not text.strip(_JUNK) and not piece.comments:
                    continue
                if carried is not None:
                    carried.words += [(", ", False), *piece.words]
                    carried.raw += [", ", *piece.raw]
                else:
                    carried = piece
                continue
            if carried is not None and piece.angles:
                shift = len(carried.words) + 1
                piece.words = [*carried.words, (",", False), *piece.words]
                piece.angles = [(n + shift, content) for n, content in piece.angles]
                piece.raw = [*carried.raw, ",", *piece.raw]
            elif carried is not None:
                self._close_bare_name(carried)
            carried = None
            self._close(piece)
        if carried is not None:
            self._close_bare_name(carried)

    def _close_bare_name(self, piece: _Piece) -> None:
        """A mailbox without any @: kept, because some readers show just that."""
        text = _decoded("".join(word for word, _ in piece.words))
        if text:
            self.addresses.append(Address("", text[:256], "", text))

    def _close(self, piece: _Piece) -> None:
        raw = _decoded("".join(piece.raw))
        if not piece.angles:
            self._close_without_angles(piece, raw)
            return
        first, _ = piece.angles[0]
        display = _decoded("".join(word for word, _ in piece.words[:first]))
        if not display and piece.comments:
            display = _decoded(piece.comments[0])
        for _, content in piece.angles:
            self._spec(display, content, raw)
        if len(piece.angles) > 1 and len({c.strip().lower() for _, c in piece.angles}) > 1:
            self.disputed = True
        after = "".join(word for word, quoted in piece.words[first:] if not quoted).strip(_JUNK)
        if "@" in after:  # <a@x>b@y
            self.disputed = True
            for text in after.split():
                if "@" in text:
                    self._spec(display, text, raw)

    def _close_without_angles(self, piece: _Piece, raw: str) -> None:
        display = _decoded(piece.comments[0]) if piece.comments else ""
        text = "".join(f'"{word}"' if quoted and piece.at_outside else word for word, quoted in piece.words).strip()
        if "=?" in text:
            decoded = _decoded(text)
            if "@" in decoded and "@" not in text:  # the address itself is an encoded word (espoofer A15)
                self.disputed = True
                inner = _EMBEDDED.findall(decoded) or [decoded]
                for address in inner:
                    self._spec(display, address, raw)
                return
        chunks = [chunk for chunk in text.split() if "@" in chunk] if '"' not in text else [text]
        if len(chunks) > 1 or (chunks and text != chunks[0] and not _joins(text)):
            self.disputed = self.disputed or len(chunks) > 1
            for chunk in chunks:
                self._spec(display or _without(text, chunk), chunk, raw)
        else:
            self._spec(display, text, raw)

    def _spec(self, display: str, text: str, raw: str) -> None:
        """One addr-spec, maybe with a route before it, comments in it, or more than one @."""
        text = text.strip()
        if text.startswith("@") and ":" in text:
            self._routed(display, text, raw)
            return
        if "(" in text:
            bare = _uncommented(text)
            if "@" not in bare or bare == text:  # <(any@legit.example>: nothing is left for a strict reader
                self.disputed = True
                bare = text.strip("() ")
            text = bare
        if "=?" in text:
            decoded = _decoded(text)
            self.disputed = self.disputed or decoded.count("@") != text.count("@")
            text = decoded.strip("<> ")
        if text.lower().startswith("mailto:"):
            text = text[7:]
        local, sign, domain = text.rpartition("@")
        if not sign:
            inner = text.strip()
            if inner:
                self.addresses.append(Address(display, inner, "", raw))
            return
        if "," in text and '"' not in text:
            self.disputed = True
            parts = [part for part in text.split(",")[:MAX_MAILBOXES] if part.strip()]
            if sum("@" in part for part in parts) > 1:  # <a@x,b@y>
                for part in parts:
                    self._spec(display, part, raw)
                return
        self._add(display, local, domain, raw)
        if "@" in local and not local.startswith('"'):  # a@b@c: the last @ for some, the first for others
            self.disputed = True
            first, _, rest = local.partition("@")
            self._add(display, first, rest.partition("@")[0], raw)

    def _routed(self, display: str, text: str, raw: str) -> None:
        """``@one,@two:user@host`` (RFC 5322 section 4.4): some take the route's host for the author's domain."""
        self.disputed = True
        route, _, rest = text.rpartition(":")
        self._spec(display, rest, raw)
        for host in route.split(",")[:10]:
            host = host.strip().lstrip("@")
            if host and "@" not in host:
                self._add(display, "", host, raw)

    def _add(self, display: str, local: str, domain: str, raw: str) -> None:
        local = local.strip()
        if len(local) > 2 and local[0] == local[-1] == '"' and re.fullmatch(r"[\w.+\-=]+", local[1:-1]):
            local = local[1:-1]
        domain = domain.strip().strip("<>\"'")
        if not (local.isprintable() and domain.isprintable()):  # a reader in C stops at NUL, others pass over it
            local, domain = _CONTROLS.sub("", local), _CONTROLS.sub("", domain)
        if local.startswith(("'", '"')) and domain != domain.rstrip("'\""):
            local = local[1:]
        found = Address(display, local, _domain(domain), raw)
        if found not in self.addresses[-20:]:
            self.addresses.append(found)


def _last(tokens: list[str], wanted: str) -> int:
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at] == wanted:
            return at
    return -1


def _hides_address(text: str) -> bool:
    """True when an address comes to light only by decoding."""
    return "=?" in text and "@" in _decoded(text)


def _joins(text: str) -> bool:
    """True for ``user @ host`` and ``user. name@host``, which RFC 5322 section 4.4 allows."""
    return bool(re.fullmatch(r"[^\s@]{1,200}\s{0,10}@\s{0,10}[^\s@]{1,255}", text))


def _without(text: str, chunk: str) -> str:
    rest = text.replace(chunk, "", 1).strip()
    return "" if "@" in rest else rest


def _uncommented(text: str) -> str:
    """Text outside parentheses; ``text`` itself when they do not balance."""
    depth, kept = 0, []
    for c in text:
        if c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
            if depth < 0:
                return text
        elif not depth:
            kept.append(c)
    return text if depth else "".join(kept).strip()
