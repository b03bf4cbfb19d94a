"""How a text is hidden inside another text, both ways: the forms a secret can take, and the text a span can hide.

Everything is one level deep; callers nest. All functions are linear in their input.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from gyotaku.patterns import pattern

MIN_BLOB = 8
"""Characters. A shorter run of base64, base32 or hex holds at most six characters of text: nobody's address."""

_MIN_RUN = 6
"""Bytes of readable text in a row inside an otherwise binary blob, before it is worth a look. Six random bytes are all
printable once in 380 times."""


class Decoding(NamedTuple):
    """One span of a text and the text it holds."""

    encoding: str
    """``percent entity quoted-printable base64 base32 hex rot13 reversed punycode width escape``."""
    span: tuple[int, int]
    decoded: str


# -- Forms of a secret -------------------------------------------------------------------------------------------------


def base64_cores(data: bytes) -> tuple[str, str, str]:
    """The stretch of base64 that stands in any text containing ``data``, for each of the three alignments.

    The first and last characters that also depend on the neighbours are cut off; standard alphabet, no padding.
    """
    cores = []
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + data).decode("ascii")
        start = (0, 2, 3)[shift]
        usable = (len(data) + shift) * 8 // 6
        cores.append(coded[start:usable])
    return cores[0], cores[1], cores[2]


def digest(name: str, secret: str) -> bytes:
    """The hash value (``md5``, ``sha1``, ``sha256``) by which a mailing system may stand for ``secret``, as it is."""
    return hashlib.new(name, secret.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()


DIGESTS = ("md5", "sha1", "sha256")


def variants(secret: str) -> tuple[tuple[str, str], ...]:
    """Every form one encoder gives ``secret``, as (encoding, form); the plain secret is not among them.

    Forms are found in a text by plain search: case-sensitively for base64, ignoring case for all others.
    """
    data = secret.encode("utf-8", "surrogatepass")
    forms: list[tuple[str, str]] = [
        ("percent", quote(data, safe="")),
        ("percent", "".join(f"%{byte:02X}" for byte in data)),
        ("entity", html.escape(secret)),
        ("entity", "".join(f"&#{ord(c)};" for c in secret)),
        ("entity", "".join(f"&#x{ord(c):x};" for c in secret)),
        ("quoted-printable", "".join(chr(b) if 33 <= b <= 126 and b != 61 else f"={b:02X}" for b in data)),
        ("quoted-printable", "".join(f"={b:02X}" for b in data)),
        ("hex", data.hex()),
        ("escape", "".join(f"\\x{b:02x}" for b in data)),
        ("escape", "".join(f"\\u{ord(c):04x}" for c in secret)),
        ("base32", base64.b32encode(data).decode("ascii").rstrip("=")[: len(data) * 8 // 5]),
        ("rot13", codecs.encode(secret, "rot13")),
        ("reversed", secret[::-1]),
        ("width", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in secret)),
    ]
    for core in base64_cores(data):
        forms += [("base64", core), ("base64", core.replace("+", "-").replace("/", "_"))]
    for name in DIGESTS:
        value = digest(name, secret)
        coded = base64.b64encode(value).decode("ascii").rstrip("=")
        forms += [(name, value.hex()), (name, coded), (name, coded.replace("+", "-").replace("/", "_"))]
    if not secret.isascii():
        forms.append(("punycode", secret.encode("punycode").decode("ascii")))
    return tuple(dict.fromkeys(form for form in forms if form[1] and form[1] != secret))


# -- Single decoders ---------------------------------------------------------------------------------------------------

_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_ROT13 = bytes.maketrans(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", b"nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM"
)
_PRINTABLE_RUN = pattern(rb"[\x20-\x7e]{%d,}" % _MIN_RUN)


def rot13(text: str) -> str:
    """Each ASCII letter thirteen places on; its own inverse."""
    if text.isascii():
        return text.encode("ascii").translate(_ROT13).decode("ascii")
    return codecs.encode(text, "rot13")


def base64_bytes(text: str) -> bytes:
    """Bytes of base64 or base64url (RFC 4648 sections 4 and 5), padded or not; ``b""`` when it is none."""
    try:
        data = text.rstrip("=").encode("ascii").translate(_TO_STANDARD)
        left = len(data) % 4
        return binascii.a2b_base64(data[:-1] if left == 1 else data + b"=" * (-left % 4))
    except (binascii.Error, ValueError):
        return b""


def readable(data: bytes) -> str | None:
    """``data`` as text when all of it is UTF-8 that can be printed (white space allowed), else ``None``."""
    if not data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() or text.translate(_NO_SPACES).isprintable() else None


_NO_SPACES = {9: None, 10: None, 13: None, 0x3000: None, 0xA0: None}


def hex_text(text: str) -> str | None:
    """The readable text of an even run of hexadecimal digits; ``None`` when it holds none."""
    try:
        return readable(bytes.fromhex(text))
    except ValueError:
        return None


def base32_text(text: str) -> str | None:
    """The readable text of base32 (RFC 4648 section 6), any case, padded or not; ``None`` when it holds none."""
    text = text.rstrip("=").upper()
    try:
        return readable(base64.b32decode(text + "=" * (-len(text) % 8)))
    except (binascii.Error, ValueError):
        return None


def base64_text(text: str) -> str | None:
    """The readable text of base64 or base64url, padded or not; ``None`` when it holds none."""
    return readable(base64_bytes(text))


# -- What a text hides -------------------------------------------------------------------------------------------------

_BLOB = pattern(rf"[A-Za-z0-9+/_-]{{{MIN_BLOB},}}={{0,2}}")
_HEX_RUN = pattern(rf"[0-9a-fA-F]{{{MIN_BLOB},}}")
_BASE32_RUN = pattern(rf"[A-Z2-7]{{{MIN_BLOB},}}|[a-z2-7]{{{MIN_BLOB},}}")
_PERCENT_RUN = pattern(r"(?:[A-Za-z0-9._~+@:/=|*!$'(),-]|%[0-9A-Fa-f]{2})+")
_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENTITY_RUN = pattern(r"(?:[^\s&<>\"']|&[#A-Za-z][A-Za-z0-9]{0,31};)+")
_QUOTED = pattern(r"=[0-9A-Fa-f]{2}")
_QUOTED_RUN = pattern(r"(?:[!-%'-<>-~]|=[0-9A-Fa-f]{2}|=\r?\n)+")
_ESCAPE_RUN = pattern(r"(?:[A-Za-z0-9._~+@:/=|-]|(?:\\u|%u)[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})+")
_ESCAPE = pattern(r"(?:\\u|%u)([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")
_PUNYCODE = pattern(r"[xX][nN]--([A-Za-z0-9-]{1,59})")
_WIDE_RUN = pattern(r"[!-~\uff01-\uff5e\u3002]+")


def decodings(text: str) -> Iterator[Decoding]:
    """Every span of ``text`` that some usual encoding reads as readable text, with that text.

    ``rot13`` and ``reversed`` can be read from anything; they are given only where base64, base32 or hex comes to light
    behind them. A blob with a readable stretch inside gives that stretch.
    """
    if "%" in text:
        yield from _runs(text, _PERCENT_RUN, "percent", "%", unquote)
    if "&" in text and _ENTITY.search(text):
        yield from _runs(text, _ENTITY_RUN, "entity", "&", html.unescape)
    if "=" in text and _QUOTED.search(text):
        yield from _runs(text, _QUOTED_RUN, "quoted-printable", "=", _unquote_printable)
    if ("\\" in text or "%u" in text) and _ESCAPE.search(text):
        yield from _runs(text, _ESCAPE_RUN, "escape", "", _unescape)
    for found in _BLOB.finditer(text):
        yield from _blob(found[0], found.start())
    if not text.isascii():
        yield from _runs(text, _WIDE_RUN, "width", "", lambda run: unicodedata.normalize("NFKC", run))
    if "n--" in text or "N--" in text:
        for found in _PUNYCODE.finditer(text):
            try:
                yield Decoding("punycode", found.span(), found[1].encode("ascii").decode("punycode"))
            except (UnicodeError, OverflowError, ValueError):
                continue


def _runs(
    text: str, run: re.Pattern[str], encoding: str, mark: str, decode: Callable[[str], str]
) -> Iterator[Decoding]:
    for found in run.finditer(text):
        if mark in found[0] and (decoded := decode(found[0])) != found[0]:
            yield Decoding(encoding, found.span(), decoded)


def _unquote_printable(run: str) -> str:
    return readable(binascii.a2b_qp(run.encode("ascii"))) or run


def _unescape(run: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), run)


def _blob(blob: str, at: int) -> Iterator[Decoding]:
    """What one run of letters and digits holds. Plain words are let go first: links are mostly made of them."""
    bare = blob.rstrip("=")
    lower = bare.islower()
    if (lower and _WORDS(bare)) or (bare.isdigit() and len(bare) < 12):
        return
    if not lower:
        yield from _base64(blob, at)
    for found in _HEX_RUN.finditer(bare):
        run, start = found[0], at + found.start()
        for skip in (0, 1):
            even = run[skip : skip + (len(run) - skip) // 2 * 2]
            if _begins_text(even) and (decoded := hex_text(even)):
                yield Decoding("hex", (start + skip, start + skip + len(even)), decoded)
                break
    for found in _BASE32_RUN.finditer(bare):
        if not _is_word(found[0]) and _begins_text(found[0]) and (decoded := base32_text(found[0])):
            yield Decoding("base32", (at + found.start(), at + found.end()), decoded)
    head, tail = bare[:_HEAD], bare[: -_HEAD - 1 : -1]
    span = (at, at + len(blob))
    if _begins_text(rot13(head)) and _holds_text(turned := rot13(bare)):
        yield Decoding("rot13", span, turned)
    if _begins_text(tail) and _holds_text(bare[::-1]):
        yield Decoding("reversed", span, bare[::-1])
    if _begins_text(rot13(tail)) and _holds_text(rot13(bare[::-1])):
        yield Decoding("rot13", span, rot13(bare))


_WORDS = re.compile(r"[a-z/_+-]+").fullmatch
_HEAD = 16
_PLAUSIBLE = pattern(rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xf4][\x80-\xbf]{1,3})+")
_BASE32_DIGITS = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567",
    b"0123456789abcdefghijklmnop0123456789abcdefghijklmnopqrstuv",
)


def _begins_text(form: str) -> bool:
    """Whether the first characters of ``form`` may be base64, hex or base32 of text: the cheap test before the rest."""
    head = form[:_HEAD].encode("ascii")
    cut = len(head) & ~3
    if not head.islower() and _is_plausible(binascii.a2b_base64(head[:cut].translate(_TO_STANDARD))):
        return True
    if not head.translate(None, b"0123456789abcdefABCDEF"):
        return _is_plausible(binascii.a2b_hex(head[:cut])) or not head.translate(None, b"234567abcdefABCDEF")
    if not head.translate(None, _BASE32_LOWER) or not head.translate(None, _BASE32_UPPER):
        return _is_plausible(int(head[:8].translate(_BASE32_DIGITS), 32).to_bytes(5, "big"))
    return False


_BASE32_LOWER = b"abcdefghijklmnopqrstuvwxyz234567"
_BASE32_UPPER = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _is_plausible(data: bytes) -> bool:
    found = _PLAUSIBLE.match(data)
    return found is not None and found.end() >= len(data) - 2


def _holds_text(form: str) -> bool:
    """Whether the whole of ``form`` is base64, hex or base32 of readable text."""
    if not form.islower() and base64_text(form):
        return True
    if len(form) % 2 == 0 and _HEX_RUN.fullmatch(form):
        return hex_text(form) is not None
    return bool(_BASE32_RUN.fullmatch(form)) and not _is_word(form) and base32_text(form) is not None


def _is_word(run: str) -> bool:
    """Lower case letters alone: text in base32 holds a digit or is written in capitals."""
    return run.isalpha() and run.islower()


def _base64(blob: str, at: int) -> Iterator[Decoding]:
    """Readable text in a base64 blob, wherever in it the encoded text begins.

    The whole is tried first. Else something was glued before it (``id-aGFuYWtv…``): each of the four alignments is
    read, and only its readable stretches are given.
    """
    if _begins_text(blob) and (whole := base64_text(blob)):
        yield Decoding("base64", (at, at + len(blob)), whole)
        return
    for skip in range(4):
        for run in _PRINTABLE_RUN.findall(base64_bytes(blob[skip:])):
            yield Decoding("base64", (at, at + len(blob)), run.decode("ascii"))
