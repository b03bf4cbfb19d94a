"""Random recipients through random stacks of encoders: nothing of them may be read out of what the redactor lets pass.

The oracle below shares no code with the redactor: it decodes everything it can, however senseless, and looks.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import gzip
import hashlib
import html
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote, unquote_to_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gyotaku.model import Recipient
from gyotaku.tell.redactor import Redactor

# -- The table of encoders ---------------------------------------------------------------------------------------------


def _b64(data: str | bytes) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def _each(form: str) -> Callable[[str], str]:
    return lambda s: "".join(form % c for c in s.encode())


def _wide(base: int) -> Callable[[str], str]:
    return lambda s: "".join(chr(base + ord(c) - 33) if 33 <= ord(c) < 127 else c for c in s)


def _circled(s: str) -> str:
    return "".join(chr(0x24D0 + ord(c) - 97) if "a" <= c <= "z" else c for c in s)


def _bold(s: str) -> str:
    return "".join(chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else c for c in s)


def _lines(s: str) -> str:
    code = _b64(s)
    return "\r\n".join(code[i : i + 20] for i in range(0, len(code), 20))


def _words(s: str) -> str:
    half = len(s) // 2
    return f"=?utf-8?B?{_b64(s[:half])}?=\r\n =?utf-8?B?{_b64(s[half:])}?="


def _digest(name: str, spell: Callable[[str], str] = str) -> Callable[[str], str]:
    return lambda s: hashlib.new(name, spell(s).encode()).hexdigest()


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper": str.upper,
    "title": str.title,
    "full-width": _wide(0xFF01),
    "circled": _circled,
    "bold": _bold,
    "zero-width": "\u200b".join,
    "soft-hyphen": "\u00ad".join,
    "spaced": " ".join,
    "bracketed": lambda s: s.replace("@", "[at]").replace(".", "[.]"),
    "words": lambda s: s.replace("@", " at ").replace(".", " dot "),
    "verp": lambda s: "bounce+" + s.replace("@", "="),
    "pipe": lambda s: s.replace("@", "|"),
    "utf-7": lambda s: s.replace("@", "+AEA-"),
    "md5": _digest("md5"),
    "md5-upper": lambda s: _digest("md5")(s).upper(),
    "md5-of-upper": _digest("md5", str.upper),
    "sha1": _digest("sha1"),
    "sha256": _digest("sha256"),
    "sha256-of-capital": _digest("sha256", str.capitalize),
    "sha512": _digest("sha512"),
    "md5-base64": lambda s: _b64(hashlib.md5(s.encode()).digest()),
    "sha1-base64url": lambda s: base64.urlsafe_b64encode(hashlib.sha1(s.encode()).digest()).decode().rstrip("="),
    "sha256-base64": lambda s: _b64(hashlib.sha256(s.encode()).digest()),
    "utf-16le": lambda s: _b64(s.encode("utf-16-le")),
    "utf-16be": lambda s: _b64(s.encode("utf-16-be")),
    "utf-16": lambda s: _b64(s.encode("utf-16")),
    "deflate": lambda s: _b64(zlib.compress(s.encode())),
    "gzip": lambda s: _b64(gzip.compress(b"user=" + s.encode(), mtime=0)),
}
"""What may stand innermost: ways to write an address, and codes that lose it."""

CODES: dict[str, Callable[[str], str]] = {
    "percent": lambda s: quote(s, safe=""),
    "percent-all": _each("%%%02X"),
    "percent-all-lower": _each("%%%02x"),
    "percent-twice": lambda s: quote(quote(s, safe=""), safe=""),
    "percent-u": lambda s: "".join(f"%u{ord(c):04x}" for c in s),
    "entity-decimal": lambda s: "".join(f"&#{ord(c)};" for c in s),
    "entity-hex": lambda s: "".join(f"&#x{ord(c):x};" for c in s),
    "entity-hex-upper": lambda s: "".join(f"&#X{ord(c):04X};" for c in s),
    "entity-named": lambda s: s.replace("&", "&amp;").replace("@", "&commat;").replace(".", "&period;"),
    "json": lambda s: "".join(f"\\u{ord(c):04x}" for c in s),
    "octal": _each("\\%03o"),
    "quoted-printable": lambda s: binascii.b2a_qp(s.encode()).decode().replace("@", "=40"),
    "quoted-printable-all": _each("=%02X"),
    "word-b": lambda s: f"=?UTF-8?B?{_b64(s)}?=",
    "word-q": lambda s: "=?utf-8?q?" + "".join(f"={b:02X}" for b in s.encode()) + "?=",
    "words-folded": _words,
    "base64": _b64,
    "base64-unpadded": lambda s: _b64(s).rstrip("="),
    "base64url": lambda s: base64.urlsafe_b64encode(s.encode()).decode().rstrip("="),
    "base64-lines": _lines,
    "base64-shift-1": lambda s: _b64("?" + s),
    "base64-shift-2": lambda s: _b64("u=" + s),
    "base64-glued-1": lambda s: "Z" + _b64(s),
    "base64-glued-2": lambda s: "Zx" + _b64(s),
    "base64-glued-3": lambda s: "Zx9" + _b64(s),
    "base32": lambda s: base64.b32encode(s.encode()).decode(),
    "base32-lower": lambda s: base64.b32encode(s.encode()).decode().lower().rstrip("="),
    "hex": lambda s: s.encode().hex(),
    "hex-upper": lambda s: s.encode().hex().upper(),
    "hex-colons": lambda s: s.encode().hex(":"),
    "hex-spaces": lambda s: s.encode().hex(" "),
    "hex-x": _each("\\x%02x"),
    "hex-0x": lambda s: ",".join(f"0x{b:02x}" for b in s.encode()),
    "rot13": lambda s: codecs.encode(s, "rot13"),
    "reversed": lambda s: s[::-1],
}
"""What may stand round anything: codes that can be undone."""

SURROUNDINGS = (
    "{}",
    "https://track.example.net/open?k=7&u={}&z=1",
    "https://track.example.net/r/{}/p.gif",
    "https://go.example.net/?next=https%3A%2F%2Fpage.example.org%2F%3Fe%3D{}",
    "https://go.example.net/#{}",
    "List-Unsubscribe: <https://lists.example.net/u?m={}>",
    "お客様の登録({})を確認しました。",
    "Dear customer, we wrote to {} about your parcel.",
    '<img src="https://p.example.net/{}.gif" width=1>',
    '{{"id": "{}", "n": 3}}',
)

# -- The oracle --------------------------------------------------------------------------------------------------------


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff\s]", "", text)


def _views(text: str) -> Iterator[str]:
    """Everything one decoding makes of ``text``, sensible or not."""
    flat = re.sub(r"[\u00ad\u200b\ufeff]", "", unicodedata.normalize("NFKC", text))
    yield flat
    if re.search(r"(?:\S ){8}", flat):
        yield flat.replace(" ", "")
    yield unquote(flat)
    yield unquote_to_bytes(flat).decode("utf-16-be", "ignore") if "%00" in flat else ""
    yield re.sub(r"%u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), flat)
    yield html.unescape(flat)
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), flat)
    yield re.sub(r"\\x([0-9a-fA-F]{2})|\\([0-3][0-7]{2})", lambda m: chr(int(m[1], 16) if m[1] else int(m[2], 8)), flat)
    yield binascii.a2b_qp(flat.encode("ascii", "replace")).decode("utf-8", "replace")
    words = re.findall(r"=\?[\w-]+\?([bq])\?([^?]*)\?=", flat, re.IGNORECASE)
    yield "".join(
        (
            base64.b64decode(d + "==") if k in "bB" else binascii.a2b_qp(d.encode("ascii", "replace"), header=True)
        ).decode("utf-8", "replace")
        for k, d in words
        if k in "qQ" or len(re.sub(r"[^A-Za-z0-9+/]", "", d)) % 4 != 1
    )
    yield codecs.encode(flat, "rot13")
    yield flat[::-1]
    for run in re.findall(r"(?:[A-Za-z0-9+/_-]{2,}[ \r\n]{0,3}){2,}", flat):
        code = re.sub(r"\s", "", run).replace("-", "+").replace("_", "/")
        for shift in range(4):
            data = base64.b64decode(code[shift : shift + (len(code) - shift) // 4 * 4] or "")
            rest = code[shift + (len(code) - shift) // 4 * 4 :]
            data += base64.b64decode(rest + "A" * (4 - len(rest))) if len(rest) > 1 else b""
            yield from _bytes(data)
    for run in re.findall(r"(?:(?:0x|\\x|%)?[0-9a-fA-F]{2}[:, ;-]?){6,}", flat):
        digits = re.sub(r"0x|[^0-9a-fA-F]", "", run)
        for shift in range(2):
            yield from _bytes(bytes.fromhex(digits[shift : shift + (len(digits) - shift) // 2 * 2]))
    for run in re.findall(r"[A-Z2-7]{8,}|[a-z2-7]{8,}", flat):
        for size in (len(run) // 8 * 8, len(run)):
            padded = run[:size].upper()
            if len(padded) % 8 not in (1, 3, 6):
                yield from _bytes(base64.b32decode(padded + "=" * (-len(padded) % 8)))


def _bytes(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if data.count(0) * 3 > len(data):
        yield data.replace(b"\0", b"").decode("utf-8", "replace")
    for i in range(len(data)):
        if data[i : i + 2] in (b"\x1f\x8b", b"\x78\x9c"):
            try:
                machine = zlib.decompressobj(47)
                yield machine.decompress(data[i:], 4096).decode("utf-8", "replace")
            except zlib.error:
                pass


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text)


class Oracle:
    """Reads a recipient out of a text if any stack of at most ``depth`` decodings brings them to light."""

    def __init__(self, address: str, private: bool, depth: int = 7) -> None:
        local, _, domain = address.partition("@")
        self.depth = depth
        self.plain = [address, _letters(address), _letters(local + "at" + domain.replace(".", "dot"))]
        self.plain += [_letters(local + "aea" + domain)]
        if private:
            self.plain.append(domain)
        if len(local) >= 8:
            self.plain.append(local)
        self.hashes: list[str] = []
        self.raw: list[str] = []
        for value in (address, address.upper(), address.capitalize(), address.title(), local):
            for name in ("md5", "sha1", "sha256", "sha512"):
                digest = hashlib.new(name, value.encode()).digest()
                self.hashes.append(digest.hex())
                self.raw += [_b64(digest).rstrip("="), base64.urlsafe_b64encode(digest).decode().rstrip("=")]

    def _shows(self, text: str) -> bool:
        folded = _folded(text)
        bare = _letters(folded)
        return (
            any(p in folded for p in self.plain if "@" in p or "." in p)
            or any(p in bare for p in self.plain if len(p) >= 8 and "." not in p and "@" not in p)
            or any(h in folded for h in self.hashes)
            or any(r in text for r in self.raw)
        )

    def reads(self, text: str) -> bool:
        seen = {text}
        level = [text]
        for _ in range(self.depth):
            if any(self._shows(t) for t in level):
                return True
            views = dict.fromkeys(v for t in level for v in _views(t) if len(v) > 5)
            level = [v for v in views if v not in seen and _sense(v)][:4000]
            seen.update(level)
        return any(self._shows(t) for t in level)


def _sense(text: str) -> bool:
    """Only texts with a readable stretch can hide anything further."""
    return re.search(r"[\x20-\x7e\u2000-\uffff\U0001d400-\U0001d7ff]{8}", text.replace("\ufffd", "\0")) is not None


# -- Claims ------------------------------------------------------------------------------------------------------------

_LOCALS = st.from_regex(r"[a-z][a-z0-9]{2,9}([._-][a-z0-9]{2,8})?", fullmatch=True).filter(lambda s: len(s) >= 5)
_DOMAINS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9]{4,12}\.(co\.jp|ne\.jp|jp|com|example)", fullmatch=True),
    st.sampled_from(("gmail.com", "docomo.ne.jp", "mail.example.ac.jp")),
)
_STACK = st.lists(st.sampled_from(sorted(CODES)), min_size=0, max_size=3)


def wrap(address: str, spelling: str, codes: list[str], around: str) -> str:
    text = SPELLINGS[spelling](address)
    for code in codes:
        text = CODES[code](text)
    return around.format(text)


def survives(address: str, text: str) -> bool:
    return Oracle(address, not address.endswith(("gmail.com", "docomo.ne.jp"))).reads(text)


def test_the_table_names_forty_encodings() -> None:
    """Forty at least, and the oracle itself reads every one of them (a blind oracle proves nothing)."""
    assert len(SPELLINGS) + len(CODES) >= 40
    address = "kq7hanako@shirasagi.co.jp"
    blind = [s for s in SPELLINGS if not survives(address, wrap(address, s, [], "{}"))]
    blind += [c for c in CODES if not survives(address, wrap(address, "plain", [c], "{}"))]
    assert blind == []


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_pair_of_encodings_is_cut(spelling: str, code: str) -> None:
    """Any spelling inside any code, in a URL: nothing survives."""
    address = "hanako.kujo@shirasagi.co.jp"
    text = wrap(address, spelling, [code], SURROUNDINGS[1])
    cut = Redactor(Recipient((address,))).text(text, "link:0")
    assert not survives(address, cut), (text, cut)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(_LOCALS, _DOMAINS, st.sampled_from(sorted(SPELLINGS)), _STACK, st.sampled_from(SURROUNDINGS))
def test_no_stack_of_encodings_survives(local: str, domain: str, spelling: str, codes: list[str], around: str) -> None:
    """Up to four encodings deep in any surroundings: the oracle reads nothing, and a second cut changes nothing."""
    address = f"{local}@{domain}"
    text = wrap(address, spelling, codes, around)
    redactor = Redactor(Recipient((address,)))
    cut = redactor.text(text, "x")
    assert not survives(address, cut), (text, cut)
    assert redactor.text(cut, "x") == cut
