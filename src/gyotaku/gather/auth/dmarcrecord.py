"""A DMARC policy record's text to its tags (RFC 9989 sections 4.7 and 4.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gyotaku.gather.auth.taglist import MAX_LIST

Request = Literal["none", "quarantine", "reject"]
"""What a domain's owner asks receivers to do with mail that fails."""

_VERSION = re.compile(r"v[ \t]{0,20}=[ \t]{0,20}DMARC1[ \t]{0,20}(?:;|\Z)", re.IGNORECASE)
_URI = re.compile(
    r"mailto:[^@\s,!]{1,200}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,10}(?:![0-9]{1,10}[kmgt]?)?\Z", re.I
)
_REQUESTS: dict[str, Request] = {"none": "none", "quarantine": "quarantine", "reject": "reject"}


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """A record that counts. Tags of RFC 7489 that RFC 9989 dropped are kept only for the comparison."""

    text: str
    """As published. Hostile where the domain is the sender's own."""
    p: Request | None
    """``None`` = the record asks for nothing that can be applied (no valid p and no rua)."""
    sp: Request | None
    """For subdomains; ``None`` = as ``p``."""
    np: Request | None
    """For names that do not exist; ``None`` = as ``sp``."""
    psd: Literal["y", "n", "u"]
    """``y``: a public suffix's own record; ``n``: an organisation begins here; ``u``: not said."""
    testing: bool
    """``t=y``: one level less than asked."""
    adkim_strict: bool
    aspf_strict: bool
    pct: int
    """Of RFC 7489; 100 when absent. RFC 9989 knows it no more."""


def is_dmarc(text: str) -> bool:
    """Whether a TXT record is a DMARC record: ``v=DMARC1`` first, its value in capitals."""
    match = _VERSION.match(text[:200])
    return match is not None and "DMARC1" in match.group()


def parse(text: str) -> DmarcRecord | None:
    """The record; ``None`` when it is none, or names a tag twice (RFC 6376 section 3.2, which RFC 9989 builds on).

    Unknown tags are passed over and unknown values take the default. A record whose p, sp or np cannot be read counts
    as ``p=none`` when it names where to report to, and else asks for nothing (RFC 9989 section 4.10.1).
    """
    if not is_dmarc(text) or len(text) > MAX_LIST:
        return None
    tags: dict[str, str] = {}
    for spec in text.split(";"):
        name, equals, value = spec.partition("=")
        name = name.strip().lower()
        if not equals or not name.isalpha():
            continue
        if name in tags:
            return None
        tags[name] = value.strip().lower()
    requests = {name: _REQUESTS.get(tags[name]) for name in ("p", "sp", "np") if name in tags}
    p, sp, np = requests.get("p"), requests.get("sp"), requests.get("np")
    if p is None or None in requests.values():
        reported = any(_URI.match(uri.strip()) for uri in tags.get("rua", "").split(",")[:20])
        p, sp, np = ("none" if reported else None), None, None
    psd = tags.get("psd", "u")
    pct = tags.get("pct", "100")
    return DmarcRecord(
        text=text,
        p=p,
        sp=sp,
        np=np,
        psd="y" if psd == "y" else "n" if psd == "n" else "u",
        testing=tags.get("t") == "y",
        adkim_strict=tags.get("adkim") == "s",
        aspf_strict=tags.get("aspf") == "s",
        pct=int(pct) if pct.isascii() and pct.isdigit() and len(pct) < 4 and int(pct) <= 100 else 100,
    )
