"""The person to protect: every address of theirs that the mail carries."""

from __future__ import annotations

from urllib.parse import unquote

from gyotaku.domains import registrable
from gyotaku.mail.addresses import read_field
from gyotaku.mail.sender import by_name
from gyotaku.model import Address, Header, Hop, Mail, Recipient, Trust
from gyotaku.patterns import pattern

MAX_ADDRESSES = 200
"""Addresses that are kept. Beyond it the To field is a list of strangers; all the same these are somebody's."""

MAX_FIELDS = 20
"""Fields of one name that are read; RFC 5322 allows one To."""

_VISIBLE = ("to", "cc", "bcc", "resent-to", "resent-cc", "apparently-to")
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
_ADDRESS = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]{1,64}@[A-Za-z0-9\-_]{1,63}(?:\.[A-Za-z0-9\-_]{1,63}){0,10}")
_SPEC = pattern(r"[^\s@<>\"(),;:\[\]]{1,128}@[^\s@<>\"(),;:\[\]]{1,255}")
# bounce+hanako=example.jp@lists.example, bounces-12-hanako=example.jp@… (variable envelope return path)
_VERP = pattern(r"([A-Za-z0-9_.+\-]{1,128})=([A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,10})(?:[@+]|$)")
_LISTS = ("list-post", "mailing-list", "x-mailing-list", "x-loop", "x-ml-name")
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
    name), unless the envelope knows another recipient elsewhere: then the sender wrote to itself and to the recipient
    blind. A list's own address is left out when others are known. VERP and unsubscribe parameters count only where
    they match what is known, or where nothing else is. Whoever forwarded the mail as an attachment got it: the
    wrapper's From counts.
    """
    fields = by_name(mail.headers)
    visible, boxes = _visible(fields)
    envelope = _envelope(fields, hops, extra)
    if mail.wrapper is not None:
        forwarders = [f for f in mail.wrapper.headers if f.name.strip().lower() == "from"]
        envelope += [a.spec.lower() for f in forwarders for a in read_field(f).addresses if a.local and a.domain]
    left_out = _list_addresses(fields) | _own_decoys(fields, hops, envelope)
    stated = dict.fromkeys(visible + envelope)
    addresses = {a: None for a in stated if a not in left_out} or stated
    for address in _verp(fields):
        # where the list's own prefix could not be told from the name, the known address is its end
        if not any(address.endswith(a) for a in addresses) and (not addresses or _same_domain(address, addresses)):
            addresses.setdefault(address)
    for address in _unsubscribe(fields):
        if not addresses or _same_domain(address, addresses):
            addresses.setdefault(address)
    kept = tuple(addresses)[:MAX_ADDRESSES]
    return Recipient(kept, _names(boxes, frozenset(kept)))


def _visible(fields: dict[str, list[Header]]) -> tuple[list[str], list[Address]]:
    """(addresses, mailboxes) of To, Cc and their like, at most a few fields each."""
    boxes = [
        box
        for name in _VISIBLE
        for field in fields.get(name, ())[:MAX_FIELDS]
        for box in read_field(field).addresses
        if box.local and box.domain
    ]
    return [box.spec.lower() for box in boxes], boxes


def _envelope(fields: dict[str, list[Header]], hops: tuple[Hop, ...], extra: tuple[str, ...]) -> list[str]:
    """Addresses the recipient's own servers noted, and those of the settings."""
    found: list[str] = []
    for name in fields.keys() & _ENVELOPE:
        for field in fields[name][:MAX_FIELDS]:
            found += [m.lower() for m in _SPEC.findall(field.value[:4096].replace("rfc822;", " "))]
    for hop in hops:
        if hop.recipient and "@" in hop.recipient and hop.trust is not Trust.CLAIMED:
            found.append(hop.recipient.lower())
    return sorted(found) + [e.strip().lower() for e in extra if "@" in e]


def _list_addresses(fields: dict[str, list[Header]]) -> set[str]:
    return {
        m.lower()
        for name in _LISTS
        for field in fields.get(name, ())[:MAX_FIELDS]
        for m in _ADDRESS.findall(field.value[:1024])
    }


def _own_decoys(fields: dict[str, list[Header]], hops: tuple[Hop, ...], envelope: list[str]) -> set[str]:
    """The sender's own addresses, when the envelope knows only recipients of other domains.

    A mail to many is often addressed to its own sender. Taken for the recipient, the phisher's domain would be cut out
    of every report. Any ``for`` clause of the chain that names the address keeps it in.
    """
    if not envelope:
        return set()
    known = {registrable(a.rpartition("@")[2]) for a in envelope}
    spoken = {h.recipient.lower() for h in hops if h.recipient}
    return {
        a.spec.lower()
        for field in fields.get("from", ())[:MAX_FIELDS]
        for a in read_field(field).addresses
        if registrable(a.domain) not in known and a.spec.lower() not in spoken
    }


def _verp(fields: dict[str, list[Header]]) -> list[str]:
    """Addresses written into the envelope sender."""
    return [
        f"{_unprefixed(local)}@{domain}".lower()
        for name in ("return-path", "errors-to", "sender", "x-return-path", "envelope-from")
        for field in fields.get(name, ())[:MAX_FIELDS]
        if "=" in field.value
        for local, domain in _VERP.findall(field.value[:2048])
    ]


def _unprefixed(local: str) -> str:
    """``bounce+hanako`` and ``bounces-1234-hanako`` without what the list put in front."""
    if "+" in local:
        local = local.rpartition("+")[2]
    low = local.lower()
    if low.startswith(("bounce", "return", "msprvs", "owner", "sent", "errors", "b-", "r-")):
        local = local.rpartition("-")[2]
    return local


def _unsubscribe(fields: dict[str, list[Header]]) -> list[str]:
    """Addresses in List-Unsubscribe: a parameter of the URL, or of the mailto."""
    found: list[str] = []
    for field in fields.get("list-unsubscribe", ())[:MAX_FIELDS]:
        text = unquote(field.value[:8192])
        for target in text.split("<")[1:20]:
            target = target.partition(">")[0]
            query = target.partition("?")[2] if target.lower().startswith("mailto:") else target
            if "@" in query:
                found += [m.lower().rpartition("=")[2] for m in _ADDRESS.findall(query)]
            for local, domain in _VERP.findall(target) if "=" in target else ():
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
        if name in _GENERIC:
            continue
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
