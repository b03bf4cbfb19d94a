"""DKIM (RFC 6376, 8301, 8463): who signed this mail, and does the signature still hold?

Judged at the moment of receipt: a signature that has expired since was good when the mail came. What a signature does
not cover (a tail of the body, a second From or Subject) is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gyotaku.gather.auth import keys
from gyotaku.gather.auth.asking import Ask, Book, host_name
from gyotaku.gather.auth.canonical import Message
from gyotaku.gather.auth.keys import KeyFault, PublicKey
from gyotaku.gather.auth.taglist import TagError, decoded, packed, parse
from gyotaku.model import Mail

MAX_SIGNATURES = 10
"""Signatures that are evaluated, topmost first; honest mail has four at most."""
CLOCK_SLACK = 3_600
"""Seconds by which a signer's clock may differ from the receiver's."""
MAX_SIGNATURE_TEXT = 4_096
"""Characters of ``b=``: an 8192-bit signature needs about 1,400."""

ALGORITHMS = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}
"""``a=`` to the kind of key. ``rsa-sha1`` proves nothing any more (RFC 8301 section 3.1)."""
CANONS = ("simple", "relaxed")


@dataclass(frozen=True, slots=True)
class DkimResult:
    """One signature's result."""

    status: str
    """none, pass, fail, policy, permerror, temperror (RFC 8601 section 2.7.1), or ``unknown``: not asked."""
    domain: str | None
    """``d=``, A-label; ``None`` when there is none that can be read."""
    selector: str | None
    reason: str
    """One plain line: what holds, what does not, what is not covered."""
    unsigned: int = 0
    """Octets of the body that ``l=`` leaves out, white space at its end not counted. RFC 6376 calls such a signature a
    pass; whoever relies on it relies on text that anybody can have added."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM-Signature or ARC-Message-Signature read from its tags."""

    field: int
    """Position among the message's fields."""
    kind: str
    """Of the key: ``rsa`` or ``ed25519``."""
    domain: str
    selector: str
    identity: str
    """Domain of ``i=``; that of ``d=`` when there is none. Not used by ARC."""
    names: tuple[str, ...]
    """``h=``, lower case."""
    header_canon: str
    body_canon: str
    length: int | None
    """``l=``."""
    body_hash: bytes
    value: bytes
    """``b=``."""


class Fault(Exception):  # noqa: N818  # a result, not a failure
    """The signature ends here: status and why."""

    def __init__(self, status: str, reason: str, domain: str | None = None, selector: str | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.domain = domain
        self.selector = selector


async def verify(mail: Mail, ask: Ask, at: datetime) -> tuple[DkimResult, ...]:
    """Every DKIM-Signature, topmost first; one result ``none`` when the mail has none. Never raises.

    ``at`` (time zone aware) is the time of receipt. Of more than ten signatures the rest stands in one last result.
    """
    message = Message(mail)
    found = message.named("dkim-signature")
    if not found:
        return (DkimResult("none", None, None, "the mail is not signed"),)
    read: list[Signature | Fault] = []
    for index in found[:MAX_SIGNATURES]:
        try:
            read.append(read_signature(message, index, at))
        except Fault as fault:
            read.append(fault)
    book = Book(ask)
    await book.look_up_all(("TXT", keys.key_name(s.selector, s.domain)) for s in read if isinstance(s, Signature))
    results = []
    for signature in read:
        if isinstance(signature, Fault):
            results.append(DkimResult(signature.status, signature.domain, signature.selector, signature.reason))
            continue
        reply = await book.look_up("TXT", keys.key_name(signature.selector, signature.domain))
        try:
            key = keys.read_key(reply, signature.kind)
            results.append(check(message, signature, key, mail.headers_only))
        except (KeyFault, Fault) as fault:
            results.append(DkimResult(fault.status, signature.domain, signature.selector, fault.reason))
    if len(found) > MAX_SIGNATURES:
        rest = len(found) - MAX_SIGNATURES
        reason = f"{rest} more signatures were not looked at (limit {MAX_SIGNATURES})"
        results.append(DkimResult("policy", None, None, reason))
    return tuple(results)


# -- Reading -----------------------------------------------------------------------------------------------------------


def read_signature(message: Message, index: int, at: datetime) -> Signature:
    """A DKIM-Signature's tags (RFC 6376 section 3.5). Raises :class:`Fault`."""
    tags = read_tags(message, index)
    domain, selector = read_names(tags)
    try:
        if tags.get("v") != "1":
            raise Fault("permerror", "not version 1")
        signature = read_common(message, index, tags)
        if "from" not in signature.names:
            raise Fault("permerror", "the From field is not signed")
        if "dns/txt" not in packed(tags.get("q", "dns/txt")).split(":"):
            raise Fault("permerror", "the key is not in the DNS")
        if signature.identity != domain and not signature.identity.endswith("." + domain):
            raise Fault("permerror", "i= is not within d=")
        check_times(tags, at)
    except Fault as fault:
        raise Fault(fault.status, fault.reason, domain, selector) from None
    return signature


def read_tags(message: Message, index: int) -> dict[str, str]:
    """The field's tag list. Raises :class:`Fault`."""
    try:
        return parse(message.value(index))
    except TagError as error:
        raise Fault("permerror", f"the signature field is malformed: {error}") from None


def read_names(tags: dict[str, str]) -> tuple[str, str]:
    """``d=`` and ``s=`` as names that may be asked for. Raises :class:`Fault`: nothing else ever reaches the DNS."""
    domain = host_name(tags.get("d", ""))
    if not domain:
        raise Fault("permerror", "d= is missing or no domain name")
    selector = tags.get("s", "")
    if not host_name(keys.key_name(selector, domain)):
        raise Fault("permerror", "s= is missing or no selector", domain)
    return domain, selector.lower()


def read_common(message: Message, index: int, tags: dict[str, str]) -> Signature:
    """What DKIM and ARC message signatures share. Raises :class:`Fault`."""
    domain, selector = read_names(tags)
    missing = [name for name in ("a", "b", "bh", "h") if name not in tags]
    if missing:
        raise Fault("permerror", f"{missing[0]}= is missing")
    header_canon, slash, body_canon = tags.get("c", "simple/simple").partition("/")
    body_canon = body_canon if slash else "simple"
    if header_canon not in CANONS or body_canon not in CANONS:
        raise Fault("permerror", "c= is not known")
    length: int | None = None
    if "l" in tags:
        if not tags["l"].isascii() or not tags["l"].isdigit() or len(tags["l"]) > 76:
            raise Fault("permerror", "l= is not a number")
        length = int(tags["l"])
    try:
        body_hash = decoded(tags["bh"])
    except TagError:
        raise Fault("permerror", "bh= is broken: not base64") from None
    # Signers fold long i= values in the middle of the domain, and verifiers at large read over it.
    identity = packed(tags.get("i", "@" + domain)).rpartition("@")[2]
    return Signature(
        field=index,
        kind=read_kind(tags),
        domain=domain,
        selector=selector,
        identity=host_name(identity),
        names=tuple(packed(tags["h"]).lower().split(":")),
        header_canon=header_canon,
        body_canon=body_canon,
        length=length,
        body_hash=body_hash,
        value=read_value(tags),
    )


def read_kind(tags: dict[str, str]) -> str:
    """The kind of key ``a=`` asks for. Raises :class:`Fault`."""
    algorithm = tags.get("a", "")
    if algorithm == "rsa-sha1":
        raise Fault("policy", "signed with SHA-1, which proves nothing any more (RFC 8301)")
    if algorithm not in ALGORITHMS:
        raise Fault("permerror", "a= is not known")
    return ALGORITHMS[algorithm]


def read_value(tags: dict[str, str]) -> bytes:
    """``b=``. Raises :class:`Fault`."""
    text = packed(tags.get("b", ""))
    if not text or len(text) > MAX_SIGNATURE_TEXT:
        raise Fault("permerror", "b= is empty" if not text else "b= is too long")
    try:
        return decoded(text)
    except TagError:
        raise Fault("permerror", "b= is broken: not base64") from None


def check_times(tags: dict[str, str], at: datetime) -> None:
    """``t=`` and ``x=`` against the time of receipt (RFC 6376 section 3.5). Raises :class:`Fault`."""
    times: dict[str, int] = {}
    for name in ("t", "x"):
        if name in tags:
            if not tags[name].isascii() or not tags[name].isdigit() or len(tags[name]) > 12:
                raise Fault("permerror", f"{name}= is not a time")
            times[name] = int(tags[name])
    if "x" in times and times["x"] < times.get("t", 0):
        raise Fault("permerror", "expires before it was made")
    now = at.timestamp()
    if times.get("t", 0) > now + CLOCK_SLACK:
        raise Fault("permerror", "signed in the future, seen from the time of receipt")
    if "x" in times and times["x"] < now - CLOCK_SLACK:
        raise Fault("permerror", "had expired when the mail was received")


# -- Checking ----------------------------------------------------------------------------------------------------------


def check(message: Message, signature: Signature, key: PublicKey, bodiless: bool) -> DkimResult:
    """The signature against the message (RFC 6376 section 6.1.3)."""
    if key.strict and signature.identity != signature.domain:
        raise Fault("permerror", "the key is only for the very domain of d=, and i= is below it")
    data = message.signed(signature.names, signature.field, signature.header_canon)
    sound = key.verifies(signature.value, data)
    note = "; the domain says it is testing (t=y)" if key.testing else ""
    body = check_body(message, signature)
    if body and bodiless:
        holds = "holds" if sound else "does not hold"
        raise Fault("unknown", f"the mail came without its body; over the header alone the signature {holds}")
    if body:
        raise Fault("fail", body + note)
    if not sound:
        raise Fault("fail", "the signed header fields have been changed, or another key signed" + note)
    if len(message.named("from")) > signature.names.count("from"):
        raise Fault("policy", "the signature leaves out a further From field" + note)
    unsigned = _unsigned(message, signature)
    if unsigned:
        reason = f"only the first {signature.length} octets of the body are signed; {unsigned} more follow" + note
        return DkimResult("pass", signature.domain, signature.selector, reason, unsigned)
    extra = [n for n in ("subject", "reply-to") if 0 < signature.names.count(n) < len(message.named(n))]
    if extra:
        note = f"; a further {extra[0]} field is not signed{note}"
    return DkimResult("pass", signature.domain, signature.selector, f"{key.bits}-bit {key.kind} key{note}")


def check_body(message: Message, signature: Signature) -> str:
    """What is wrong with the body; ``""`` when its hash is as signed."""
    if signature.length is not None and signature.length > len(message.body(signature.body_canon)):
        return "the body is shorter than it was when signed"
    if message.body_hash(signature.body_canon, signature.length) != signature.body_hash:
        return "the body has been changed since it was signed"
    return ""


def _unsigned(message: Message, signature: Signature) -> int:
    if signature.length is None:
        return 0
    return len(message.body(signature.body_canon)[signature.length :].strip())
