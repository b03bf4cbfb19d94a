"""Raw bytes to :class:`~gyotaku.model.Mail`. Never raises on any bytes."""

from __future__ import annotations

import hashlib

from gyotaku.mail.container import plain_bytes
from gyotaku.mail.forwarded import attached_mail
from gyotaku.mail.parts import read_parts
from gyotaku.mail.walk import COMMON, Manner, Walk
from gyotaku.model import Defect, Mail, Wrapper

_UNWRAPPED = 5
"""How many wrappings are opened one after another; nobody forwards a forwarded forward more often by hand."""


def parse(raw: bytes) -> Mail:
    """The mail to dissect. Never raises: what a hostile mail does becomes a :class:`~gyotaku.model.Defect`.

    A mail whose content is essentially one attached mail (a user who forwards the phish, an abuse report) is opened:
    the inner one is dissected, ``Mail.wrapper`` holds the outermost one. Delivery reports and digests are not opened.
    ``Mail.raw`` and its hash are of the bytes given; a byte order mark or UTF-16 is taken off before reading.
    """
    outer = read_mail(raw)
    mail = outer
    for _ in range(_UNWRAPPED):
        inner = attached_mail(mail)
        if inner is None:
            break
        mail = read_mail(inner)
    if mail is outer:
        return outer
    wrapper = Wrapper("forwarded-as-attachment", outer.sha256, outer.raw, outer.headers)
    return Mail(mail.raw, mail.sha256, mail.headers, mail.parts, mail.defects, wrapper, mail.headers_only)


def read_mail(raw: bytes, manner: Manner = COMMON) -> Mail:
    """The mail as it stands, nothing opened, read in one manner (:mod:`gyotaku.mail.walk`)."""
    source, start = plain_bytes(raw)
    walk = Walk(manner)
    root = walk.run(source, start)
    parts = read_parts(walk)
    defects: list[Defect] = [
        Defect("mail" if d.where == "mail" else f"header:{d.where[7:]}", d.what, d.detail) for d in root.header_defects
    ]
    defects.extend(walk.defects)
    if not any(header.name for header in root.headers):
        defects.append(Defect("mail", "headers-missing", ""))
    for part in parts:
        defects.extend(part.defects)
    bodiless = bool(root.headers) and not source[root.body :].strip(b" \t\r\n\x00")
    return Mail(
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        headers=tuple(root.headers),
        parts=parts,
        defects=tuple(defects),
        headers_only=bodiless,
    )
