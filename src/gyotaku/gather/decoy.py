"""A decoy identity in the recipient's place: same encoding, same depth, so that a page opens and nobody is betrayed.

Pure. One identity a case, made from the case's hash and the operator's own domain: whatever arrives there later came by
way of that case. Marks that only *may* stand for the recipient are replaced by random ones of the same shape.

What cannot be replaced is cut, and what cannot be cut is not asked for: :func:`disguise` gives ``None`` rather than a
URL in which the recipient can still be read.
"""

from __future__ import annotations

import base64
import hashlib
import html
import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from gyotaku.mail.encodings import (
    DIGESTS,
    base64_bytes,
    base64_text,
    decodings,
    digest,
    rot13,
)
from gyotaku.mail.tokens import find_tokens
from gyotaku.model import Recipient, Token
from gyotaku.tell.guard import Guard
from gyotaku.tell.redactor import Redactor

Opaque = Literal["random", "cut", "keep"]
"""What becomes of marks that only may stand for the recipient."""
Put = Literal["decoy", "cut", "random"]
"""What stands where the recipient stood: the decoy, nothing, or noise of the same shape. The last two are for
comparing: a page that opens for the decoy alone is gated by the mark."""

MAX_DEPTH = 8
"""Encodings inside one another, as in :mod:`gyotaku.mail.tokens`."""
MAX_URL = 32_768

_NAMES = "aoki inoue endo ono kato kimura kudo goto saito sakai shimizu sugiyama takagi tanabe nakano hashimoto".split()
_GIVEN = "akari aoi haruto hinata kaito mei minato nanami ren riko sakura sora yamato yui yuma yuto".split()
_WORDS = "asagao himawari kaede kikyo momiji nadeshiko sumire tsubaki yamabuki".split()


@dataclass(frozen=True, slots=True)
class Decoy:
    """Who a visit says it is. Nobody: the mailbox is the operator's."""

    address: str
    """``local@domain``, lower case."""
    passwords: tuple[str, ...]
    """Different ones, for one try after another; none is or was anybody's."""
    code: str
    """Six digits, for pages that ask for a one-time code."""

    @property
    def local(self) -> str:
        """The part before the at sign."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The operator's domain."""
        return self.address.rpartition("@")[2]

    @property
    def person(self) -> Recipient:
        """The decoy as somebody to protect: a report that named it would tell the phisher which visit was ours."""
        return Recipient((self.address,))


def decoy_for(case: str, domain: str, real: Recipient | None = None) -> Decoy:
    """The identity of a case. ``case``: the mail's SHA-256, hex. The same case always gives the same identity.

    It shares no word with ``real``.
    """
    locals_ = " ".join(a.partition("@")[0].lower() for a in (real.addresses if real else ()))
    words = [w for w in re.split(r"[^a-z]+", locals_) if len(w) > 2]
    for salt in range(64):
        seed = random.Random(f"{case}/{domain}/{salt}")  # noqa: S311  # made-up names, no secret
        local = f"{seed.choice(_GIVEN)}.{seed.choice(_NAMES)}{seed.randrange(10, 99)}"
        address = f"{local}@{domain.lower()}"
        if not any(word in address for word in words):
            break
    first, second = seed.sample(_WORDS, 2)
    passwords = (f"{first.capitalize()}{seed.randrange(1000, 9999)}", f"{second}-{seed.randrange(100, 999)}X")
    return Decoy(address, passwords, f"{seed.randrange(10**6):06}")


class Disguised(NamedTuple):
    """A URL that may be asked for, and what was done to it."""

    url: str
    replaced: int
    """Marks that became the decoy's."""
    randomised: int
    """Opaque marks that became random ones."""
    cut: tuple[str, ...]
    """Places that had to be cut: ``query:NAME``, ``fragment``, ``path``."""


def disguise(
    url: str, real: Recipient, decoy: Decoy, opaque: Opaque = "random", put: Put = "decoy"
) -> Disguised | None:
    """``url`` with the decoy in the place of ``real``; ``None`` when the recipient cannot be got out of it.

    The result was searched again, with another engine than the one that found the places. Never raises.
    """
    if len(url) > MAX_URL:
        return None
    work = _Work(real, decoy, opaque, put)
    text = work.rewrite(url, 0)
    tokens = tuple(t.value for t in find_tokens(url, real) if t.what == "opaque") if opaque != "keep" else ()
    cut: list[str] = []
    for pieces in (_parameters, _fragment, _whole_query, _segments):
        if not leaks(text, real):
            break
        text, places = _without(text, real, pieces)
        cut += places
    if leaks(text, real) or any(t in text for t in tokens if t not in _host(url)):
        return None
    return Disguised(text, work.replaced, work.randomised, tuple(cut))


def leaks(text: str, real: Recipient) -> bool:
    """Whether the recipient can still be read in ``text``, in any form we know."""
    if any(token.what != "opaque" for token in find_tokens(text, real)):
        return True
    return bool(_guard(real).leaks(text.encode("utf-8", "surrogatepass")))


@lru_cache(maxsize=16)
def _guard(real: Recipient) -> Guard:
    return Redactor(real).guard()


# -- Replacing ---------------------------------------------------------------------------------------------------------


class _Work:
    """One URL's replacement."""

    def __init__(self, real: Recipient, decoy: Decoy, opaque: Opaque, put: Put) -> None:
        self._real = real
        self._put = put
        self._decoy = decoy
        self._opaque = opaque
        self.replaced = 0
        self.randomised = 0

    def rewrite(self, text: str, depth: int) -> str:
        """``text`` with every mark in it replaced."""
        out, at = [], 0
        for token in find_tokens(text, self._real):
            start = text.find(token.value, at)
            if start < 0:
                continue
            keep = token.what == "opaque" and _in_host(text, start)
            out += [text[at:start], token.value if keep else self._swap(token, depth)]
            at = start + len(token.value)
        return "".join((*out, text[at:]))

    def _swap(self, token: Token, depth: int) -> str:
        if token.what == "opaque":
            return self._mark(token, depth)
        self.replaced += depth == 0
        if self._put == "cut":
            return ""
        if self._put == "random":
            return shaped(token.value, self._decoy.address)
        if not token.encodings:
            return self._plain(token.value)
        outer = token.encodings[0]
        if outer in DIGESTS:
            return self._hash(token.value, outer)
        if token.encodings[:2] in {("base64", name) for name in DIGESTS}:
            return self._hash64(token.value, token.encodings[1])
        for decoded, encode in _open(token.value, outer) if depth < MAX_DEPTH else ():
            fresh = self.rewrite(decoded, depth + 1)
            if fresh != decoded:
                return encode(fresh)
        return shaped(token.value, self._decoy.address)

    def _mark(self, token: Token, depth: int) -> str:
        if self._opaque == "keep":
            return token.value
        self.randomised += depth == 0
        return "" if self._opaque == "cut" else shaped(token.value, self._decoy.address)

    def _plain(self, value: str) -> str:
        """The decoy as the recipient was written: the whole address with its glue, the name or the domain alone."""
        low = value.lower()
        for address in self._real.addresses:
            local, _, domain = address.rpartition("@")
            if low.startswith(local) and low.endswith(domain) and len(low) >= len(local) + len(domain):
                return self._decoy.local + value[len(local) : len(value) - len(domain)] + self._decoy.domain
            if low == local:
                return self._decoy.local
            for dot in ".-_":
                if low == domain.replace(".", dot):
                    return self._decoy.domain.replace(".", dot)
        for turned in (rot13, _reversed):
            if self._is_real(turned(low)):
                return turned(self._plain(turned(value)))
        return shaped(value, self._decoy.address)

    def _is_real(self, text: str) -> bool:
        return any(text in (a, a.rpartition("@")[0], a.rpartition("@")[2]) for a in self._real.addresses)

    def _hash(self, value: str, name: str) -> str:
        fresh = digest(name, self._decoy.address).hex()
        return fresh.upper() if value.isupper() else fresh

    def _hash64(self, value: str, name: str) -> str:
        return _base64_like(digest(name, self._decoy.address), value)


_HOST_BEFORE = re.compile(r"(?:/|%2F|%252F){2}[^/?#%\s]*\Z", re.I)


def _in_host(text: str, at: int) -> bool:
    """Whether the place stands in the host of a URL, the outermost or one inside it: another host is another site."""
    return _HOST_BEFORE.search(text, max(0, at - 300), at) is not None


def _reversed(text: str) -> str:
    return text[::-1]


def shaped(value: str, seed: str) -> str:
    """Another mark of the same shape: a digit for a digit, a hex letter for a hex letter, the rest as it stands.

    The same for the same value and seed: two visits show the same stranger.
    """
    dice = random.Random(f"{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()}/{seed}")  # noqa: S311
    only_hex = all(c in string.hexdigits for c in value if c.isalnum() and c.isascii())
    out = []
    for char in value:
        if char.isdigit() and char.isascii():
            out.append(dice.choice("0123456789"))
        elif char.islower() and char.isascii():
            out.append(dice.choice("abcdef" if only_hex else string.ascii_lowercase))
        elif char.isupper() and char.isascii():
            out.append(dice.choice("ABCDEF" if only_hex else string.ascii_uppercase))
        else:
            out.append(char if char.isascii() else "x")
    return "".join(out)


# -- Encodings, opened and closed --------------------------------------------------------------------------------------

_Opened = tuple[str, Callable[[str], str]]


def _open(value: str, encoding: str) -> Iterator[_Opened]:
    """Readings of ``value`` in that encoding, each with the way back that writes as ``value`` was written."""
    if encoding == "base64":
        yield from _open_base64(value)
    elif encoding == "rot13":
        yield rot13(value), rot13
    elif encoding == "reversed":
        yield value[::-1], _reversed
    elif encoding in _CLOSERS:
        for found in decodings(value):
            if found.encoding == encoding:
                start, end = found.span
                close = _CLOSERS[encoding]
                yield found.decoded, _around(value, start, end, close)


def _around(value: str, start: int, end: int, close: Callable[[str, str], str]) -> Callable[[str], str]:
    return lambda fresh: value[:start] + close(fresh, value[start:end]) + value[end:]


def _open_base64(value: str) -> Iterator[_Opened]:
    if whole := base64_text(value):
        yield whole, lambda fresh: _base64_like(fresh.encode("utf-8", "surrogatepass"), value)
    for skip in range(4):
        head, blob = value[:skip], value[skip:]
        data = base64_bytes(blob)
        yield (
            data.decode("latin-1"),
            lambda fresh, head=head, blob=blob: head + _base64_like(fresh.encode("latin-1", "replace"), blob),  # type: ignore[misc]
        )


def _base64_like(data: bytes, like: str) -> str:
    """Base64 in the alphabet and with the padding of ``like``."""
    fresh = base64.b64encode(data).decode("ascii")
    if "-" in like or "_" in like:
        fresh = fresh.replace("+", "-").replace("/", "_")
    elif "+" not in like and "/" not in like:
        fresh = fresh.replace("+", "-").replace("/", "_") if "=" not in like else fresh
    padded = like.endswith("=") or len(like) % 4 == 0
    return fresh if padded else fresh.rstrip("=")


def _percent(text: str, like: str) -> str:
    """Percent-encoded as ``like`` was: every character, or those it encoded and no others that may stand bare."""
    data = text.encode("utf-8", "surrogateescape")
    if len(like) == 3 * like.count("%"):
        return "".join(f"%{byte:02X}" for byte in data)
    coded = {chr(b) for b in unquote_to_bytes("".join(re.findall(r"%[0-9A-Fa-f]{2}", like)))}
    return quote(data, safe="".join(c for c in "@:/?#[]!$&'()*+,;=~|" if c not in coded and c in like))


def _entity(text: str, like: str) -> str:
    coded = set(html.unescape("".join(re.findall(r"&#?\w{1,31};", like))))
    form = "&#x{:x};" if "&#x" in like.lower() else "&#{};"
    every = not re.sub(r"&#?\w{1,31};", "", like)
    return "".join(form.format(ord(c)) if every or c in coded else c for c in text)


def _quoted(text: str, like: str) -> str:
    every = len(like) == 3 * like.count("=")
    return "".join(
        chr(b) if not every and 33 <= b <= 126 and chr(b) not in "=@" else f"={b:02X}"
        for b in text.encode("utf-8", "surrogatepass")
    )


def _escape(text: str, like: str) -> str:
    form = "\\x{:02x}" if "\\x" in like else "%u{:04x}" if "%u" in like else "\\u{:04x}"
    every = not re.sub(r"(?:\\u|%u)[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}", "", like)
    return "".join(form.format(ord(c)) if every or c == "@" or not c.isascii() else c for c in text)


def _hexadecimal(text: str, like: str) -> str:
    fresh = text.encode("utf-8", "surrogatepass").hex()
    return fresh.upper() if like.isupper() else fresh


def _base32(text: str, like: str) -> str:
    fresh = base64.b32encode(text.encode("utf-8", "surrogatepass")).decode("ascii")
    fresh = fresh if like.endswith("=") else fresh.rstrip("=")
    return fresh.lower() if like.islower() else fresh


def _wide(text: str, _: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _punycode(text: str, _: str) -> str:
    return "xn--" + text.encode("punycode").decode("ascii")


_CLOSERS: dict[str, Callable[[str, str], str]] = {
    "percent": _percent,
    "entity": _entity,
    "quoted-printable": _quoted,
    "escape": _escape,
    "hex": _hexadecimal,
    "base32": _base32,
    "width": _wide,
    "punycode": _punycode,
}


# -- Cutting what could not be replaced --------------------------------------------------------------------------------

_Pieces = Callable[[str], Iterator[tuple[str, int, int]]]
"""(name of the place, start, end) of what may be cut."""


def _without(url: str, real: Recipient, pieces: _Pieces) -> tuple[str, list[str]]:
    """``url`` without those pieces in which the recipient can still be read."""
    places: list[str] = []
    for where, start, end in reversed(list(pieces(url))):
        if leaks(url[start:end], real) or where == "query":
            url = url[:start] + url[end:]
            places.append(where)
    return url, places


def _parameters(url: str) -> Iterator[tuple[str, int, int]]:
    head, mark, query = url.partition("#")[0].partition("?")
    at = len(head) + len(mark)
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        start = at + len(name) + len(equals) if equals else at
        yield f"query:{name[:40]}", start, start + len(value if equals else pair)
        at += len(pair) + 1


def _fragment(url: str) -> Iterator[tuple[str, int, int]]:
    if "#" in url:
        yield "fragment", url.index("#"), len(url)


def _whole_query(url: str) -> Iterator[tuple[str, int, int]]:
    before = url.partition("#")[0]
    if "?" in before:
        yield "query", before.index("?"), len(before)


def _segments(url: str) -> Iterator[tuple[str, int, int]]:
    """Path segments, the last of the host's names not among them."""
    before = re.split(r"[?#]", url, maxsplit=1)[0]
    at = before.find("/", before.find("//") + 2)
    while 0 <= at < len(before):
        end = before.find("/", at + 1)
        end = len(before) if end < 0 else end
        yield "path", at + 1, end
        at = end if end < len(before) else -1


def _host(url: str) -> str:
    return re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]
