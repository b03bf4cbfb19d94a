"""Outlook's ``.msg`` ([MS-OXMSG]) turned back into the mail it was made of.

The transport headers property keeps the header block as it came over the wire; only the MIME structure is gone, and
is built anew from the bodies and attachments. Read with ``olefile`` directly: the library above it leaves out HTML
that sits inside RTF and messages inside messages, and fails on a wrong code page.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from typing import Any

from gyotaku.errors import UnreadableInput
from gyotaku.mail.charsets import decode
from gyotaku.mail.rtf import decompress, read_rtf
from gyotaku.patterns import pattern

_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = "0037", "007D", "1000", "1013", "1009"
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _TO = "0C1A", "0C1F", "5D01", "0E04"
_DATA, _LONG_NAME, _NAME, _MIME, _CONTENT_ID = "3701", "3707", "3704", "370E", "3712"
_DEPTH = 10
"""Messages in messages: Outlook's own attachments go two or three deep."""
_ATTACHMENTS = 500
_MIME_FIELD = pattern(r"(?:content-[a-z\-]{1,40}|mime-version)[ \t]*:", re.I)


def message_bytes(raw: bytes) -> bytes:
    """RFC 5322 bytes of a ``.msg``, line ends CRLF. Raises UnreadableInput when the file cannot be opened as one."""
    import olefile  # 20 ms to load: only for .msg

    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as ole:
            streams = {"/".join(path) for path in ole.listdir()}
            return _message(_Storage(ole, streams, ""), 0)
    except UnreadableInput:
        raise
    except Exception as error:  # olefile raises anything from struct.error to RecursionError on broken files
        raise UnreadableInput(f"not a readable Outlook message: {type(error).__name__}") from None


class _Storage:
    """One storage of the compound file: its properties by their four-digit id."""

    def __init__(self, ole: Any, streams: set[str], prefix: str) -> None:
        self.ole = ole
        self.streams = streams
        self.prefix = prefix

    def raw(self, prop: str, *types: str) -> bytes | None:
        for kind in types or ("0102",):
            name = f"{self.prefix}__substg1.0_{prop}{kind}"
            if name in self.streams:
                data: bytes = self.ole.openstream(name).read()
                return data
        return None

    def text(self, prop: str) -> str:
        wide = self.raw(prop, "001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        # 8-bit strings carry no code page that can be believed (iso-2022-jp is written over CP932): look at the bytes.
        narrow = self.raw(prop, "001E")
        return decode(narrow.rstrip(b"\x00"), None)[0] if narrow else ""

    def below(self, start: str) -> list[_Storage]:
        """Sub-storages whose name begins so, in order."""
        names = set()
        for name in self.streams:
            if name.startswith(self.prefix + start):
                names.add(name[len(self.prefix) :].split("/")[0])
        return [_Storage(self.ole, self.streams, f"{self.prefix}{name}/") for name in sorted(names)[:_ATTACHMENTS]]


def _message(storage: _Storage, depth: int) -> bytes:
    bodies = _bodies(storage)
    attachments = [part for part in (_attachment(a, depth) for a in storage.below("__attach_version1.0_")) if part]
    mark = hashlib.sha256(storage.prefix.encode() + b"".join(bodies)).hexdigest()[:24]
    head = _header_block(storage)
    body = bodies[0] if len(bodies) == 1 else _multipart("alternative", f"=_alternative_{mark}", bodies)
    if attachments:
        body = _multipart("mixed", f"=_mixed_{mark}", [body, *attachments])
    return head + b"MIME-Version: 1.0\r\n" + body


def _bodies(storage: _Storage) -> list[bytes]:
    plain = storage.text(_BODY)
    html_bytes = storage.raw(_HTML, "0102")
    html = decode(html_bytes.rstrip(b"\x00"), None, html=True)[0] if html_bytes else storage.text(_HTML)
    if not html:
        compressed = storage.raw(_RTF)
        text, is_html = read_rtf(decompress(compressed)) if compressed else ("", False)
        if is_html:
            html = text
        elif not plain:
            plain = text
    found = [_text_part("plain", plain)] if plain or not html else []
    return [*found, _text_part("html", html)] if html else found


def _text_part(subtype: str, text: str) -> bytes:
    return _part(f'text/{subtype}; charset="utf-8"', text.encode("utf-8", "replace"))


def _part(media_type: str, content: bytes, extra: str = "") -> bytes:
    head = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n{extra}\r\n"
    return head.encode("utf-8", "replace") + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    mark = boundary.encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"


def _attachment(storage: _Storage, depth: int) -> bytes | None:
    inner = f"{storage.prefix}__substg1.0_{_DATA}000D/"
    if depth < _DEPTH and any(name.startswith(inner) for name in storage.streams):
        message = _message(_Storage(storage.ole, storage.streams, inner), depth + 1)
        return b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + message
    data = storage.raw(_DATA, "0102")
    if data is None:
        return None
    name = _one_line(storage.text(_LONG_NAME) or storage.text(_NAME))
    media_type = _one_line(storage.text(_MIME)).strip() or "application/octet-stream"
    content_id = _one_line(storage.text(_CONTENT_ID))
    extra = "Content-Disposition: attachment"
    if name:
        extra += f"; filename*=UTF-8''{_percent(name)}"
    extra += "\r\n"
    if content_id:
        extra += f"Content-ID: <{content_id}>\r\n"
    return _part(media_type, data, extra)


def _percent(name: str) -> str:
    from urllib.parse import quote

    return quote(name.encode("utf-8", "replace"), safe="")


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:1000]


def _header_block(storage: _Storage) -> bytes:
    """The transport headers without their MIME fields; built from the properties where a draft or sent item has
    none.
    """
    kept: list[str] = []
    skipping = False
    for line in storage.text(_HEADERS).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in {" ", "\t"}:
            if not skipping and kept:
                kept.append(line)
            continue
        if not line.strip():
            continue
        skipping = (
            bool(_MIME_FIELD.match(line)) or ":" not in line or line.startswith("Microsoft Mail Internet Headers")
        )
        if not skipping:
            kept.append(line)
    if not kept:
        address = storage.text(_SENDER_SMTP) or storage.text(_SENDER_ADDRESS)
        address = address if "@" in address else ""
        name = _one_line(storage.text(_SENDER_NAME)).replace('"', "'")
        kept = [
            f'From: "{name}" <{_one_line(address)}>',
            f"To: {_one_line(storage.text(_TO))}",
            f"Subject: {_one_line(storage.text(_SUBJECT))}",
        ]
    return "".join(f"{line}\r\n" for line in kept).encode("utf-8", "replace")
