"""Transfer encodings taken off (RFC 2045 section 6), as leniently as the readers that phish is written for."""

from __future__ import annotations

import binascii

from gyotaku.patterns import pattern

_WHITE = b" \t\r\n\x0b\x0c\x00"
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_SOFT = pattern(rb"=[ \t]{1,100}+(?=\r?\n)")
_IDENTITY = frozenset(("", "7bit", "8bit", "binary", "none", "plain"))
_MOSTLY = 10
"""More than one byte in so many outside the alphabet, or a blank: then the content has to prove that it is base64."""


def decode_transfer(encoding: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The content behind a Content-Transfer-Encoding, and ids of what was odd about it.

    ``encoding`` is the field's token in lower case, ``""`` when absent. Ids: ``base64-broken`` (junk, wrong length,
    padding in the middle), ``base64-not`` (labelled base64 and is not: given back as it stands),
    ``quoted-printable-broken``, ``uuencode-broken``, ``transfer-unknown``. Never raises.
    """
    if encoding in _IDENTITY:
        return data, ()
    if encoding == "base64":
        return _base64(data)
    if encoding == "quoted-printable":
        return _quoted_printable(data)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uuencode(data)
    return _unknown(encoding, data)


def _unknown(encoding: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Neither trusted nor ignored: ``base64x`` over plain base64 is base64 to some readers."""
    if encoding.startswith(("8bit", "7bit", "binary")):
        return data, ("transfer-unknown",)
    if "base64" in encoding:
        content, odd = _base64(data)
        return content, ("transfer-unknown", *odd)
    if "quoted" in encoding:
        content, odd = _quoted_printable(data)
        return content, ("transfer-unknown", *odd)
    return data, ("transfer-unknown",)


def _base64(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    dense = data.translate(None, _WHITE)
    if not dense:
        return b"", ()
    stray = dense.translate(None, _ALPHABET)
    if b"-" in dense or b"_" in dense:
        dense = dense.translate(_URL_SAFE)
    if stray:
        prose = len(stray) * _MOSTLY > len(dense) or data.count(b" ") * _MOSTLY > len(dense)
        dense = dense.translate(None, bytes(set(stray)))
        if prose and not _reads_as_text(dense):
            return data, ("base64-not",)
    if not stray and len(dense) % 4 == 0:
        inner = dense.find(b"=")
        if inner < 0 or inner >= len(dense) - 2:
            try:
                return binascii.a2b_base64(dense), ()
            except binascii.Error:
                pass
    # Padding inside: several streams one after another, which some readers stop at and others read on.
    pieces = [_quartets(piece) for piece in dense.split(b"=") if piece]
    return b"".join(pieces), ("base64-broken",)


def _reads_as_text(dense: bytes) -> bool:
    """Whether the first stretch decodes to plain text: junk among base64 is a known way past filters, prose is not."""
    head = _quartets(dense[:400].split(b"=")[0])
    if not head:
        return False
    controls = len(head) - len(head.translate(None, bytes((*range(9), *range(14, 27), *range(28, 32), 127))))
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return controls == 0


def _quartets(piece: bytes) -> bytes:
    """One unpadded stream; a lone character at its end carries no whole byte and is dropped."""
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))


def _quoted_printable(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    if b"=" not in data:
        return data, ()
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        # binascii reads on to the next LF behind a soft break, which swallows text that is broken by CR alone.
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"= " in data or b"=\t" in data:
        data = _SOFT.sub(b"=", data)
    content = binascii.a2b_qp(data)
    return content, ()


def _uuencode(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    lines = data.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    pieces: list[bytes] = []
    odd: tuple[str, ...] = ()
    for line in lines[start + 1 :]:
        if line.strip() in {b"end", b"`", b""}:
            if line.strip() == b"end":
                break
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                pieces.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                odd = ("uuencode-broken",)
    return (b"".join(pieces), odd) if pieces else (data, ("uuencode-broken",))
