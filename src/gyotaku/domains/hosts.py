"""URLs and host names as a browser reads them, and the domain somebody registered."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

import can_ada

from gyotaku.patterns import pattern

MAX_HOST = 253
"""Longest host name in octets (RFC 1035 section 2.3.4). A longer one resolves nowhere, and is not looked at closely."""

_CACHED = 2_000
"""Characters. Longer texts are worked out anew each time, so that no cache grows to gigabytes on hostile mails."""

_Function = TypeVar("_Function", bound=Callable[[str], object])


def short_cache(size: int) -> Callable[[_Function], _Function]:
    """Keeps the ``size`` latest answers of a function of one text, long texts left out."""

    def decorate(function: _Function) -> _Function:
        kept = lru_cache(maxsize=size)(function)

        @wraps(function)
        def call(text: str) -> object:
            return kept(text) if len(text) <= _CACHED else function(text)

        return cast(_Function, call)

    return decorate


# -- URLs --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Url:
    """A URL's parts as a browser takes them apart (WHATWG URL, section 4.1)."""

    href: str
    scheme: str
    """Lower case, without the colon."""
    username: str
    """The whole userinfo, ``user`` or ``user:password``, percent-encoded; ``""`` when there is none."""
    host: str
    """A-label or IP, lower case, IPv6 in brackets; ``""`` for schemes without a host (``mailto:``, ``data:``)."""
    port: int | None
    """``None`` when it is the scheme's usual one."""
    path: str
    query: str
    """Without the question mark."""
    fragment: str
    """Without the number sign."""


@short_cache(2_048)
def parse_url(text: str) -> Url | None:
    """``text`` as a browser would read it in ``href``: white space, backslashes, odd IPs, full-width dots and all.

    ``None`` for what a browser would refuse, and for a relative reference.

    >>> parse_url("https:\\\\\\\\www。kagoya。jp@0x7f.1/a").host
    '127.0.0.1'
    """
    try:
        url = can_ada.parse(text)
    except ValueError:
        return None
    except TypeError:  # a lone surrogate: a browser reads U+FFFD for it
        return parse_url(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    password, port = url.password, url.port
    return Url(
        href=url.href,
        scheme=url.protocol[:-1],
        username=f"{url.username}:{password}" if password else url.username,
        host=url.hostname,
        port=int(port) if port else None,
        path=url.pathname,
        query=url.search[1:],
        fragment=url.hash[1:],
    )


# -- IP addresses ------------------------------------------------------------------------------------------------------


def is_ip(host: str) -> bool:
    """True for an IPv4 or IPv6 address in its usual text form, brackets allowed.

    Odd spellings (``0x7f.1``) are for :func:`parse_url` to make usual first.
    """
    if not host or not (host[-1].isdigit() or ":" in host):  # no top-level domain ends in a digit
        return False
    try:
        ipaddress.ip_address(host[1:-1] if host[0] == "[" and host[-1] == "]" else host)
    except ValueError:
        return False
    return True


_OCTET = r"(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_NOT_FIFTH = r"(?<![0-9])(?<!{0}[0-9]{1})(?<!{0}[0-9]{{2}}{1})(?<!{0}[0-9]{{3}}{1})"
"""Five numbers in a row are a version or a serial number, but the 2 of ``ec2-`` is not a number of its own."""
_DASHED = pattern(_NOT_FIFTH.format("[-.]", "-") + rf"{_OCTET}-{_OCTET}-{_OCTET}-{_OCTET}(?!-?[0-9])")
_DOTTED = pattern(_NOT_FIFTH.format(r"\.", r"\.") + rf"{_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}(?!\.?[0-9])")
_HEX = pattern(r"(?:^|[.-])([0-9a-f]{8})(?=\.)")

_REVERSED = ("bc.googleusercontent.com", "clients.your-server.de", "in-addr.arpa")
"""Networks whose names carry the octets last to first (seen in the public DNS; Google Cloud documents its own)."""

_HEX_NAMES = ("nip.io", "sslip.io")
"""Services that also read the address as eight hexadecimal digits (their own documentation)."""


@short_cache(4_096)
def ip_in_host(host: str) -> str | None:
    """The IPv4 address that a machine-made host name spells out, in its true order; ``None`` when there is none.

    >>> ip_in_host("34-227-30-224.cprapid.com")
    '34.227.30.224'
    >>> ip_in_host("224.30.227.34.bc.googleusercontent.com")
    '34.227.30.224'
    """
    if len(host) > MAX_HOST or is_ip(host):
        return None
    host = "." + host.lower().rstrip(".")
    found = _DASHED.search(host) or _DOTTED.search(host)
    if found:
        octets = found.groups()
        return ".".join(reversed(octets) if host.endswith(_REVERSED) else octets)
    if host.endswith(_HEX_NAMES) and (digits := _HEX.search(host)):
        return str(ipaddress.IPv4Address(int(digits[1], 16)))
    return None


# -- Names -------------------------------------------------------------------------------------------------------------


@short_cache(4_096)
def to_ascii(host: str) -> str:
    """A-label form (``xn--…``), lower case, as a browser makes it (UTS-46, non-transitional).

    A name that cannot be made one comes back in lower case, otherwise as it was.
    """
    if host.isascii():
        return host.lower()
    try:
        return can_ada.idna_encode(host).decode("ascii") or host.lower()
    except TypeError:  # a lone surrogate
        return host.lower()


@short_cache(4_096)
def to_unicode(host: str) -> str:
    """Every A-label that is sound shown in its own script; labels that are not stay as they are.

    >>> to_unicode("xn--e-efusa1mzf.jp")
    'eコマース.jp'
    """
    host = host.lower()
    if "xn--" not in host or not host.isascii():
        return host
    return ".".join(_unicode_label(label) if label.startswith("xn--") else label for label in host.split("."))


def _unicode_label(label: str) -> str:
    if len(label) > 63:  # RFC 1035 section 2.3.4; also keeps the decoder's work small
        return label
    shown = str(can_ada.idna_decode(label.encode()))  # type: ignore[arg-type]  # its stub says str, its code says bytes
    return label if not shown or "\N{REPLACEMENT CHARACTER}" in shown else shown


class _Suffixes(NamedTuple):
    rules: frozenset[str]
    """Every rule of the list, in Unicode: ``co.jp``, ``*.kobe.jp``, ``!city.kobe.jp``."""
    private: frozenset[str]
    """Rules of the list's private section: companies that hand out names below their own."""


@cache
def _suffixes() -> _Suffixes:
    """The public suffix list that the package publicsuffixlist keeps up to date, read at first need.

    Its rules are looked up here and not by that package, whose loading takes ten times as long as a mail.
    """
    from publicsuffixlist import PSLFILE

    with open(PSLFILE, encoding="utf-8") as file:
        public, _, private = file.read().partition("// ===BEGIN PRIVATE DOMAINS===")
    # The list's comments stay among the lines: no host name reads "// …", and sorting them out takes longer.
    rules = private.split("\n")
    return _Suffixes(frozenset([*public.split("\n"), *rules]), frozenset(rules))


def _public_suffix(name: str) -> str | None:
    """The public suffix of a lower case name in Unicode (publicsuffix.org/list, "Algorithm"); ``None`` for nonsense.

    The longest rule is met first. A wildcard makes its own parent public too, as the list's test data has it.
    """
    labels = name.split(".")
    if "" in labels:
        return None
    rules = _suffixes().rules
    before, rest = "", name
    while rest:
        if f"!{rest}" in rules:
            return rest.partition(".")[2]
        if f"*.{rest}" in rules:
            return f"{before}.{rest}" if before else rest
        if rest in rules:
            return rest
        before, _, rest = rest.partition(".")
    return labels[-1]


def _suffix(host: str) -> str | None:
    """Public suffix of a lower case host name without its final dot, in the host's own form."""
    shown = to_unicode(host)
    found = _public_suffix(shown.lower())
    if found is None or shown == host:
        return found
    return ".".join(host.split(".")[-(found.count(".") + 1) :])


@short_cache(16_384)
def registrable(host: str) -> str:
    """The domain somebody registered: public suffix and one label, private suffixes such as ``vercel.app`` counted.

    An IP address is its own; ``""`` for a name that is itself a public suffix, for a single label and for nonsense.
    Source: publicsuffix.org, list and algorithm.

    >>> registrable("www.eki-net.co.jp"), registrable("34-227-30-224.cprapid.com"), registrable("127.0.0.1")
    ('eki-net.co.jp', '34-227-30-224.cprapid.com', '127.0.0.1')
    """
    host = host.lower().rstrip(".")
    if is_ip(host):
        return host
    if "." not in host or len(host) > MAX_HOST:
        return ""
    suffix = _suffix(host)
    if suffix is None or len(suffix) >= len(host):
        return ""
    return host[: -len(suffix) - 1].rpartition(".")[2] + "." + suffix


@short_cache(4_096)
def has_listed_suffix(host: str) -> bool:
    """True when the last label is a top-level domain that exists (is in the public suffix list).

    >>> has_listed_suffix("www.example.jp"), has_listed_suffix("index.php")
    (True, False)
    """
    last = to_unicode(host.rstrip(".").rpartition(".")[2])
    return bool(last) and len(last) <= 63 and not _suffixes().rules.isdisjoint((last.lower(), f"*.{last.lower()}"))


@short_cache(4_096)
def platform_of(host: str) -> str | None:
    """The private suffix a host lives under (``vercel.app``, ``cprapid.com``); ``None`` for an ordinary domain.

    Whoever runs the platform can take the host down; the registrable domain's owner is only its customer.
    """
    host = host.lower().rstrip(".")
    if "." not in host or len(host) > MAX_HOST or is_ip(host):
        return None
    suffix = _suffix(host)
    if suffix is None:
        return None
    private = _suffixes().private
    shown = to_unicode(suffix)
    return suffix if shown in private or f"*.{shown.partition('.')[2]}" in private else None


# -- Public mail providers ---------------------------------------------------------------------------------------------


@cache
def _public_mail() -> frozenset[str]:
    text = (Path(__file__).parent / "public_mail.txt").read_text(encoding="utf-8")
    return frozenset(name for line in text.split("\n") if not line.startswith("#") for name in line.split())


def is_public_mail_domain(domain: str) -> bool:
    """True when anybody can have an address there, so that the domain alone points to no person and no firm.

    >>> is_public_mail_domain("example.jp"), is_public_mail_domain("blue.ocn.ne.jp")
    (False, True)
    """
    labels = domain.lower().rstrip(".").split(".")[-5:]
    return any(".".join(labels[i:]) in _public_mail() for i in range(len(labels) - 1))
