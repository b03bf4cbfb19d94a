"""ARC (RFC 8617): does the chain of forwarders that vouch for this mail hold?

A whole chain says that nobody changed what its members wrote. Whether its members are to be trusted it does not say;
anybody can seal a mail of his own making.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from gyotaku.gather.auth import dkim, keys
from gyotaku.gather.auth.asking import Ask, Book
from gyotaku.gather.auth.canonical import Message
from gyotaku.gather.auth.dkim import Fault, Signature
from gyotaku.gather.auth.keys import KeyFault
from gyotaku.model import Mail

MAX_SETS = 50
"""RFC 8617 section 4.2.1."""

_RESULTS, _SIGNATURE, _SEAL = "arc-authentication-results", "arc-message-signature", "arc-seal"
_INSTANCE = re.compile(r"[ \t\r\n]{0,100}i[ \t]{0,20}=[ \t]{0,20}([1-9][0-9]?)[ \t\r\n]{0,100};")
_NUMBER = re.compile(r"[1-9][0-9]?\Z")


@dataclass(frozen=True, slots=True)
class ArcResult:
    """The chain's result."""

    status: str
    """none, pass, fail (RFC 8617 section 4.4), temperror, or ``unknown``: not asked."""
    domain: str | None
    """Who sealed last, A-label."""
    reason: str
    sets: int = 0
    """ARC sets in the mail."""
    sealers: tuple[str, ...] = ()
    """``d=`` of every seal, first forwarder first, as far as it can be read."""


@dataclass(frozen=True, slots=True)
class _Seal:
    field: int
    kind: str
    domain: str
    selector: str
    value: bytes


@dataclass(frozen=True, slots=True)
class _Set:
    """One forwarder's three fields."""

    results: int
    signature: int
    seal: int


async def verify(mail: Mail, ask: Ask, at: datetime) -> ArcResult:
    """The chain validated as RFC 8617 section 5.2 says, at the time of receipt. Never raises."""
    message = Message(mail)
    if not any(message.named(name) for name in (_RESULTS, _SIGNATURE, _SEAL)):
        return ArcResult("none", None, "no forwarder has sealed the mail")
    sealers: tuple[str, ...] = ()
    count = len(message.named(_SEAL))
    try:
        sets = _sets(message)
        count = len(sets)
        seals = [_seal(message, each.seal, number) for number, each in enumerate(sets, 1)]
        sealers = tuple(seal.domain for seal in seals)
        newest = _message_signature(message, sets[-1].signature, at)
        await _check(message, sets, seals, newest, Book(ask))
    except (Fault, KeyFault) as fault:
        status = fault.status if fault.status in ("temperror", "unknown") else "fail"
        if mail.headers_only and fault.reason == _BODY:
            status = "unknown"
        return ArcResult(status, sealers[-1] if sealers else None, fault.reason, count, sealers)
    plural = "" if len(sets) == 1 else "s"
    return ArcResult("pass", sealers[-1], f"sealed by {len(sets)} forwarder{plural}", count, sealers)


_BODY = "the newest forwarder's signature does not fit the body"


async def _check(message: Message, sets: list[_Set], seals: list[_Seal], newest: Signature, book: Book) -> None:
    names = [keys.key_name(newest.selector, newest.domain)]
    names += [keys.key_name(seal.selector, seal.domain) for seal in seals]
    await book.look_up_all(("TXT", name) for name in names)
    if dkim.check_body(message, newest):
        raise Fault("fail", _BODY)
    key = keys.read_key(await book.look_up("TXT", names[0]), newest.kind)
    if not key.verifies(newest.value, message.signed(newest.names, newest.field, newest.header_canon)):
        raise Fault("fail", "the newest forwarder's signature does not fit the header")
    for number in range(len(seals), 0, -1):
        seal = seals[number - 1]
        key = keys.read_key(await book.look_up("TXT", names[number]), seal.kind)
        if not key.verifies(seal.value, _sealed(message, sets[:number])):
            raise Fault("fail", f"seal {number} does not hold")


def _sealed(message: Message, sets: list[_Set]) -> bytes:
    """What the last of these sets' seal covers (RFC 8617 section 5.1.1): all sets, its own seal without ``b=``."""
    out = []
    for each in sets:
        out += [message.header(each.results, "relaxed"), message.header(each.signature, "relaxed")]
        if each is not sets[-1]:
            out.append(message.header(each.seal, "relaxed"))
    return b"".join(out) + message.unsigned_self(sets[-1].seal, "relaxed")


# -- Reading -----------------------------------------------------------------------------------------------------------


def _sets(message: Message) -> list[_Set]:
    """The sets in order: one of each field an instance, none left out. Raises :class:`Fault`."""
    places: dict[str, dict[int, int]] = {}
    for name in (_RESULTS, _SIGNATURE, _SEAL):
        found = message.named(name)
        if len(found) > MAX_SETS:
            raise Fault("fail", f"more than {MAX_SETS} ARC sets")
        places[name] = {}
        for index in found:
            instance = _instance(message, index, name)
            if instance in places[name]:
                raise Fault("fail", f"two {name} fields with i={instance}")
            places[name][instance] = index
    count = len(places[_SEAL])
    wanted = set(range(1, count + 1))
    if not count or any(set(found) != wanted for found in places.values()):
        raise Fault("fail", "the ARC sets are not complete")
    return [_Set(places[_RESULTS][n], places[_SIGNATURE][n], places[_SEAL][n]) for n in sorted(wanted)]


def _instance(message: Message, index: int, name: str) -> int:
    if name == _RESULTS:
        match = _INSTANCE.match(message.value(index))
        if match is None:
            raise Fault("fail", f"an {name} field without an instance")
        return int(match.group(1))
    text = dkim.read_tags(message, index).get("i", "")
    if not _NUMBER.match(text):
        raise Fault("fail", f"an {name} field without an instance")
    return int(text)


def _seal(message: Message, index: int, number: int) -> _Seal:
    """An ARC-Seal (RFC 8617 section 4.1.3). Raises :class:`Fault`."""
    tags = dkim.read_tags(message, index)
    domain, selector = dkim.read_names(tags)
    claim = tags.get("cv", "")
    if claim == "fail":
        raise Fault("fail", f"seal {number} itself says that the chain was broken before")
    if claim != ("none" if number == 1 else "pass"):
        raise Fault("fail", f"seal {number} says cv={claim[:20]}")
    if "h" in tags:
        raise Fault("fail", f"seal {number} has an h= tag")
    _check_time(tags)
    return _Seal(index, dkim.read_kind(tags), domain, selector, dkim.read_value(tags))


def _message_signature(message: Message, index: int, at: datetime) -> Signature:
    """An ARC-Message-Signature (RFC 8617 section 4.1.2). Raises :class:`Fault`."""
    tags = dkim.read_tags(message, index)
    # i= is the instance here; sealers that leave out c= mean relaxed, as ValiMail's suite has it.
    signature = dkim.read_common(message, index, {"c": "relaxed/relaxed", **tags, "i": "@" + tags.get("d", "")})
    if _SEAL in signature.names:
        raise Fault("fail", "the newest forwarder's signature covers seals")
    dkim.check_times(tags, at)
    return signature


def _check_time(tags: dict[str, str]) -> None:
    time = tags.get("t", "0")
    if not time.isascii() or not time.isdigit():
        raise Fault("fail", "t= is not a time")
