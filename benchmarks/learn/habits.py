"""What a collection does to its mails, undone: nothing that was learned may be the collector's habit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_EOL: Final = re.compile(rb"\r?\n\r?\n")
_FIELD: Final = re.compile(rb"(?m)^(?=[!-9;-~]+:)")
_RECEIVER: Final = re.compile(
    rb"(?:X-MS-|X-Forefront-|X-SID-|X-Microsoft-|X-Message-|X-Sender-IP|X-EOP|X-Incoming)[^:]*:", re.IGNORECASE
)
_LIST: Final = re.compile(
    rb"(?:List-[A-Za-z]+|Precedence|X-BeenThere|X-Mailman[^:]*|Mailing-List|X-List[^:]*|Errors-To|X-Spam[^:]*)\s*:",
    re.IGNORECASE,
)
_PATH: Final = re.compile(
    rb"(?:Received|Received-SPF|(?:ARC-|X-Original-)?Authentication-Results|ARC-[A-Za-z-]+|Return-Path|Message-ID|"
    rb"DKIM-Signature|DomainKey-Signature|Delivered-To|Envelope-to|X-Original-To|Sender|"
    rb"X-[A-Za-z0-9-]+)\s*:",
    re.IGNORECASE,
)
_IS_LIST: Final = re.compile(rb"(?:List-Id|List-Post|X-BeenThere|X-Mailman-Version|Mailing-List)\s*:", re.IGNORECASE)
_TO: Final = re.compile(rb"(?:To|Cc|Reply-To|Delivered-To|X-Original-To|Sender)\s*:", re.IGNORECASE)
_YEAR: Final = re.compile(rb"\b(?:19|20)\d\d\b")
_TAG: Final = re.compile(rb"(?im)^(Subject:\s*(?:Re:\s*)*)\[[^\]\n]{1,30}\]\s*")
_FOOTER: Final = re.compile(rb"\n_{30,}\r?\n[\s\S]{0,600}\Z")

ORDINARY: Final = b"taro.yamada@example.net"
_FROM_DOMAIN: Final = re.compile(rb"(?im)^From:[^\n]*(?:\n[ \t][^\n]*)*?@([a-z0-9.-]{1,200})")


def _path(domain: bytes, date: bytes) -> bytes:
    """A path that says nothing: the mail came from its sender's own host when it was written, and nobody checked it."""
    return (
        b"Return-Path: <bounce@%b>\n"
        b"Received: from out.%b (out.%b [198.51.100.7]) by mx.example.net (Postfix) with ESMTPS id 4F1B2C3D; %b\n"
        b"Message-ID: <20241111154602.4F1B@%b>\n"
    ) % (domain, domain, domain, date, domain)


def _split(raw: bytes) -> tuple[list[bytes], bytes]:
    """Header fields with their folded lines, and the rest from the blank line on."""
    end = _EOL.search(raw)
    head, rest = (raw, b"") if end is None else (raw[: end.start()], raw[end.start() :])
    return [field for field in _FIELD.split(head + b"\n") if field], rest.lstrip(b"\r\n") and b"\n" + rest.lstrip(
        b"\r\n"
    )


def _join(fields: list[bytes], rest: bytes) -> bytes:
    return b"".join(field if field.endswith(b"\n") else field + b"\n" for field in fields) + rest


def without_receiver(raw: bytes) -> bytes:
    """The receiver's own verdict fields are taken off."""
    fields, rest = _split(raw)
    return _join([f for f in fields if not _RECEIVER.match(f)], rest)


def ordinary_recipient(raw: bytes) -> bytes:
    """The collector's redacted recipient becomes an ordinary address."""
    return raw.replace(b"phishing@pot", ORDINARY)


def without_lists(raw: bytes) -> bytes:
    """List fields, subject tags and list footers are taken off; the mail goes from its author to one person again.

    A list that writes itself into From keeps the author in Reply-To; left as it is, every such mail would look as if it
    were forged in the name of its own recipient.
    """
    fields, rest = _split(raw)
    kept = [_TAG.sub(rb"\1", f) for f in fields if not _LIST.match(f)]
    if any(_IS_LIST.match(f) for f in fields):
        author = next((f.partition(b":")[2] for f in kept if f[:9].lower() == b"reply-to:"), b"")
        munged = any(f[:5].lower() == b"from:" and b" via " in f for f in kept)
        kept = [f for f in kept if not _TO.match(f)]
        if munged and b"@" in author:
            kept = [b"From:" + author if f[:5].lower() == b"from:" else f for f in kept]
        kept.append(b"To: " + ORDINARY + b"\n")
    return _join(kept, _FOOTER.sub(b"\n", rest))


def other_years(raw: bytes) -> bytes:
    """Every year in the header fields becomes one year, whenever the mail was sent."""
    fields, rest = _split(raw)
    return _join([_YEAR.sub(b"2024", f) for f in fields], rest)


def habits_gone(raw: bytes) -> bytes:
    """All of these together."""
    return other_years(without_lists(ordinary_recipient(without_receiver(raw))))


def neutral(raw: bytes) -> bytes:
    """Path and authentication become one that fits each mail's own From; content, From, To, Date stay."""
    found = _FROM_DOMAIN.search(raw[:60_000])
    return _repath(raw, found.group(1).strip(b".") if found else b"example.org")


def one_path(raw: bytes) -> bytes:
    """Path and authentication become the very same for every mail, whoever it says it is from."""
    return _repath(raw, b"example.org")


def _repath(raw: bytes, domain: bytes) -> bytes:
    fields, rest = _split(ordinary_recipient(raw))
    date = next((b" ".join(f.partition(b":")[2].split()) for f in fields if f[:5].lower() == b"date:"), b"")
    path = _path(domain, date or b"Mon, 11 Nov 2024 15:46:02 +0900")
    return _join([path, *(f for f in fields if not _PATH.match(f))], rest)


VARIANTS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "as they came": bytes,
    "receiver's fields off": without_receiver,
    "ordinary recipient": ordinary_recipient,
    "lists off": without_lists,
    "years alike": other_years,
    "all habits gone": habits_gone,
    "neutral headers": neutral,
    "one path for all": one_path,
}
