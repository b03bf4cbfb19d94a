"""ISO-2022-JP and EUC-JP as Japanese mail really writes them, which Python's strict codecs refuse.

RFC 1468 knows ASCII, JIS X 0201 Roman and JIS X 0208. Real mail adds NEC row 13 and the IBM extensions (rows 13 and 89
to 92: circled digits, the company sign), half-width kana (``ESC ( I``, SO/SI, or raw 8-bit) and JIS X 0212; Microsoft
calls it CP50220 to CP50222, and its EUC sister CP51932 (WHATWG Encoding Standard, sections 12.1 and 12.2).
"""

from __future__ import annotations

import codecs

from gyotaku.patterns import pattern

_HIGH = bytes(b | 0x80 if 0x21 <= b <= 0x7E else b for b in range(256))
"""Seven-bit JIS to EUC: every graphic byte gets its eighth bit."""
_ESCAPE = pattern(rb"\x1b(\$[@AB]|\$\([@ABCDOPQ]|\([ABHIJ]|\$\)[A-G]|\.[A-F])|[\x0e\x0f]")
_TWO_BYTES = frozenset((b"$@", b"$B", b"$(@", b"$(B", b"$(O", b"$(P", b"$(Q"))


def _row_13(error: UnicodeError) -> tuple[str, int]:
    """One character that ``euc_jp`` does not know, by way of CP932; U+FFFD where that does not know it either."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, at = error.object, error.start
    pair = data[at : at + 2]
    if len(pair) == 2 and 0xA1 <= pair[0] <= 0xFE and 0xA1 <= pair[1] <= 0xFE:
        return _by_cp932(pair[0] - 0x80, pair[1] - 0x80), at + 2
    return "�", at + 1


codecs.register_error("gyotaku.jis", _row_13)


def _by_cp932(row: int, cell: int) -> str:
    """JIS row and cell (0x21 to 0x7E) as Shift_JIS bytes (JIS X 0208 annex 1), read by CP932."""
    lead = (row - 0x21) // 2 + 0x81
    if lead > 0x9F:
        lead += 0x40
    if row % 2:
        trail = cell + 0x1F + (1 if cell + 0x1F >= 0x7F else 0)
    else:
        trail = cell + 0x7E
    return bytes((lead, trail)).decode("cp932", "replace")


def decode_euc(data: bytes, *, strict: bool = False) -> str:
    """EUC-JP with the extensions of CP51932. ``strict``: raises UnicodeDecodeError where something stays unread."""
    try:
        return data.decode("euc_jp")
    except UnicodeDecodeError as error:
        text = data.decode("euc_jp", "gyotaku.jis")
        if strict and "�" in text:
            raise error
        return text


def decode_iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP with every extension seen in mail; what cannot be read becomes U+FFFD. Never raises."""
    if b"\x0e" not in data:
        try:
            return data.decode("iso2022_jp")
        except UnicodeDecodeError:
            pass
    pieces: list[str] = []
    state, shifted, at = b"(B", False, 0
    for escape in _ESCAPE.finditer(data):
        pieces.append(_segment(data[at : escape.start()], state, shifted))
        at = escape.end()
        if escape.group() == b"\x0e":
            shifted = True
        elif escape.group() == b"\x0f":
            shifted = False
        else:
            state = escape.group(1)
    pieces.append(_segment(data[at:], state, shifted))
    return "".join(pieces)


def _segment(data: bytes, state: bytes, shifted: bool) -> str:
    if not data:
        return ""
    if shifted or state == b"(I":
        return data.translate(_HIGH).decode("cp932", "replace")
    if state == b"$(D":
        return data.decode("ascii", "replace")
    if state in _TWO_BYTES:
        # A line end returns to ASCII (RFC 1468); writers forget the escape sequence before it.
        return decode_euc(data.translate(_HIGH))
    if state == b"$(C":
        return data.translate(_HIGH).decode("euc_kr", "replace")
    if state in {b"$A", b"$(A"}:
        return data.translate(_HIGH).decode("gb2312", "replace")
    if data.isascii():
        return data.decode("ascii")
    return data.decode("cp932", "replace")
