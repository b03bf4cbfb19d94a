"""The last look at what is about to leave: refuses bytes from which the recipient can be read.

Two looks that share nothing but the list of secrets. The first writes each address forward in the codes that matter,
twice over where kits do, and searches the rendered bytes for them as they are. The second decodes, as the redactor
does, but the whole page: what was harmless in two texts may be a leak where a format sets them side by side.

What the redactor writes (``<recipient>``, escaped in whatever way) is never a leak. Short and common local parts are
leaks only beside their domain or as a value in a URL, by the rules of :mod:`gyotaku.tell.secrets`.
"""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, NoReturn
from urllib.parse import quote

import ahocorasick_rs

from gyotaku.errors import LeakError
from gyotaku.tell.search import PLACEHOLDER, UNDECODABLE, find
from gyotaku.tell.secrets import Secrets

MIN_FORWARD = 8
"""Bytes of a form before it is searched for everywhere: shorter ones turn up by chance."""
MAX_FORWARD = 8
"""Addresses that are written forward, the envelope's first; the others are left to the decoding look."""


class Leak(NamedTuple):
    """One surviving form. Says where and how, never what it was."""

    what: str
    """``address local domain name token``; ``undecodable`` = coded too deep to be read to its end: fails closed."""
    encodings: tuple[str, ...]
    """To undo, outermost first; ``()`` = plain, or in character codes only (percent, entities…)."""
    offset: int
    """Character in the decoded text."""


class Guard:
    """Knows what must not leave. Never pickled, never shown, equal to nothing but itself."""

    __slots__ = ("_addresses", "_sets")

    def __init__(self, sets: tuple[Secrets, ...], addresses: tuple[str, ...] = ()) -> None:
        self._sets = sets
        self._addresses = addresses

    def leaks(self, data: bytes | str) -> tuple[Leak, ...]:
        """Every form that survives in ``data``; ``()`` = nothing of the recipient can be read from it."""
        if not self._sets:
            return ()
        if isinstance(data, str):
            text, raw = data, data.encode("utf-8", "surrogatepass")
        else:
            text, raw = data.decode("utf-8", "surrogateescape"), data
        found = [Leak("address", how, len(raw[:at].decode("utf-8", "replace"))) for how, at in self._written(raw)]
        hits = find(text, self._sets, once=True)
        if hits:
            kept = [m.span() for m in PLACEHOLDER.finditer(text)]
            found += [
                Leak(h.what, h.stack, h.start) for h in hits if not any(a <= h.start and h.end <= b for a, b in kept)
            ]
        return tuple(dict.fromkeys(found))

    def check(self, data: bytes, where: str) -> None:
        """Raises :class:`~gyotaku.errors.LeakError` when anything is left: says what and where, never the secret."""
        found = self.leaks(data)
        if found:
            first = found[0]
            how = " in " + ".".join(first.encodings) if first.encodings else ""
            what = (
                "something coded too deep to be read" if first.what == UNDECODABLE else f"the recipient's {first.what}"
            )
            raise LeakError(
                f"{where}: {what}{how} would leave at character {first.offset} "
                f"({len(found)} in all); nothing was written"
            )

    def _written(self, raw: bytes) -> Iterator[tuple[tuple[str, ...], int]]:
        """The forward forms found in the bytes as they are."""
        heads, forms = _forward(self._addresses)
        if heads is None:
            return
        for _, start, end in heads.find_matches_as_indexes(raw, overlapping=True):
            for how, form in forms[raw[start:end]]:
                if raw.startswith(form, start):
                    yield how, start

    def __repr__(self) -> str:
        return "<Guard>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a guard is never pickled")


_Forms = dict[bytes, list[tuple[tuple[str, ...], bytes]]]


@lru_cache(maxsize=16)
def _forward(addresses: tuple[str, ...]) -> tuple[ahocorasick_rs.BytesAhoCorasick | None, _Forms]:
    """Finds the first bytes of every forward form, and the whole forms by these: whole ones take far longer to learn.

    Kept for the last recipients: most mails of one desk went to the same few people.
    """
    found: _Forms = {}
    for address in addresses[:MAX_FORWARD]:
        for spelling in dict.fromkeys((address, address.upper(), address.capitalize())):
            for how, form in _forms(spelling.encode("utf-8", "surrogatepass")):
                if len(form) >= MIN_FORWARD:
                    found.setdefault(form[:MIN_FORWARD], []).append((how, form))
    kind = ahocorasick_rs.Implementation.NoncontiguousNFA
    return ahocorasick_rs.BytesAhoCorasick(list(found), implementation=kind) if found else None, found


def _forms(address: bytes) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """The address in each code, and base64 at its three alignments round and inside the usual ones."""
    plain = address.decode("utf-8", "surrogatepass")
    single = {
        "": address,
        "percent": quote(address, safe="").encode(),
        "hex": address.hex().encode(),
        "HEX": address.hex().upper().encode(),
        "utf-16le": plain.encode("utf-16-le", "surrogatepass"),
        "utf-16be": plain.encode("utf-16-be", "surrogatepass"),
        "entity": "".join(f"&#{ord(c)};" for c in plain).encode(),
        "entity-hex": "".join(f"&#x{ord(c):x};" for c in plain).encode(),
        "json": "".join(f"\\u{ord(c):04x}" for c in plain).encode(),
        "reversed": address[::-1],
    }
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, address, usedforsecurity=False).digest()
        single[name] = digest.hex().encode()
        single[name.upper()] = digest.hex().upper().encode()
        single[name + "-bytes"] = digest
    for how, form in single.items():
        names = (how,) if how else ()
        yield names, form
        for core in _cores(form):
            yield ("base64", *names), core
            if how in ("", "percent"):
                for outer in _cores(core):
                    yield ("base64", "base64", *names), outer


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _cores(data: bytes) -> Iterator[bytes]:
    """base64 and base64url of ``data`` at each alignment, without the letters that its neighbours share in."""
    for shift, first in ((0, 0), (1, 2), (2, 3)):
        code = binascii.b2a_base64(b"\0\0"[:shift] + data + b"\0\0", newline=False)
        core = code[first : (shift + len(data)) * 8 // 6]
        yield core
        if b"+" in core or b"/" in core:
            yield core.translate(_URL_SAFE)
