"""Addresses inside attachments: shortcuts, documents, scripts. Nothing is run, and little is unpacked.

PDF: ``/URI (…)`` and ``/URI <…>`` are looked for in the file and in its compressed object streams, without a PDF
library; an encrypted PDF shows none. Office (OOXML): the targets of external relations. Archives are not opened.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape

from gyotaku.mail.attachments import kind_of
from gyotaku.mail.urltext import find_urls
from gyotaku.model import Part
from gyotaku.patterns import pattern

MAX_PDF = 20_000_000
"""Bytes of one PDF that are searched."""
MAX_STREAMS = 200
"""Compressed object streams opened of one PDF; each costs about 1 ms."""
MAX_STREAM = 1_000_000
"""Bytes of one stream, unpacked; real object streams stay below 100 kB."""
MAX_RELATIONS = 60
"""Relation files read of one document."""
MAX_RELATION = 400_000
"""Bytes of one relation file, unpacked; what is larger is left."""
MAX_TEXT = 2_000_000
"""Characters of one text, page or script searched for addresses."""
MAX_URLS = 500
"""Kept of one attachment."""

_URI = pattern(rb"/URI\s{0,8}(?:\(((?:[^()\\]|\\.){1,4096}+)\)|<([0-9A-Fa-f\s]{2,8192}+)>)", re.S)
_OBJECT_STREAM = pattern(rb"/ObjStm\b[^>]{0,400}+>>\s{0,8}stream\r?\n|/ObjStm\b[^\x00]{0,400}?stream\r?\n")
_ESCAPED = pattern(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)")
_EXTERNAL = pattern(r"<Relationship\s([^>]{1,6000})>")
_TARGET = pattern(r"\bTarget\s{0,4}=\s{0,4}[\"']([^\"']{1,4096})")
_SHORTCUT = pattern(r"^\s{0,20}(?:Base)?URL\s{0,4}=\s{0,4}(\S{1,4096})", re.I | re.M)
_WEBLOC = pattern(r"<string>\s{0,20}([^<]{1,4096})</string>", re.I)
_QUOTED = pattern(r"[\"'`]((?:https?:)?\\?/\\?/[^\s\"'`<>]{4,4096})[\"'`]", re.I)


def urls_in(part: Part) -> Iterator[str]:
    """Addresses in an attachment that is no page (pages are read as HTML), without repetition, ``MAX_URLS`` at most."""
    kind = kind_of(part)
    if kind == "pdf":
        found = pdf_urls(part.content)
    elif kind in {"office", "office-macro"} and part.content.startswith(b"PK"):
        found = office_urls(part.content)
    elif kind == "shortcut":
        found = shortcut_urls(part.content)
    elif kind in {"script", "text"} and part.text is not None:
        found = script_urls(part.text) if kind == "script" else (f.url for f in find_urls(part.text[:MAX_TEXT]))
    elif kind == "script":
        found = script_urls(part.content[:MAX_TEXT].decode("utf-8", "replace"))
    else:
        return
    seen: set[str] = set()
    for url in found:
        if url and url not in seen:
            seen.add(url)
            yield url
            if len(seen) >= MAX_URLS:
                return


def pdf_urls(data: bytes) -> Iterator[str]:
    """Targets of URI actions (ISO 32000-1 section 12.6.4.7)."""
    data = data[:MAX_PDF]
    yield from _uris(data)
    for number, m in enumerate(_OBJECT_STREAM.finditer(data)):
        if number >= MAX_STREAMS:
            return
        try:
            unpacked = zlib.decompressobj().decompress(data[m.end() : m.end() + MAX_STREAM], MAX_STREAM)
        except zlib.error:
            continue
        yield from _uris(unpacked)


def _uris(data: bytes) -> Iterator[str]:
    for m in _URI.finditer(data):
        if m[2] is not None:
            digits = bytes(c for c in m[2] if c not in b" \t\r\n\f")
            raw = bytes.fromhex(digits.decode() + "0" * (len(digits) % 2))
        else:
            raw = _ESCAPED.sub(_unescaped, m[1])
        text = (
            raw.decode("utf-16", "replace") if raw[:2] in {b"\xfe\xff", b"\xff\xfe"} else raw.decode("utf-8", "replace")
        )
        yield text.strip()


def _unescaped(m: re.Match[bytes]) -> bytes:
    said = m[1]
    if said[:1].isdigit():
        return bytes([int(said, 8) & 0xFF])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(said, said.strip(b"\r\n"))


def office_urls(data: bytes) -> Iterator[str]:
    """Targets of external relations of an OOXML document (ECMA-376 part 2, section 9.3)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [i for i in package.infolist() if i.filename.endswith(".rels") and i.file_size <= MAX_RELATION]
            for info in names[:MAX_RELATIONS]:
                with package.open(info) as file:
                    text = file.read(MAX_RELATION).decode("utf-8", "replace")
                for relation in _EXTERNAL.findall(text):
                    target = _TARGET.search(relation)
                    if target and "External" in relation:
                        yield unescape(target[1])
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return


def shortcut_urls(data: bytes) -> Iterator[str]:
    """The target of a ``.url`` or ``.webloc`` file, or the addresses a ``.lnk`` carries in its arguments."""
    data = data[:MAX_TEXT]
    text = data.decode("utf-16-le" if b"\x00U\x00R\x00L" in data[:4096] else "utf-8", "replace")
    yield from _SHORTCUT.findall(text)
    yield from (unescape(url) for url in _WEBLOC.findall(text) if "://" in url)
    if data[:1] == b"L" and data[1:2] == b"\x00":
        for encoding in ("utf-16-le", "latin-1"):
            yield from (f.url for f in find_urls(data.decode(encoding, "replace")))


def script_urls(text: str) -> Iterator[str]:
    """Addresses in a script: quoted ones, ``https:\\/\\/`` included."""
    for url in _QUOTED.findall(text[:MAX_TEXT]):
        url = url.replace("\\/", "/")
        yield "https:" + url if url.startswith("//") else url
    yield from (f.url for f in find_urls(text[:MAX_TEXT]))
