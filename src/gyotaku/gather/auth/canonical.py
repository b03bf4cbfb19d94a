"""A mail as its signer saw it (RFC 6376 section 3.4): header fields and body, simple and relaxed.

Line ends become CRLF first: a mail kept in a file has often lost its CRs, and SMTP knows no other line end. All work is
linear in the mail's size.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from gyotaku.mail.container import plain_bytes
from gyotaku.mail.headers import block_end, split_fields
from gyotaku.model import Mail

_WHITE = re.compile(rb"[ \t]+")


class Message:
    """Header fields and body of one mail; canonical forms are made when asked for, once."""

    def __init__(self, mail: Mail) -> None:
        source, start = plain_bytes(mail.raw)
        first, second = block_end(source, start, len(source))
        self._raw_fields = split_fields(source[start:first])
        self._raw_body = source[second:]
        self._bodies: dict[str, bytes] = {}
        self._headers: dict[tuple[str, int], bytes] = {}
        self._hashes: dict[tuple[str, int | None], bytes] = {}
        self._named: dict[bytes, list[int]] = {}
        for index, raw in enumerate(self._raw_fields):
            # A line without a colon is no field: it stands under the empty name, which no h= reaches.
            name = raw[: raw.find(b":") + 1].rstrip(b": \t").lower()
            if name in self._named:
                self._named[name].append(index)
            else:
                self._named[name] = [index]

    def named(self, name: str) -> list[int]:
        """Positions of the fields of that (lower case) name, in wire order; ``[]`` for what is no field's name."""
        return self._named.get(name.encode("utf-8", "replace"), []) if name else []

    def field(self, index: int) -> bytes:
        """One field, its line ends CRLF, the last one included."""
        raw = crlf(self._raw_fields[index])
        return raw if raw.endswith(b"\r\n") else raw + b"\r\n"

    def value(self, index: int) -> str:
        """What stands after the colon, folding kept; UTF-8 where it is (RFC 8616)."""
        return self.field(index).partition(b":")[2].decode("utf-8", "replace")

    def body(self, canon: str) -> bytes:
        """The body in ``simple`` or ``relaxed`` form."""
        if canon not in self._bodies:
            self._bodies[canon] = _body(crlf(self._raw_body), canon)
        return self._bodies[canon]

    def body_hash(self, canon: str, length: int | None) -> bytes:
        """SHA-256 of the canonical body, or of its first ``length`` octets."""
        key = (canon, length)
        if key not in self._hashes:
            self._hashes[key] = hashlib.sha256(memoryview(self.body(canon))[:length]).digest()
        return self._hashes[key]

    def header(self, index: int, canon: str) -> bytes:
        """One field in canonical form, CRLF included."""
        key = (canon, index)
        if key not in self._headers:
            self._headers[key] = canonical_field(self.field(index), canon)
        return self._headers[key]

    def chosen(self, names: Iterable[str], own: int) -> list[int]:
        """The fields ``h=`` means: of several with one name the lowest first; ``own`` is never among them.

        RFC 6376 section 5.4.2. A name beyond the fields that exist stands for none.
        """
        left = {}
        picked = []
        for name in names:
            if name not in left:
                left[name] = [index for index in self.named(name) if index != own]
            if left[name]:
                picked.append(left[name].pop())
        return picked

    def signed(self, names: Iterable[str], own: int, canon: str) -> bytes:
        """The bytes a message signature covers: the chosen fields, then the signature field without its ``b=``."""
        fields = [self.header(index, canon) for index in self.chosen(names, own)]
        return b"".join(fields) + self.unsigned_self(own, canon)

    def unsigned_self(self, own: int, canon: str) -> bytes:
        """The signature field with an empty ``b=`` and no final CRLF (RFC 6376 section 3.7)."""
        return canonical_field(without_b(self.field(own)), canon).removesuffix(b"\r\n")


def crlf(data: bytes) -> bytes:
    """LF alone becomes CRLF; a lone CR stays what it is."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def canonical_field(raw: bytes, canon: str) -> bytes:
    """RFC 6376 sections 3.4.1 and 3.4.2."""
    if canon == "simple":
        return raw
    name, _, value = raw.partition(b":")
    value = _WHITE.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.rstrip(b" \t").lower() + b":" + value + b"\r\n"


def without_b(raw: bytes) -> bytes:
    """The field with the value of its ``b=`` tag deleted, surrounding white space included."""
    name, _, value = raw.partition(b":")
    specs = value.split(b";")
    for number, spec in enumerate(specs):
        tag, equals, rest = spec.partition(b"=")
        if equals and tag.strip(b" \t\r\n") == b"b":
            end = b"\r\n" if number == len(specs) - 1 and rest.endswith(b"\r\n") else b""
            specs[number] = tag + equals + end
            break
    return name + b":" + b";".join(specs)


def _body(body: bytes, canon: str) -> bytes:
    """RFC 6376 sections 3.4.3 and 3.4.4."""
    if canon == "relaxed":
        body = _WHITE.sub(b" ", body).replace(b" \r\n", b"\r\n").removesuffix(b" ")
    kept = body.rstrip(b"\r\n")
    # Only whole CRLFs go: a lone CR near the end is content.
    tail = body[len(kept) :].replace(b"\r\n", b"\n").rstrip(b"\n").replace(b"\n", b"\r\n")
    body = kept + tail
    if body:
        return body + b"\r\n"
    return b"\r\n" if canon == "simple" else b""
