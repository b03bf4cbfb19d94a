"""Mails from files, folders and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gyotaku.errors import UnreadableInput
from gyotaku.mail.container import from_msg, sniff, split

MAIL_SUFFIXES = frozenset({".eml", ".mbox", ".mbx", ".msg", ".mail", ".mht", ".gz"})
"""A file of a folder with one of these must be a mail, and is complained of when it is not; others are passed over."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One mail that came in, or the one line that says why it did not."""

    name: str
    """What the operator calls it: the path as given, ``#3`` added for an mbox's third mail; ``-`` for stdin."""
    raw: bytes | None
    error: UnreadableInput | None = None


def incoming(source: str, max_bytes: int) -> Iterator[Incoming]:
    """Every mail of ``source``: a file (.eml, mbox, .msg, pasted source), a folder (all below it), or ``-``.

    Never raises: what cannot be read comes out as an :class:`Incoming` with ``error``, and the rest goes on.
    """
    if source == "-":
        data = sys.stdin.buffer.read(max_bytes + 1)
        yield from _mails("-", data, max_bytes)
        return
    path = Path(source)
    try:
        if path.is_dir():
            yield from _folder(path, max_bytes)
        else:
            yield from _file(path, max_bytes)
    except OSError as error:
        yield _refused(source, f"cannot be read: {error.strerror or error}")


def _folder(folder: Path, max_bytes: int) -> Iterator[Incoming]:
    mails = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        must_be_mail = path.suffix.lower() in MAIL_SUFFIXES
        try:
            for item in _file(path, max_bytes):
                if item.error is None or must_be_mail:
                    mails += 1
                    yield item
        except OSError as error:
            mails += 1
            yield _refused(str(path), f"cannot be read: {error.strerror or error}")
    if not mails:
        yield _refused(str(folder), "a folder without any mail (.eml, mbox, .msg) in it")


def _file(path: Path, max_bytes: int) -> Iterator[Incoming]:
    with path.open("rb") as stream:
        if path.stat().st_size > max_bytes and stream.read(5) == b"From ":
            stream.seek(0)
            yield from _large_mbox(str(path), stream, max_bytes)
            return
        stream.seek(0)
        data = stream.read(max_bytes + 1)
    yield from _mails(str(path), data, max_bytes)


def _large_mbox(name: str, lines: Iterator[bytes], max_bytes: int) -> Iterator[Incoming]:
    """An mbox larger than one mail may be, one mail in memory at a time (RFC 4155 separators)."""
    number, kept, size, blank = 0, list[bytes](), 0, True
    for line in lines:
        if blank and line.startswith(b"From ") and kept:
            number += 1
            yield from _mails(f"{name}#{number}", b"".join(kept), max_bytes)
            kept, size = [], 0
        blank = not line.strip(b"\r\n")
        if size <= max_bytes:  # one line more than the limit is kept, so that _mails refuses it by name
            kept.append(line)
        size += len(line)
    if kept:
        yield from _mails(f"{name}#{number + 1}", b"".join(kept), max_bytes)


def _mails(name: str, data: bytes, max_bytes: int) -> Iterator[Incoming]:
    if len(data) > max_bytes:
        yield _refused(name, f"larger than the limit of {max_bytes:,} bytes for one mail (GYOTAKU_MAX_BYTES)")
        return
    kind = sniff(data)
    if kind == "empty":
        yield _refused(name, "is empty")
    elif kind == "not-mail":
        yield _refused(name, "is not a mail: no header fields such as From, Received or Subject were found in it")
    elif kind == "msg":
        try:
            yield Incoming(name, from_msg(data))
        except UnreadableInput as error:
            yield Incoming(name, None, error)
    elif kind == "mbox":
        mails = list(split(data))
        for number, raw in enumerate(mails, 1):
            yield Incoming(f"{name}#{number}" if len(mails) > 1 else name, raw)
    else:
        yield Incoming(name, data)


def _refused(name: str, why: str) -> Incoming:
    return Incoming(name, None, UnreadableInput(f"{name}: {why}"))
