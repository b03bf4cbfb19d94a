"""How names look: organisational domain, made-up looking words, names of access lines and rented machines."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from gyotaku.domains import ip_in_host, is_ip, registrable
from gyotaku.judge.signs.lists import MAILING_SERVICES
from gyotaku.patterns import pattern

_ACCESS_WORDS: Final = frozenset(
    """
    dyn dynamic dynamicip dynip dhcp dip dial dialup dialin pool pools ppp pppoe dsl adsl vdsl xdsl cable cablemodem
    catv hsd broadband bb ftth fttx fiber fibre gpon pon home residential res customer cust customers client clients
    user users subscriber wireless mobile mob umts lte wimax cpe nat dy ipngn ipbf ipbffx ipad ipoe ipfixed ipngnfx
    """.split()
)
_CLOUD: Final = (
    "bc.googleusercontent.com",
    "compute.amazonaws.com",
    "compute-1.amazonaws.com",
    "compute.amazonaws.com.cn",
    "cloudapp.net",
    "cloudapp.azure.com",
    "linodeusercontent.com",
    "members.linode.com",
    "vultrusercontent.com",
    "vultr.com",
    "your-server.de",
    "contaboserver.net",
    "contabo.net",
    "hwclouds-dns.com",
    "secureserver.net",
    "startdedicated.com",
    "hosted-by-vdsina.com",
    "hostwindsdns.com",
    "colocrossing.com",
    "cnode.io",
    "cnode.jp",
    "vs.sakura.ne.jp",
    "myvps.jp",
    "vps.ovh.net",
    "vps.ovh.ca",
    "kvm.ovh.net",
    "scaleway.com",
    "poneytelecom.eu",
    "aruba.it",
    "stackcp.net",
    "cprapid.com",
    "plesk.page",
    "ionos.com",
    "vps-host.net",
    "sprintdatacenter.net",
    "quadranet.com",
    "servercentral.net",
    "hostnoc.net",
    "choopa.net",
    "choopa.com",
    "alibabadns.com",
)
_BELOW_CLOUD: Final = tuple("." + name for name in _CLOUD)
_PARTS: Final = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DIGITS: Final = pattern(r"[0-9]+")
_CONSONANTS: Final = pattern(r"[bcdfghjklmnpqrstvwxz]{5,}", re.IGNORECASE)
_VOWELS: Final = pattern(r"[aeiouy]", re.IGNORECASE)
# Clusters that real words have: "messages", "lightspeed", "Schmidtchen", "borschtsch", "catchphrase", "thursday".
_REAL_CLUSTERS: Final = pattern(
    r"ghtsp?|tchphr|ngsth?|schl|schw|schm|chts|rnst|ghtsch|ngthn|nkst|wnsh|ltschm|ndschr|rthw"
)


@lru_cache(maxsize=8192)
def org(host: str) -> str:
    """Registrable domain of a host name, cached; ``""`` for none."""
    return registrable(host) if host else ""


def same_org(one: str, other: str) -> bool:
    """True when both hosts lie under one registrable domain."""
    first = org(one)
    return bool(first) and first == org(other)


def is_mailing_service(host: str) -> bool:
    """True for hosts that honestly send for many others."""
    return org(host) in MAILING_SERVICES


def made_up(word: str) -> bool:
    """True for letters no one would choose as a name: hardly a vowel in a long run, or many jumps letter to digit.

    >>> made_up("qkzxvbtm"), made_up("takahashi"), made_up("FOXSports"), made_up("a7f3k9z2q1")
    (True, False, False, True)
    """
    if _CONSONANTS.search(word):
        for part in _PARTS.findall(word):
            run = _CONSONANTS.search(part) if len(part) >= 6 else None
            if run and not _REAL_CLUSTERS.search(run.group().lower()) and len(_VOWELS.findall(part)) * 4 < len(part):
                return True
    if len(_DIGITS.findall(word)) < 3:
        return False
    return sum(a.isdigit() != b.isdigit() for a, b in itertools.pairwise(word) if a.isalnum() and b.isalnum()) >= 5


def long_number(local: str) -> bool:
    """True when a local part carries five digits or more in a row beside letters (``kimura882642``)."""
    return any(len(run) >= 5 for run in _DIGITS.findall(local)) and any(c.isalpha() for c in local)


Kind = Literal["ip", "localhost", "single", "fqdn", "recipient"]


def helo_kind(helo: str) -> Literal["ip", "localhost", "single", "fqdn"]:
    """What a HELO argument is (RFC 5321 section 4.1.1.1 wants a full name, or a bracketed address)."""
    name = helo.strip("[]").rstrip(".").lower()
    if is_ip(name.removeprefix("ipv6:")):
        return "ip"
    if name in {"localhost", "localhost.localdomain", "localdomain"} or name.endswith(
        (".localdomain", ".local", ".lan")
    ):
        return "localhost"
    return "fqdn" if "." in name else "single"


def is_access_line(host: str) -> bool:
    """True when a reverse name reads like a subscriber's line (``p12-ipngn3.tokyo.ocn.ne.jp``)."""
    words = set(re.split(r"[.\-_0-9]+", host.lower()))
    return bool(words & _ACCESS_WORDS) and any(c.isdigit() for c in host)


def is_rented_machine(host: str) -> bool:
    """True when a reverse name is the one a cloud or server firm gives to a machine nobody named."""
    host = host.rstrip(".").lower()
    return host.endswith(_BELOW_CLOUD)


def names_its_ip(host: str) -> bool:
    """True when the host name spells an IP address (``203-0-113-5.example.net``)."""
    return ip_in_host(host) is not None


@lru_cache(maxsize=1024)
def _block(char: str) -> str:
    name = unicodedata.name(char, "")
    return name.split(" ", 1)[0]


def odd_letters(text: str) -> tuple[str, ...]:
    """Letters put there to deceive a reader or a filter, as ``U+XXXX NAME``, each once, at most five.

    Invisible and direction-changing characters anywhere; mathematical or other styled Latin letters; Cyrillic or Greek
    letters inside a word that also has Latin ones. Full-width Latin and emoji joiners are everyday Japanese and pass.
    """
    if text.isascii():
        return ()
    found: dict[str, None] = {}
    for odd in _ODD.finditer(text):
        char, at = odd.group(), odd.start()
        if char == "\u200d" and _is_emoji(text, at):
            continue
        if not ("\u0370" <= char <= "\u052f") or _beside_latin(text, at):
            found[char] = None
    return tuple(f"U+{ord(c):04X} {unicodedata.name(c, '?')}" for c in found)[:5]


_INVISIBLE: Final = frozenset(
    [173, 847, 1564, 6158, *range(8203, 8208), *range(8234, 8239), *range(8288, 8293), *range(8294, 8304), 65279]
)
_FILLERS: Final = frozenset([0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800])
_ODD: Final = pattern(f"[{''.join(map(chr, sorted(_INVISIBLE | _FILLERS)))}\u0370-\u052f\U0001d400-\U0001d7ff]")


def _is_emoji(text: str, at: int) -> bool:
    """A zero-width joiner between two pictographs makes one emoji (UTS 51)."""
    before, after = text[max(0, at - 2) : at], text[at + 1 : at + 2]
    return bool(after) and ord(after) > 0x2000 and any(ord(c) > 0x2000 for c in before)


def _beside_latin(text: str, at: int) -> bool:
    """True when the neighbour on either side, within the word, is an ASCII letter."""
    near = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return any(c.isascii() and c.isalpha() for c in near)
