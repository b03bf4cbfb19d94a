"""An SPF record's text to its terms (RFC 7208 sections 4.6 and 12). The whole record is checked before any is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from gyotaku.gather.auth import macros

MAX_TERMS = 1_000
"""Terms of one record that are read. Four hundred ``ip4:`` fill the largest records seen; a TXT record of 64 kB could
hold thirty thousand."""

RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
"""Qualifier to result (RFC 7208 section 4.6.2)."""
COSTLY = frozenset({"include", "a", "mx", "ptr", "exists"})
"""Mechanisms that ask the DNS; ``redirect`` counts with them (RFC 7208 section 4.6.4)."""

_MODIFIER = re.compile(r"([A-Za-z][A-Za-z0-9._-]{0,200})=")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,2})\Z")


class RecordError(ValueError):
    """The record breaks the grammar; ``str(error)`` names the term."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One directive."""

    text: str
    """As written, for reasons."""
    result: str
    """What check_host says when it matches."""
    name: str
    """Lower case: all, include, a, mx, ptr, ip4, ip6, exists."""
    target: macros.Pieces
    """Domain-spec; ``()`` = the current domain."""
    network: int = 0
    """ip4 and ip6: the address as a number."""
    prefix4: int = 32
    prefix6: int = 128


@dataclass(frozen=True, slots=True)
class Record:
    """A sound record."""

    mechanisms: tuple[Mechanism, ...]
    redirect: macros.Pieces | None
    exp: macros.Pieces | None


def is_spf(text: str) -> bool:
    """Whether a TXT record is an SPF record: ``v=spf1`` and then a space or the end (RFC 7208 section 4.5)."""
    return text[:6].lower() == "v=spf1" and text[6:7] in ("", " ")


def parse(text: str) -> Record:
    """All terms of the record. Raises :class:`RecordError` for any fault anywhere in it (RFC 7208 section 4.6)."""
    if not text.isascii() or not text.isprintable():
        raise RecordError("characters that may not stand in a record")
    mechanisms: list[Mechanism] = []
    named: dict[str, macros.Pieces] = {}
    terms = [term for term in text[6:].split(" ") if term]
    if len(terms) > MAX_TERMS:
        raise RecordError(f"more than {MAX_TERMS} terms")
    for term in terms:
        try:
            modifier = _MODIFIER.match(term)
            if modifier is None:
                mechanisms.append(_mechanism(term))
                continue
            name, value = modifier.group(1).lower(), term[modifier.end() :]
            if name not in ("redirect", "exp"):
                macros.parse(value)
            elif name in named:
                raise RecordError(f"{name}= stands twice")
            else:
                named[name] = macros.parse_domain(value)
        except macros.MacroError as fault:
            raise RecordError(f"{_short(term)}: {fault}") from None
    return Record(tuple(mechanisms), named.get("redirect"), named.get("exp"))


def _mechanism(term: str) -> Mechanism:
    body = term[1:] if term[0] in RESULTS else term
    result = RESULTS.get(term[0], "pass")
    match = _WORD.match(body)
    name = match.group().lower() if match else ""
    rest = body[len(name) :]
    if name == "all" and not rest:
        return Mechanism(term, result, name, ())
    if name in ("include", "exists") and rest.startswith(":"):
        return Mechanism(term, result, name, macros.parse_domain(rest[1:]))
    if name == "ptr" and rest[:1] in ("", ":"):
        return Mechanism(term, result, name, macros.parse_domain(rest[1:]) if rest else ())
    if name in ("a", "mx"):
        rest, prefix4, prefix6 = _dual_prefix(term, rest)
        if rest[:1] in ("", ":"):
            target = macros.parse_domain(rest[1:]) if rest else ()
            return Mechanism(term, result, name, target, 0, prefix4, prefix6)
    if name in ("ip4", "ip6") and rest.startswith(":"):
        return _network(term, result, name, rest[1:])
    raise RecordError(f"not a term of SPF: {_short(term)}")


def _dual_prefix(term: str, rest: str) -> tuple[str, int, int]:
    """``[/n][//m]`` taken off the end."""
    prefix4, prefix6 = 32, 128
    body, slashes, digits = rest.rpartition("//")
    if slashes and digits.isdigit():
        rest, prefix6 = body, _prefix(term, digits, 128)
    body, slash, digits = rest.rpartition("/")
    if slash and digits.isdigit():
        rest, prefix4 = body, _prefix(term, digits, 32)
    return rest, prefix4, prefix6


def _network(term: str, result: str, name: str, text: str) -> Mechanism:
    address, slash, digits = text.partition("/")
    try:
        if name == "ip4":
            prefix = _prefix(term, digits, 32) if slash else 32
            return Mechanism(term, result, name, (), int(IPv4Address(address)), prefix4=prefix)
        if "%" in address:  # a zone id, which ipaddress would accept
            raise AddressValueError(address)
        prefix = _prefix(term, digits, 128) if slash else 128
        return Mechanism(term, result, name, (), int(IPv6Address(address)), prefix6=prefix)
    except AddressValueError:
        raise RecordError(f"not an address: {_short(term)}") from None


def _prefix(term: str, digits: str, most: int) -> int:
    if not _NUMBER.match(digits) or int(digits) > most:
        raise RecordError(f"bad prefix length: {_short(term)}")
    return int(digits)


def _short(term: str) -> str:
    return term if len(term) <= 80 else term[:77] + "..."
