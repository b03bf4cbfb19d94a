"""A URL in the one form Safe Browsing hashes, and the expressions made of it (developers.google.com/safe-browsing,
"URLs and Hashing", version 5).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Final
from urllib.parse import unquote_to_bytes

from gyotaku.domains import is_ip, parse_url, registrable

MAX_URL = 8_192
"""Characters; unescaping until nothing changes is quadratic in the worst case, and no honest link is longer."""
_NAT64: Final = ip_network("64:ff9b::/96")


def canonical(url: str) -> tuple[bytes, bytes, bytes | None] | None:
    """(host, path, query) in canonical form; the query ``None`` when there is none. ``None`` for no web URL."""
    if len(url) > MAX_URL:
        return None
    text = url.strip(" ").encode("utf-8", "surrogatepass").translate(None, b"\t\r\n").partition(b"#")[0]
    while (less := unquote_to_bytes(text)) != text:
        text = less
    scheme, mark, rest = text.partition(b"://")
    if not mark or not re.fullmatch(rb"[A-Za-z][A-Za-z0-9+.-]{0,20}", scheme):
        rest = text
    authority = re.split(rb"[/?]", rest, maxsplit=1)[0]
    tail = rest[len(authority) :]
    host = _host(authority.rpartition(b"@")[2])
    if not host:
        return None
    path, question, query = tail.partition(b"?")
    return host, _escape(_path(path)), _escape(query) if question else None


def _host(text: bytes) -> bytes:
    text = re.sub(rb":[0-9]{0,9}$", b"", text) if not text.endswith(b"]") else text
    text = re.sub(rb"\.{2,}", b".", text).strip(b".").lower()
    if text.startswith(b"["):
        return _ipv6(text)
    plain = not set(text) & set(b"#?/\\@%")  # what a URL parser would take for something else than a host
    parsed = parse_url("http://" + text.decode("utf-8", "replace") + "/") if plain else None
    return parsed.host.encode() if parsed and parsed.host else _escape(text)


def _ipv6(text: bytes) -> bytes:
    try:
        address = IPv6Address(text[1:-1].decode("ascii"))
    except ValueError:
        return _escape(text)
    mapped = address.ipv4_mapped
    if mapped is None and address in _NAT64:
        return str(IPv4Address(int(address) & 0xFFFFFFFF)).encode()
    return str(mapped).encode() if mapped else f"[{address}]".encode()


def _path(path: bytes) -> bytes:
    kept: list[bytes] = []
    parts = path.split(b"/")
    for part in parts:
        if part == b"..":
            kept = kept[:-1]
        elif part not in (b"", b"."):
            kept.append(part)
    folder = parts[-1] in (b"", b".", b"..")
    return b"/" + b"/".join(kept) + (b"/" if folder and kept else b"")


def _escape(text: bytes) -> bytes:
    return b"".join(b"%%%02X" % c if c <= 32 or c >= 127 or c in b"#%" else bytes((c,)) for c in text)


def expressions(url: str) -> Iterator[bytes]:
    """The host-suffix, path-prefix expressions of a URL, the exact one first; at most thirty, each once."""
    parts = canonical(url)
    if parts is None:
        return
    host, path, query = parts
    seen: set[bytes] = set()
    for name in _hosts(host):
        for way in _ways(path, query):
            made = name + way
            if made not in seen:
                seen.add(made)
                yield made


def _hosts(host: bytes) -> Iterator[bytes]:
    """The exact host, and up to four made from the registrable domain by adding labels."""
    yield host
    name = host.decode("ascii")
    top = registrable(name)
    if not top or is_ip(name.strip("[]")):
        return
    more = name.removesuffix(top).rstrip(".").split(".") if name != top else []
    for count in range(4):
        if count <= len(more):
            yield ".".join([*more[len(more) - count :], top] if count else [top]).encode()


def _ways(path: bytes, query: bytes | None) -> Iterator[bytes]:
    """The exact path with and without its query, and up to four paths from the root on."""
    if query is not None:
        yield path + b"?" + query
    yield path
    parts = path.split(b"/")[1:-1]
    for count in range(min(4, len(parts) + 1)):
        yield b"/" + b"".join(part + b"/" for part in parts[:count])


def hashes(url: str) -> dict[bytes, bytes]:
    """SHA-256 of every expression, with the expression."""
    return {hashlib.sha256(expression).digest(): expression for expression in expressions(url)}
