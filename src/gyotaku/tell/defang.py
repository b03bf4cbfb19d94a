"""Addresses nobody can click: ``hxxps://evil[.]example/path``. Reversible, so that an analyst loses nothing."""

from __future__ import annotations

import re

# Bounded repeats: a scheme is short, and each quantifier is followed by what it cannot match.
_URL = re.compile(r"(?i)(h)tt(ps?)(:[/\\]{1,3})([^\s/?#\"'「」()（）、。]{1,512})")
_AFTER_HOST = re.compile(r"[/?#\\]")
_WWW = re.compile(r"(?i)www\.(?=[\w-])")
_MAILBOX = re.compile(r"(?i)^[^\s@]{1,320}@[^\s@]{1,253}$")
_HOST = re.compile(r"(?i)^(?=.{4,253}$)[^\s@/:?#\[\]()、。,]{1,200}\.[a-z0-9-]{2,63}\.?$")
_IPV4 = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")


def host(name: str) -> str:
    """``evil.example`` → ``evil[.]example``; IPv6 colons are bracketed likewise.

    >>> host("www.evil.example")
    'www[.]evil[.]example'
    """
    return name.replace(".", "[.]") if "." in name else name.replace(":", "[:]")


def url(address: str) -> str:
    """The scheme and the host of one URL made dead; path and query kept as they are.

    >>> url("https://evil.example/a.php?b=c.d")
    'hxxps://evil[.]example/a.php?b=c.d'
    """
    scheme, found, rest = address.partition("://")
    if not found:
        return address.replace(":", "[:]", 1)
    dead = f"hxxp{scheme[4:]}:" if scheme[:4].lower() == "http" else f"{scheme}[:]"
    end = _AFTER_HOST.search(rest)
    cut = end.start() if end else len(rest)
    return f"{dead}//{rest[:cut].replace('.', '[.]')}{_inner(rest[cut:])}"


def mailbox(address: str) -> str:
    """``a.b@evil.example`` → ``a.b@evil[.]example``."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.replace('.', '[.]')}"


def text(value: str) -> str:
    """Every http(s) URL and ``www.`` name inside free text made dead; the rest untouched."""
    if "ttp" in value or "TTP" in value or "ttP" in value:
        value = _URL.sub(_dead, value)
    return _WWW.sub("www[.]", value) if "." in value else value


def word(value: str) -> str:
    """One value that may be a host, a mailbox, a URL or plain words; hosts and mailboxes are made dead too."""
    if "://" in value:
        return text(value)
    if "." not in value or " " in value:
        return value
    if _MAILBOX.match(value):
        return mailbox(value)
    if _HOST.match(value) and not _IPV4.match(value):
        return host(value)
    return value


def refang(value: str) -> str:
    """The live form back from any of the above."""
    value = value.replace("[.]", ".").replace("[:]", ":")
    return re.sub(r"(?i)\bhxxp", "http", value)


def _dead(match: re.Match[str]) -> str:
    first, second, slashes, name = match.groups()
    return f"{'H' if first == 'H' else 'h'}xx{second}{slashes}{name.replace('.', '[.]')}"


def _inner(rest: str) -> str:
    """A URL nested in a query or a path (``?url=https://…``) is as live as an outer one once somebody copies it."""
    return _URL.sub(_dead, rest) if ":/" in rest or ":\\" in rest else rest
