"""Which charset text is really in, and the text (RFC 2045, RFC 2047, WHATWG Encoding Standard's label habits).

Labels lie: Shift_JIS means CP932, ISO-2022-JP carries UTF-8, iso-8859-1 carries everything. The cheap tests come first
(pure ASCII, escape sequences, valid UTF-8, the byte structure of Shift_JIS and EUC-JP), the statistical guess last. A
label is followed where the bytes agree with it; where they do not, the reading that makes sense wins and is named.
"""

from __future__ import annotations

import binascii
import codecs
import re
from functools import lru_cache

from gyotaku.mail import limits
from gyotaku.mail.jis import decode_euc, decode_iso_2022_jp
from gyotaku.patterns import pattern

_ALIASES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "ms932": "cp932",
    "euc-jp": "euc-jp",
    "eucjp": "euc-jp",
    "x-euc-jp": "euc-jp",
    "eucjp-ms": "euc-jp",
    "cp51932": "euc-jp",
    "euc_jp": "euc-jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "gb_2312-80": "gb18030",
    "cp936": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "euckr": "cp949",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cn-big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "us-ascii": "us-ascii",
    "ascii": "us-ascii",
    "ansi_x3.4-1968": "us-ascii",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "iso-8859-8-i": "iso8859-8",
    "tis-620": "cp874",
    "x-mac-japanese": "cp932",
    "cp-850": "cp850",
}
_NOT_TEXT = frozenset(
    ("base64", "hex", "bz2", "zlib", "rot13", "quopri", "uu", "idna", "punycode", "mbcs", "oem", "undefined")
)
"""Python codecs that are no charsets, or raise on their own terms."""
_LABELS = frozenset(("", "default", "unknown", "unknown-8bit", "x-unknown", "8bit", "binary", "none", "_autodetect"))
_SEVEN_BIT = frozenset(("iso-2022-jp", "iso-2022-kr", "hz", "utf-7"))
_WIDE = frozenset(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"))
_SINGLE_BYTE = pattern(r"(?:cp12|cp8|cp4|iso8859|koi8|mac)")
_META = pattern(rb"charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_.:\-]{1,40})", re.I)
_META_WITHIN = 4096
"""WHATWG HTML section 13.2.3.2 looks at 1024 bytes; mail generators put styles first."""
_GUESS_BYTES = 4_000
"""What the statistical guess gets to see: enough to know, cheap enough to lose."""
_FEW = 8
"""Fewer 8-bit bytes than this are an accent or a slip: statistics would only invent a language."""
_LOSSY = 50
"""One unreadable character in so many is a slip of the writer; more is another charset."""


@lru_cache(maxsize=512)
def canonical(label: str) -> str | None:
    """The charset that a label means in practice, as we name it; ``None`` when no such charset is known.

    ``shift_jis`` is ``cp932``, ``gb2312`` is ``gb18030``, ``iso-8859-1`` is ``cp1252``, as every browser reads them.
    """
    name = label.strip(" \t\"'<>;,").lower().partition("*")[0]
    if name.startswith("charset="):
        name = name[8:]
    if name in _ALIASES:
        return _ALIASES[name]
    if name in _LABELS:
        return None
    if name.startswith(("iso-2022-jp", "iso2022-jp", "iso2022jp", "csiso2022jp", "cp5022")) or name == "jis":
        return "iso-2022-jp"
    try:
        found = codecs.lookup(name)
        "".encode(found.name)
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    if found.name in _NOT_TEXT or "escape" in found.name or not found._is_text_encoding:
        return None
    return {"iso8859-1": "cp1252", "ascii": "us-ascii"}.get(found.name, found.name)


def read_as(data: bytes, charset: str, *, strict: bool = True) -> str:
    """Text of ``data`` in a charset that :func:`canonical` gave. ``strict`` raises UnicodeError where it does not
    fit.
    """
    if charset == "iso-2022-jp":
        text = decode_iso_2022_jp(data)
        if strict and "�" in text:
            raise UnicodeError("not ISO-2022-JP")
        return text
    if charset == "euc-jp":
        return decode_euc(data, strict=strict)
    if charset == "cp1252":
        # WHATWG: the five bytes that Windows-1252 leaves open are read as C1 controls.
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")
    text = data.decode(charset, "strict" if strict else "replace")
    if charset == "utf-7":
        # Python lets half a surrogate pair through here; text of ours can always be encoded.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def decode(data: bytes, labelled: str | None, html: bool = False) -> tuple[str, str]:
    """The text of ``data`` and the charset it was read with.

    ``labelled`` is the Content-Type's charset in any spelling, ``None`` when there was none; ``html`` lets a
    ``<meta charset>`` speak where there is no label. Never raises: what no charset fits is read with U+FFFD. The
    charset is named as :func:`canonical` names it; ASCII bytes are called by their label where that is a superset of
    ASCII.
    """
    label = canonical(labelled) if labelled else None
    if data[:3] == b"\xef\xbb\xbf":
        return data[3:].decode("utf-8", "replace"), "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") and len(data) % 2 == 0:
        return data.decode("utf-16", "replace"), "utf-16"
    if data.isascii():
        return _decode_ascii(data, label)
    if label in _WIDE or (label is None and _looks_wide(data)):
        return _decode_wide(data, label or "utf-16")
    if html and label in {None, "us-ascii"}:
        meta = _META.search(data, 0, _META_WITHIN)
        if meta:
            label = canonical(meta.group(1).decode("ascii"))
    return _decode_8bit(data, label)


def _decode_ascii(data: bytes, label: str | None) -> tuple[str, str]:
    if b"\x1b" in data and (b"\x1b$" in data or b"\x1b(" in data) and label != "iso2022_kr":
        return decode_iso_2022_jp(data), "iso-2022-jp"
    if label is None:
        if b"\x00" in data and _looks_wide(data):
            return _decode_wide(data, "utf-16")
        return data.decode("ascii"), "us-ascii"
    if label in _WIDE:
        return _decode_wide(data, label)
    if label in {"utf-7", "hz", "iso2022_kr", "iso-2022-jp"}:
        return read_as(data, label, strict=False), label
    return data.decode("ascii"), label


def _looks_wide(data: bytes) -> bool:
    """UTF-16 of mostly Latin text: every second byte is NUL in the first stretch."""
    head = data[:200]
    half = len(head) // 2
    fewer, more = sorted((head[::2].count(0), head[1::2].count(0)))
    return half >= 4 and more * 10 >= half * 7 and fewer * 5 <= half


def _decode_wide(data: bytes, label: str) -> tuple[str, str]:
    """UTF-16 and UTF-32; a label without bytes to match (ASCII text called UTF-16) is not followed."""
    if data.isascii() and b"\x00" not in data:
        return data.decode("ascii"), "us-ascii"
    if label == "utf-16":
        # Without a mark: RFC 2781 says big-endian, Windows writes little-endian. The side with more NULs is the high
        # byte.
        little = data[1:2000:2].count(0) >= data[0:2000:2].count(0)
        label = "utf-16-le" if little else "utf-16-be"
    if label.startswith("utf-16") and len(data) % 2:
        data = data[:-1] if _looks_wide(data) else data
    try:
        return data.decode(label), label
    except (UnicodeDecodeError, LookupError):
        return (data.decode(label, "replace"), label) if _looks_wide(data) else _decode_8bit(data, None)


def _decode_8bit(data: bytes, label: str | None) -> tuple[str, str]:
    try:
        as_utf8: str | None = data.decode("utf-8")
    except UnicodeDecodeError:
        as_utf8 = None
    if as_utf8 is not None:
        if label in {None, "utf-8", "us-ascii"} or label in _SEVEN_BIT or _SINGLE_BYTE.match(label or ""):
            return as_utf8, "utf-8"
        return _better(data, ("utf-8", label or "utf-8"))
    if label is not None and label not in {"us-ascii", "utf-8"}:
        return _labelled(data, label)
    if label == "utf-8" or b"\xe3\x81" in data:
        text = data.decode("utf-8", "replace")
        if text.count("�") * _LOSSY <= len(text) or _mostly_utf8(data):
            return text, "utf-8"
    return _guess(data)


def _mostly_utf8(data: bytes) -> bool:
    """Text cut or spoilt in a few places: most of its 8-bit bytes still stand in whole UTF-8 characters."""
    try:
        if codecs.utf_8_decode(data, "strict", False)[1]:  # cut inside the last character, whole before
            return True
    except UnicodeDecodeError:
        pass
    high = len(data.translate(None, _LOW_BYTES))
    whole = len(data.decode("utf-8", "ignore").encode().translate(None, _LOW_BYTES))
    return whole * 10 >= high * 9


_LOW_BYTES = bytes(range(0x80))


def _labelled(data: bytes, label: str) -> tuple[str, str]:
    """8-bit bytes that are not UTF-8, under a label that is neither UTF-8 nor ASCII."""
    if label == "iso-2022-jp":
        if b"\x1b$" in data:
            return decode_iso_2022_jp(data), "iso-2022-jp"
        return _better(data, ("cp932", "euc-jp"))
    if label == "cp1252":
        # The label of those who did not think about it: Japanese structure outweighs it, accented Latin does not.
        japanese = _japanese(data)
        return japanese if japanese else (read_as(data, label), label)
    try:
        text = read_as(data, label)
    except UnicodeError:
        text = read_as(data, label, strict=False)
        if text.count("�") * _LOSSY <= len(text):
            return text, label
        return _guess(data, label)
    if label in _OTHER_ASIAN:
        japanese = _japanese(data)
        if japanese and len(_KANA.findall(japanese[0][:4000])) * 3 > len(japanese[0][:4000]):
            return japanese
    if label in {"cp932", "euc-jp"} and _oddity(text) > 0.2:
        return _better(data, (label, "euc-jp" if label == "cp932" else "cp932"))
    return text, label


def _guess(data: bytes, label: str | None = None) -> tuple[str, str]:
    """No label that fits. Japanese by structure, else the statistical guess, else what Windows would show."""
    japanese = _japanese(data)
    if japanese:
        return japanese
    text = data.decode("utf-8", "replace")
    if text.count("�") * _LOSSY <= len(text) and _mostly_utf8(data):
        return text, "utf-8"
    if len(data.translate(None, _LOW_BYTES)) >= _FEW:
        guessed = _by_statistics(data)
        if guessed:
            return guessed
    if label:
        return read_as(data, label, strict=False), label
    return read_as(data, "cp1252"), "cp1252"


def _by_statistics(data: bytes) -> tuple[str, str] | None:
    """chardet's word, taken only where the bytes then read without loss."""
    import chardet  # 80 ms to load: only for bytes that nothing cheaper could read

    name = chardet.detect(data[:_GUESS_BYTES]).get("encoding")
    charset = canonical(name) if isinstance(name, str) else None
    if charset is None or charset in _WIDE or charset == "us-ascii":
        return None
    try:
        return read_as(data, charset), charset
    except UnicodeError:
        return None


def _japanese(data: bytes) -> tuple[str, str] | None:
    """Shift_JIS or EUC-JP, when the bytes have that structure *and* read as Japanese."""
    found: list[tuple[float, str, str]] = []
    for charset in ("cp932", "euc-jp"):
        try:
            text = read_as(data, charset)
        except UnicodeError:
            continue
        found.append((_oddity(text), text, charset))
    if not found:
        return None
    oddity, text, charset = min(found, key=lambda reading: reading[0])
    if oddity > 0.2 or not _READABLE.search(text):
        return None
    # Chinese has the structure of EUC-JP too, but reads as ideographs without one kana between them.
    if not _KANA.search(text) and len(_IDEOGRAPH.findall(text[:4000])) > _FEW:
        return None
    return text, charset


_OTHER_ASIAN = frozenset(("gb18030", "big5hkscs", "cp949"))
_KANA = pattern("[ぁ-んァ-ヶー]")
_IDEOGRAPH = pattern("[一-龠]")
_READABLE = pattern("[ぁ-んァ-ヶー一-龠]{2}")


def _better(data: bytes, charsets: tuple[str, ...]) -> tuple[str, str]:
    """The reading with the fewest odd characters; the first wins a tie."""
    readings = []
    for charset in charsets:
        text = read_as(data, charset, strict=False)
        readings.append((_oddity(text), text, charset))
    _, text, charset = min(readings, key=lambda reading: reading[0])
    return text, charset


_USUAL = pattern("[ぁ-んァ-ヶー、。々「」・]")
_ODD = pattern("[\ufffd\x80-\x9f\uff61-\uff9f\ue000-\uf8ff\x00-\x08]")


def _oddity(text: str) -> float:
    """Share of the non-ASCII characters that plain text hardly holds: half-width kana, private use, controls, U+FFFD.

    A text without one kana among many ideographs counts half odd, for that is how one East Asian charset looks when it
    is read as another.
    """
    head = text[:4000]
    wide = len(head) - len(head.encode("ascii", "ignore"))
    if not wide:
        return 0.0
    odd = len(_ODD.findall(head)) / wide
    return odd + (0.1 if wide > 12 and not _USUAL.search(head) else 0.0)


# -- Encoded words -----------------------------------------------------------------------------------------------------

_WORD = pattern(rb"=\?([A-Za-z0-9_.:+*'\-]{1,60}+)\?([BbQq])\?")
_WHOLE = pattern(rb"=\?([A-Za-z0-9_.:+*'\-]{1,60}+)\?([BbQq])\?([^? \t]*+)\?=")
_SPECIAL = pattern(rb"[\x1b\x80-\xff]|=\?")
_BASE64 = pattern(rb"[^A-Za-z0-9+/]")


def decode_words(raw: bytes, hint: str | None = None) -> str:
    """A header value's text: encoded words decoded (RFC 2047), raw 8-bit and raw JIS read right.

    Lenient where writers are broken: words split inside a character or a base64 quantum are joined first, padding may
    be missing, blanks may stand inside, the language suffix of RFC 2231 is allowed, an unclosed last word is read.
    ``hint`` is the charset to try for raw bytes. Folding must be gone. Linear in the size; beyond
    ``limits.ENCODED_WORDS`` the rest stays as written. Never raises.
    """
    if b"=?" not in raw:
        return decode(raw, hint)[0] if not raw.isascii() or b"\x1b" in raw else raw.decode("ascii")
    quick = _uniform(raw)
    if quick is not None:
        return quick
    runs: list[tuple[str, bytes, str]] = []  # (charset label, or "" for plain; bytes or payload; encoding)
    at = size = 0
    end = len(raw)
    while at < end and size < limits.ENCODED_WORDS.value:
        word = _WORD.search(raw, at)
        if not word:
            break
        close = raw.find(b"?=", word.end())
        payload_end = close if close >= 0 else _open_end(raw, word.end())
        if payload_end < 0:
            break
        between = raw[at : word.start()]
        if between and (not runs or not runs[-1][0] or between.strip(b" \t\r\n")):
            runs.append(("", between, ""))
        label = word.group(1).decode("ascii").partition("*")[0]
        runs.append((label, raw[word.end() : payload_end], word.group(2).decode("ascii").lower()))
        at = payload_end + 2 if close >= 0 else payload_end
        size += 1
    if at < end:
        runs.append(("", raw[at:], ""))
    return _join_runs(runs, hint)


def _uniform(raw: bytes) -> str | None:
    """The usual value: whole words of one charset and nothing between them but blanks; ``None`` for any other."""
    tokens = _WHOLE.split(raw)
    labels, payloads = tokens[1::4], tokens[3::4]
    before, after = tokens[0], tokens[-1]
    if not payloads or len(payloads) > limits.ENCODED_WORDS.value or len(set(labels)) > 1:
        return None
    if b"".join(tokens[4:-1:4]).strip() or _SPECIAL.search(before) or _SPECIAL.search(after):
        return None
    pieces: list[bytes] = []
    for encoding, payload in zip(tokens[2::4], payloads, strict=True):
        if encoding in b"Qq":
            pieces.append(binascii.a2b_qp(payload, header=True))
        elif len(payload) & 3:
            return None
        else:
            try:
                pieces.append(binascii.a2b_base64(payload))
            except binascii.Error:
                return None
    text = decode(b"".join(pieces), labels[0].decode("ascii"))[0]
    return f"{before.decode('ascii')}{text}{after.decode('ascii')}"


def _open_end(raw: bytes, start: int) -> int:
    """End of a word that was cut off before its ``?=``: the next blank; -1 when nothing stands there."""
    stop = raw.find(b" ", start)
    stop = stop if stop >= 0 else len(raw)
    return stop if stop > start else -1


def _join_runs(runs: list[tuple[str, bytes, str]], hint: str | None) -> str:
    """Neighbouring words of one charset become one run of bytes before the charset is applied."""
    pieces: list[str] = []
    at = 0
    while at < len(runs):
        label, payload, encoding = runs[at]
        if not label:
            pieces.append(decode(payload, hint)[0] if not payload.isascii() else payload.decode("ascii"))
            at += 1
            continue
        words: list[bytes] = []
        carry = b""
        while at < len(runs) and runs[at][0].lower() == label.lower():
            _, payload, encoding = runs[at]
            if encoding == "b":
                dense = _BASE64.sub(b"", payload)
                carry += dense
                whole = b"=" in payload or len(carry) % 4 == 0 or not _continues(runs, at)
                if whole:
                    words.append(_unbase64(carry))
                    carry = b""
            else:
                words.append(binascii.a2b_qp(payload.replace(b"\r", b"").replace(b"\n", b""), header=True))
            at += 1
        if carry:
            words.append(_unbase64(carry))
        pieces.append(decode(b"".join(words), label)[0])
    return "".join(pieces)


def _continues(runs: list[tuple[str, bytes, str]], at: int) -> bool:
    """Whether the next run is a base64 word of the same charset, so that a quantum may go on there."""
    return at + 1 < len(runs) and runs[at + 1][0].lower() == runs[at][0].lower() and runs[at + 1][2] == "b"


def _unbase64(dense: bytes) -> bytes:
    if len(dense) % 4 == 1:
        dense = dense[:-1]
    return binascii.a2b_base64(dense + b"=" * (-len(dense) % 4))
