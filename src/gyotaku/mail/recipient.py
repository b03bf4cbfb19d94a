"""The person to protect: every address of theirs that the mail carries."""

from __future__ import annotations

import re
from urllib.parse import unquote

from gyotaku.mail.addresses import read_field
from gyotaku.model import Address, Hop, Mail, Recipient, Trust

MAX_ADDRESSES = 200
"""Addresses that are kept. Beyond it the To field is a list of strangers; all the same these are somebody's."""

_VISIBLE = frozenset({"to", "cc", "bcc", "resent-to", "resent-cc", "apparently-to"})
_ENVELOPE = frozenset(
    {
        *(
            "delivered-to",
            "x-original-to",
            "envelope-to",
            "x-envelope-to",
            "x-rcpt-to",
            "x-delivered-to",
            "x-forwarded-to",
        ),
        *("x-original-recipient", "x-real-to", "x-apparently-to", "x-orig-to", "original-recipient", "final-recipient"),
        *("x-forwarded-for", "x-ms-exchange-organization-originalenveloperecipients", "x-resolved-to", "x-receiver"),
        *("x-smtp-rcptto", "x-rcpt", "x-mail-rcpt-to", "x-enveloped-to", "x-vr-rcpt-to", "x-kagoya-rcpt-to"),
    }
)
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]{1,64}@[A-Za-z0-9\-_]{1,63}(?:\.[A-Za-z0-9\-_]{1,63}){0,10}")
_SPEC = re.compile(r"[^\s@<>\"(),;:\[\]]{1,128}@[^\s@<>\"(),;:\[\]]{1,255}")
# bounce+hanako=example.jp@lists.example, bounces-12-hanako=example.jp@… (variable envelope return path)
_VERP = re.compile(r"([A-Za-z0-9_.+\-]{1,128})=([A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,10})(?:[@+]|$)")
_LISTS = frozenset({"list-id", "list-post", "mailing-list", "x-mailing-list", "x-loop", "x-ml-name"})
_GENERIC = frozenset(
    "お客様 お客さま お客様各位 各位 会員様 会員各位 ご利用者様 ご契約者様 利用者 "
    "customer client user member recipient "
    "undisclosed-recipients undisclosed recipients 宛先 you me friend subscriber info 様 admin webmaster postmaster "
    "メール会員 メール会員様 登録者 ユーザー ユーザー様 受信者 customers valued dear".split()
)
_HONORIFICS = ("御中", "さま", "さん", "殿", "様")


def read_recipient(mail: Mail, hops: tuple[Hop, ...], extra: tuple[str, ...] = ()) -> Recipient:
    """Every address of the recipient, lower case, first the ones they were addressed by; names from To and Cc.

    ``extra`` are the operator's settings. An address that is also in From stays (mail forged in the recipient's own
    name). Addresses that a list's To field carries (list-post address) are left out when others are known. VERP and
    unsubscribe parameters count only where they match what is known, or where nothing else is.
    """
    sure, boxes, listed = _stated(mail, hops, extra)
    verp = _verp(mail)
    addresses = dict.fromkeys(a for a in sure if a not in listed or not _others(sure, listed))
    for address in verp:
        # the local part before "=" may carry the list's own prefix: bounces-hanako
        match = next((a for a in addresses if address.endswith(a)), None)
        if match is None and (not addresses or _same_domain(address, addresses)):
            addresses.setdefault(address)
    for address in _unsubscribe(mail):
        if _same_domain(address, addresses) or not addresses:
            addresses.setdefault(address)
    kept = tuple(addresses)[:MAX_ADDRESSES]
    return Recipient(kept, _names(boxes, frozenset(kept)))


def _stated(
    mail: Mail, hops: tuple[Hop, ...], extra: tuple[str, ...]
) -> tuple[list[str], list[Address], frozenset[str]]:
    """(addresses as stated, mailboxes of To and Cc, addresses of a mailing list)."""
    sure: list[str] = []
    boxes: list[Address] = []
    envelope: list[str] = []
    listed: set[str] = set()
    for field in mail.headers:
        name = field.name.lower()
        if name in _VISIBLE:
            for box in read_field(field).addresses:
                boxes.append(box)
                if box.local and box.domain:
                    sure.append(box.spec.lower())
                    if "@" not in box.domain and not box.domain.isascii():
                        sure.append(f"{box.local}@{box.domain}".lower())
        elif name in _ENVELOPE:
            envelope += [m.lower() for m in _SPEC.findall(field.value[:4096].replace("rfc822;", " "))]
        elif name in _LISTS:
            listed.update(m.lower() for m in _ADDRESS.findall(field.value[:1024]))
    for hop in hops:
        if hop.recipient and "@" in hop.recipient and hop.trust is not Trust.CLAIMED:
            envelope.append(hop.recipient.lower())
    envelope += [e.strip().lower() for e in extra if "@" in e]
    return sure + envelope, boxes, frozenset(listed)


def _others(sure: list[str], listed: frozenset[str]) -> bool:
    return any(a not in listed for a in sure)


def _verp(mail: Mail) -> list[str]:
    """Addresses written into the envelope sender."""
    found: list[str] = []
    for name in ("Return-Path", "Errors-To", "Sender", "X-Return-Path", "Envelope-From"):
        for field in mail.all(name)[:3]:
            for local, domain in _VERP.findall(field.value[:2048]):
                found.append(f"{_unprefixed(local)}@{domain}".lower())
    return found


def _unprefixed(local: str) -> str:
    """``bounce+hanako`` and ``bounces-1234-hanako`` without what the list put in front."""
    if "+" in local:
        local = local.rpartition("+")[2]
    low = local.lower()
    if low.startswith(("bounce", "return", "msprvs", "owner", "sent", "errors", "b-", "r-")):
        local = local.rpartition("-")[2]
    return local


def _unsubscribe(mail: Mail) -> list[str]:
    """Addresses in List-Unsubscribe: a parameter of the URL, or of the mailto."""
    found: list[str] = []
    for field in mail.all("List-Unsubscribe")[:3]:
        text = unquote(field.value[:8192])
        for target in text.split("<")[1:20]:
            target = target.partition(">")[0]
            query = target.partition("?")[2] if target.lower().startswith("mailto:") else target
            found += [m.lower().rpartition("=")[2] for m in _ADDRESS.findall(query)]
            for local, domain in _VERP.findall(target):
                found.append(f"{_unprefixed(local)}@{domain}".lower())
    return found


def _same_domain(address: str, known: dict[str, None]) -> bool:
    domain = address.rpartition("@")[2]
    return any(a.rpartition("@")[2] == domain for a in known)


def _names(boxes: list[Address], addresses: frozenset[str]) -> tuple[str, ...]:
    """Display names that stand for the recipient; not the address again, not a generic word."""
    names: dict[str, None] = {}
    for box in boxes:
        name = " ".join(box.display.split()).strip("'\"「」『』<>")
        for honorific in _HONORIFICS:
            if len(name) > len(honorific) + 1:
                name = name.removesuffix(honorific).rstrip()
        low = name.lower()
        if (
            box.spec.lower() in addresses
            and len(name) >= 2
            and "@" not in name
            and low not in _GENERIC
            and low != box.local.lower()
            and low not in (box.domain, box.domain.partition(".")[0])
            and not name.isdigit()
        ):
            names.setdefault(name[:200])
    return tuple(names)
