"""Leaves and containers of the MIME tree as :class:`~gyotaku.model.Part`: content decoded, text read, names told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from gyotaku.mail import limits
from gyotaku.mail.charsets import decode
from gyotaku.mail.transfer import decode_transfer
from gyotaku.mail.walk import Node, Walk
from gyotaku.model import Defect, Part


def read_parts(walk: Walk) -> tuple[Part, ...]:
    """The parts of a finished walk, flat and depth first, containers included.

    Paths: the root multipart is ``0`` and its children ``1``, ``2``; the only part of a single-part mail is ``1``;
    inside the message at path P the inner root is ``P.0`` when it is a multipart (its children ``P.1``…), else ``P.1``.
    ``Part.text`` has ``\\n`` line ends whatever the mail used; ``Part.content`` is untouched but for the transfer
    encoding.
    """
    budget = limits.DECODED.value
    parts: list[Part] = []
    for node in walk.nodes:
        part = _read_part(node, budget)
        if part.media_type.startswith("message/"):
            budget -= len(part.content)
        parts.append(part)
    return tuple(parts)


def _read_part(node: Node, budget: int) -> Part:
    defects = [Defect(f"part:{node.path}", d.what, d.detail) for d in node.header_defects] if node.parent else []
    media_type = node.media_type
    charset = node.type_field.get("charset") if node.type_field else None
    content, text, charset_read = b"", None, None
    if node.kind == "leaf":
        if media_type.startswith("multipart/"):
            # Nothing delimits it: readers show the bytes as text, and so nothing may hide in it.
            media_type = _treated(node)
        content, odd = decode_transfer(node.encoding, node.body_bytes)
        node.notes.extend((what, node.encoding[:40]) for what in odd)
        if media_type.startswith("text/"):
            text, charset_read = decode(content, charset, media_type == "text/html")
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            _compare(node, charset, charset_read, text)
    elif node.kind == "message":
        content = node.decoded if node.decoded is not None else _bounded(node, budget)
    defects.extend(Defect(f"part:{node.path}", what, detail) for what, detail in node.notes)
    return Part(
        path=node.path,
        media_type=media_type,
        charset=charset.lower() if charset else None,
        charset_read=charset_read,
        filename=_filename(node, defects),
        disposition=(node.disposition.value or None) if node.disposition else None,
        content_id=node.content_id,
        content=content,
        text=text,
        sha256=hashlib.sha256(content).hexdigest(),
        headers=tuple(node.headers) if node.parent else (),
        defects=tuple(defects),
    )


def _bounded(node: Node, budget: int) -> bytes:
    """A message's bytes, unless messages in messages have already been copied beyond the limit."""
    if node.end - node.body > budget:
        node.notes.append((f"limit-{limits.DECODED.name}", f"more than {limits.DECODED.value:,} bytes in all"))
        return b""
    return node.body_bytes


def _treated(node: Node) -> str:
    head = node.source[node.body : min(node.end, node.body + 1024)].lstrip()[:200].lower()
    return (
        "text/html"
        if head.startswith((b"<html", b"<!doctype html", b"<head", b"<body", b"<div", b"<table"))
        else "text/plain"
    )


def _compare(node: Node, labelled: str | None, read: str, text: str) -> None:
    if labelled and "�" in text:
        node.notes.append(("charset-broken", f"{labelled[:40]}: some bytes could not be read"))


def _filename(node: Node, defects: list[Defect]) -> str | None:
    """Content-Disposition's name, else Content-Type's (RFC 2183 section 2.3), as written, path signs and all."""
    name = node.disposition.get("filename") if node.disposition else None
    if name is None and node.disposition:
        name = node.disposition.get("name")
    if name is None and node.type_field:
        name = node.type_field.get("name") or node.type_field.get("filename")
    if name is not None and len(name) > limits.FILENAME.value:
        defects.append(limits.FILENAME.defect(f"part:{node.path}"))
        name = name[: limits.FILENAME.value]
    return name or None


def leaves(parts: Sequence[Part], below: str = "") -> list[Part]:
    """The leaves that belong to the mail itself: those inside an attached message are that message's."""
    inside = tuple(
        f"{p.path}." for p in parts if p.media_type.startswith("message/") and f"{p.path}.".startswith(below)
    )
    return [p for p in parts if not p.is_container and not (inside and p.path.startswith(inside))]
