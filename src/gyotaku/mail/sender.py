"""Who the mail says it is from: every candidate a reader or a verifier might take for the author."""

from __future__ import annotations

from collections.abc import Iterable

from gyotaku.mail.addresses import embedded_addresses, parse_addresses, read_field
from gyotaku.model import Address, Header, Mail, Sender
from gyotaku.patterns import pattern

_STAND_INS = ("sender", "resent-from", "resent-sender")
"""Fields some verifiers fall back on when they find no From ("Composition Kills", figure 6 (d))."""
_FIRST_LETTERS = frozenset("fFsSrR \t")
_REGULAR = pattern(rb"[Ff][Rr][Oo][Mm]:")
_ENVELOPE = pattern(r"<([^<>]{0,1000})>")


def read_sender(mail: Mail) -> Sender:
    """Display name, every candidate author, and the fields that say where answers and bounces go.

    ``display`` is the decoded display name as it stands, an address inside it included: such an address is what a
    phone shows, but no verifier takes it for the author, so it is no candidate
    (:func:`gyotaku.mail.addresses.embedded_addresses` reads it).
    """
    fields = by_name(mail.headers)
    candidates, ambiguous, header = _authors(fields)
    address = candidates[0] if candidates else None
    reply = [a for field in fields.get("reply-to", ()) for a in read_field(field).addresses]
    return Sender(
        display=_display(mail, address, header),
        address=address,
        candidates=candidates,
        ambiguous=ambiguous,
        reply_to=tuple(dict.fromkeys(reply)),
        return_path=_return_path(fields),
        message_id=_text(fields, "message-id"),
        x_mailer=_text(fields, "x-mailer") or _text(fields, "user-agent"),
        header=header,
    )


def author_domains(mail: Mail) -> tuple[str, ...]:
    """Distinct domains of all candidate authors, the one most readers would show first; ``()`` without any."""
    fields = by_name(h for h in mail.headers if h.name[:1] in _FIRST_LETTERS)
    return tuple(dict.fromkeys(a.domain for a in _authors(fields)[0] if a.domain))


def by_name(headers: Iterable[Header]) -> dict[str, list[Header]]:
    """All fields under their lower-case names, wire order kept: one pass for those who ask for many names."""
    fields: dict[str, list[Header]] = {}
    for field in headers:
        name = field.name.lower()
        if name in fields:
            fields[name].append(field)
        else:
            fields[name] = [field]
    return fields


def _authors(fields: dict[str, list[Header]]) -> tuple[tuple[Address, ...], bool, int | None]:
    """(candidates, ambiguous, index of the field the first was read from)."""
    regular: list[Header] = []
    odd: list[Header] = []
    for name in ("from", *(n for n in fields if n != "from" and n.strip() == "from")):
        for field in fields.get(name, ()):
            (regular if _REGULAR.match(field.raw) else odd).append(field)
    authors = regular + odd
    if not regular:  # " From:" or "From\r\n :" alone: some see no From at all and take the next best field
        authors += [field for name in _STAND_INS for field in fields.get(name, ())]
    found: dict[tuple[str, str], tuple[Address, int]] = {}
    ambiguous = False
    displays: set[str] = set()
    for field in authors[:20]:  # more than a few From fields are an attack; twenty show it well enough
        boxes = read_field(field)
        ambiguous = ambiguous or boxes.disputed
        for address in boxes.addresses:
            found.setdefault((address.local.lower(), address.domain), (address, field.index))
        if field.name.strip().lower() == "from":
            displays.update(a.display for a in boxes.addresses)
    ambiguous = ambiguous or len(found) > 1 or (len(authors) > 1 and len(displays) > 1) or (bool(found) and not regular)
    # A mailbox without @ is shown by readers but ranks behind a real address.
    ordered = sorted(found.values(), key=lambda pair: not (pair[0].local and pair[0].domain))
    header = ordered[0][1] if ordered else authors[0].index if authors else None
    return tuple(address for address, _ in ordered), ambiguous, header


def _display(mail: Mail, address: Address | None, header: int | None) -> str:
    if address is not None:
        return address.display
    if header is None:
        return ""
    return next((h.value.strip() for h in mail.headers if h.index == header), "")


def _return_path(fields: dict[str, list[Header]]) -> str | None:
    """The envelope sender the receiver noted; the topmost field, since only that one can be the receiver's own."""
    if "return-path" not in fields:
        return None
    text = fields["return-path"][0].value.strip()
    bracketed = _ENVELOPE.search(text)
    inner = bracketed.group(1).strip() if bracketed else text.strip("<> ")
    if not inner or inner.upper() == "MAILER-DAEMON":
        return ""
    if "@" not in inner:
        return inner
    read = parse_addresses(inner)
    return read[0].spec if read and read[0].local and read[0].domain else inner


def _text(fields: dict[str, list[Header]], name: str) -> str | None:
    return fields[name][0].value.strip() if name in fields else None


__all__ = ["author_domains", "embedded_addresses", "read_sender"]
