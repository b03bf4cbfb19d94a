"""SPF macro strings (RFC 7208 section 7): checked before anything is asked, expanded piece by piece."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gyotaku.gather.auth.asking import MAX_NAME

MAX_TEXT = 65_535
"""Characters of one macro string; a TXT record can hold no more (RFC 1035 section 3.2.1)."""
MAX_EXPANDED = 100_000
"""Characters of an expansion; a thousand ``%{l}`` of a long local part would otherwise grow without end."""

_MACRO = re.compile(r"%(?:\{([A-Za-z])(\d{0,9})([rR]?)([.\-+,/_=]*)\}|([%_\-]))")
_TOP_LABEL = re.compile(r"(?:[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]|[0-9]*[A-Za-z][A-Za-z0-9]*)\Z")
"""At least one letter, or a hyphen inside (RFC 7208 section 7.1): an all-numeric one is none."""
_DOMAIN_LETTERS = frozenset("slodiphv")
_EXPLANATION_LETTERS = _DOMAIN_LETTERS | frozenset("crt")
_ESCAPES = {"%": "%", "_": " ", "-": "%20"}
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class MacroError(ValueError):
    """The string breaks the grammar; ``str(error)`` says where."""


@dataclass(frozen=True, slots=True)
class Macro:
    """``%{ir.}`` and its like."""

    letter: str
    """Lower case."""
    keep: int
    """Right-hand parts to keep; 0 = all."""
    reverse: bool
    delimiters: str
    """Characters to split on; ``""`` = the dot."""
    escape: bool
    """Written in upper case: the expansion is percent-encoded."""


Pieces = tuple[str | Macro, ...]


def parse(text: str, explanation: bool = False) -> Pieces:
    """Literals and macros in order; ``%%``, ``%_``, ``%-`` are literals already. Raises :class:`MacroError`.

    ``explanation`` allows spaces and the letters c, r, t (RFC 7208 section 7.3).
    """
    if len(text) > MAX_TEXT:
        raise MacroError("longer than any DNS record")
    letters = _EXPLANATION_LETTERS if explanation else _DOMAIN_LETTERS
    lowest = " " if explanation else "!"
    pieces: list[str | Macro] = []
    at = 0
    while at < len(text):
        percent = text.find("%", at)
        literal = text[at:] if percent < 0 else text[at:percent]
        if literal:
            if min(literal) < lowest or max(literal) > "~":
                raise MacroError("a character that may not stand there")
            pieces.append(literal)
        if percent < 0:
            break
        match = _MACRO.match(text, percent)
        if match is None:
            raise MacroError(f"bad macro {text[percent : percent + 8]!r}")
        letter, digits, reverse, delimiters, escape = match.groups()
        if escape:
            pieces.append(_ESCAPES[escape])
        else:
            if letter.lower() not in letters or (digits and int(digits) == 0):
                raise MacroError(f"bad macro {match.group()[:20]!r}")
            keep = int(digits) if digits else 0
            pieces.append(Macro(letter.lower(), keep, bool(reverse), delimiters, letter.isupper()))
        at = match.end()
    return tuple(pieces)


def parse_domain(text: str) -> Pieces:
    """A domain-spec: ends in a macro or in ``.`` and a top label, with or without a final dot. Raises MacroError."""
    pieces = parse(text)
    if not pieces:
        raise MacroError("empty domain")
    if text.endswith("}") and isinstance(pieces[-1], Macro):
        return pieces
    tail = text[text.rfind("}") + 1 :]
    if tail[-2:] in ("%%", "%_", "%-"):
        return pieces
    _, dot, top = tail.removesuffix(".").rpartition(".")
    if not dot or not _TOP_LABEL.match(top):
        raise MacroError(f"not a domain name: {text[:60]!r}")
    return pieces


def letters(pieces: Pieces) -> frozenset[str]:
    """The macro letters used."""
    return frozenset(p.letter for p in pieces if isinstance(p, Macro))


def expand(pieces: Pieces, values: Mapping[str, str]) -> str:
    """The text with every macro replaced; a letter without a value becomes ``unknown``."""
    out: list[str] = []
    size = 0
    for piece in pieces:
        text = piece if isinstance(piece, str) else _expanded(piece, values.get(piece.letter, "unknown"))
        size += len(text)
        if size > MAX_EXPANDED:
            raise MacroError("the expansion is too long")
        out.append(text)
    return "".join(out)


def expand_domain(pieces: Pieces, values: Mapping[str, str]) -> str:
    """The name to ask: no final dot, left labels cut until it fits into 253 octets (RFC 7208 section 7.3)."""
    name = expand(pieces, values).removesuffix(".")
    if len(name) > MAX_NAME:
        cut = name.find(".", len(name) - MAX_NAME - 1)
        name = name[cut + 1 :] if cut >= 0 else name
    return name


def _expanded(macro: Macro, value: str) -> str:
    delimiters = macro.delimiters or "."
    if macro.keep or macro.reverse or delimiters != ".":
        for other in delimiters[1:]:
            value = value.replace(other, delimiters[0])
        parts = value.split(delimiters[0])
        if macro.reverse:
            parts.reverse()
        value = ".".join(parts[-macro.keep :])
    if not macro.escape:
        return value
    return "".join(c if c in _UNRESERVED else _percent(c) for c in value)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogateescape"))
