"""Who the mail says it is from: every candidate a reader or a verifier might take for the author."""

from __future__ import annotations

import re

from gyotaku.mail.addresses import embedded_addresses, parse_addresses, read_field
from gyotaku.model import Address, Header, Mail, Sender

_STAND_INS = ("sender", "resent-from", "resent-sender")
"""Fields some verifiers fall back on when they find no From ("Composition Kills", figure 6 (d))."""
_REGULAR = re.compile(rb"[Ff][Rr][Oo][Mm]:")
_ENVELOPE = re.compile(r"<([^<>]{0,1000})>")


def read_sender(mail: Mail) -> Sender:
    """Display name, every candidate author, and the fields that say where answers and bounces go.

    ``display`` is the decoded display name as it stands, an address inside it included: such an address is what a
    phone shows, but no verifier takes it for the author, so it is no candidate
    (:func:`gyotaku.mail.addresses.embedded_addresses` reads it).
    """
    candidates, ambiguous, header = _authors(mail)
    address = candidates[0] if candidates else None
    reply = [a for field in mail.all("Reply-To") for a in read_field(field).addresses]
    return Sender(
        display=_display(mail, address, header),
        address=address,
        candidates=candidates,
        ambiguous=ambiguous,
        reply_to=tuple(dict.fromkeys(reply)),
        return_path=_return_path(mail),
        message_id=_text(mail.first("Message-ID")),
        x_mailer=_text(mail.first("X-Mailer")) or _text(mail.first("User-Agent")),
        header=header,
    )


def author_domains(mail: Mail) -> tuple[str, ...]:
    """Distinct domains of all candidate authors, the one most readers would show first; ``()`` without any."""
    return tuple(dict.fromkeys(a.domain for a in _authors(mail)[0] if a.domain))


def _authors(mail: Mail) -> tuple[tuple[Address, ...], bool, int | None]:
    """(candidates, ambiguous, index of the field the first was read from)."""
    regular: list[Header] = []
    odd: list[Header] = []
    stand_ins: list[Header] = []
    for field in mail.headers:
        name = field.name.strip().lower()
        if name == "from":
            (regular if _REGULAR.match(field.raw) else odd).append(field)
        elif name in _STAND_INS:
            stand_ins.append(field)
    fields = regular + odd
    if not regular:  # " From:" or "From\r\n :" alone: some see no From at all and take the next best field
        fields += sorted(stand_ins, key=lambda f: _STAND_INS.index(f.name.strip().lower()))
    found: dict[tuple[str, str], Address] = {}
    ambiguous = False
    displays: set[str] = set()
    header: int | None = None
    for field in fields[:50]:  # more than a few From fields are an attack; fifty show it well enough
        boxes = read_field(field)
        ambiguous = ambiguous or boxes.disputed
        for address in boxes.addresses:
            if header is None:
                header = field.index
            found.setdefault((address.local.lower(), address.domain), address)
        if field.name.strip().lower() == "from":
            displays.update(a.display for a in boxes.addresses)
    ambiguous = ambiguous or len(found) > 1 or (len(fields) > 1 and len(displays) > 1) or (bool(found) and not regular)
    if header is None and fields:
        header = fields[0].index
    # A mailbox without @ is shown by readers but ranks behind a real address.
    ordered = sorted(found.values(), key=lambda a: not (a.local and a.domain))
    return tuple(ordered), ambiguous, header


def _display(mail: Mail, address: Address | None, header: int | None) -> str:
    if address is not None:
        return address.display
    if header is None:
        return ""
    return next((h.value.strip() for h in mail.headers if h.index == header), "")


def _return_path(mail: Mail) -> str | None:
    """The envelope sender the receiver noted; the topmost field, since only that one can be the receiver's own."""
    field = mail.first("Return-Path")
    if field is None:
        return None
    text = field.value.strip()
    bracketed = _ENVELOPE.search(text)
    inner = bracketed.group(1).strip() if bracketed else text.strip("<> ")
    if not inner or inner.upper() == "MAILER-DAEMON":
        return ""
    if "@" not in inner:
        return inner
    read = parse_addresses(inner)
    return read[0].spec if read and read[0].local and read[0].domain else inner


def _text(field: Header | None) -> str | None:
    return field.value.strip() if field else None


__all__ = ["author_domains", "embedded_addresses", "read_sender"]
