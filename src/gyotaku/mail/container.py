"""What the bytes are before they are a mail: one mail, an mbox, Outlook's .msg, pasted source, or none of these."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from gyotaku.patterns import pattern

_FROM_LINE = pattern(
    rb"^From [^\r\n]{1,300}?[ \t](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|[0-9]{1,2}:[0-9]{2})[^\r\n]{0,60}\r?\n"
    rb"(?=[!-9;-~]{1,100}[ \t]{0,5}:|>From )",
    re.M,
)
"""RFC 4155 appendix A: ``From address date``, followed by a header field so that prose cannot split a mail."""
_ESCAPED_FROM = pattern(rb"^>(>*From )", re.M)
_FIELD = pattern(rb"[!-9;-~]{1,80}+[ \t]{0,5}+:")
_KNOWN = pattern(
    rb"^[ \t]?(?:from|to|cc|subject|received|return-path|date|message-id|delivered-to|mime-version|content-type"
    rb"|sender|reply-to|x-[a-z0-9\-]{1,60}|authentication-results|dkim-signature|arc-seal)[ \t]{0,5}:",
    re.I | re.M,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b"
_UNPACKED = 100_000_000
"""A gzip'd mail may unpack to so many bytes; 100 MB is above every mail server's limit."""
_HEAD = 16_384


def plain_bytes(raw: bytes) -> tuple[bytes, int]:
    """The source as 8-bit bytes without byte order mark or UTF-16, and where its header block begins.

    Blank lines before the first field, as pasting leaves them, are skipped.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    elif raw[:1] == b"\x00" or raw[1:2] == b"\x00":
        order = "utf-16-be" if raw[:1] == b"\x00" else "utf-16-le"
        if raw[:40].count(0) * 5 >= len(raw[:40]) * 2:
            raw = raw.decode(order, "replace").encode("utf-8", "replace")
    start = 3 if raw[:3] == b"\xef\xbb\xbf" else 0
    blank = _BLANK_LINES.match(raw, start)
    return raw, blank.end() if blank else start


_BLANK_LINES = pattern(rb"(?:[ \t]{0,200}+(?:\r\n|\n|\r))*+")


def sniff(raw: bytes) -> str:
    """What a file holds: ``eml``, ``mbox``, ``msg``, ``headers`` (a header block without body), ``not-mail``,
    ``empty``.

    Looks at the first 16 kB only (and unpacks gzip for it); never raises.
    """
    if raw[:2] == _GZIP:
        raw = _gunzip(raw, _HEAD)
    if raw[:8] == _OLE:
        return "msg"
    head, start = plain_bytes(raw[: _HEAD * 2])
    head = head[start:]
    if not head.strip(b" \t\r\n\x00"):
        return "empty"
    head = head[:_HEAD]
    if head.startswith(b"From ") and _FROM_LINE.match(head):
        return "mbox"
    return _sniff_text(head, len(raw) > _HEAD * 2)


def _sniff_text(head: bytes, longer: bool) -> str:
    first = head.lstrip(b" \t").splitlines()[0] if head.strip() else b""
    block = re.split(rb"\r?\n\r?\n|\r\r", head, maxsplit=1)
    fields = len({m.group().strip().lower() for m in _KNOWN.finditer(block[0])})
    starts_with_field = bool(_FIELD.match(first)) or first.startswith((b"From ", b">From "))
    if not fields or (fields < 2 and not starts_with_field):
        return "not-mail"
    if block[0].count(b"\x00") * 20 > len(block[0]) or (not starts_with_field and fields < 3):
        return "not-mail"
    has_body = longer or (len(block) > 1 and bool(block[1].strip()))
    return "eml" if has_body else "headers"


def _gunzip(raw: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(raw, most)
    except zlib.error:
        return b""


def split(raw: bytes) -> Iterator[bytes]:
    """The mails in the bytes, one after another: an mbox's mails, or the one mail itself.

    The ``From `` line stays out; the body's ``>From `` is turned back (mboxrd) when the mbox is one. A gzip'd source
    is unpacked. Nothing is yielded for empty bytes.
    """
    if raw[:2] == _GZIP:
        raw = _gunzip(raw, _UNPACKED) or raw
    if not raw.strip(b" \t\r\n\x00"):
        return
    if raw[:8] == _OLE:
        yield raw
        return
    _, start = plain_bytes(raw[:4096])
    if not raw.startswith(b"From ", start):
        yield raw
        return
    marks = [m.span() for m in _FROM_LINE.finditer(raw, start) if _is_separator(raw, m.start(), start)]
    if not marks or marks[0][0] != start:
        yield raw
        return
    for number, (_, begin) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(raw)
        yield _unescape(_without_last_blank(raw[begin:end]))


def _is_separator(raw: bytes, at: int, start: int) -> bool:
    """Whether a ``From `` line there separates: it is the first line, or an empty line stands before it."""
    return (
        at == start
        or raw[at - 2 : at] in (b"\n\n", b"\r\r")
        or raw[at - 4 : at] == b"\r\n\r\n"
        or raw[at - 3 : at] == b"\n\r\n"
    )


def _without_last_blank(mail: bytes) -> bytes:
    for blank in (b"\r\n\r\n", b"\n\n"):
        if mail.endswith(blank):
            return mail[: -len(blank) // 2]
    return mail


def _unescape(mail: bytes) -> bytes:
    return _ESCAPED_FROM.sub(rb"\1", mail) if b">From " in mail else mail


def from_msg(raw: bytes) -> bytes:
    """An Outlook ``.msg`` as RFC 5322 bytes. Raises :class:`~gyotaku.errors.UnreadableInput` when it cannot be
    opened.
    """
    from gyotaku.mail.msg import message_bytes

    return message_bytes(raw)
