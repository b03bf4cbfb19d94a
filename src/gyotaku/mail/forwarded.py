"""Whether a mail only carries another one, as people do who hand in a phish "as attachment"."""

from __future__ import annotations

import re

from gyotaku.mail.parts import leaves
from gyotaku.model import Mail, Part
from gyotaku.patterns import pattern

_NOTE = 2_000
"""Characters of text that still are a note above the attached mail: some sentences and a signature."""
_KNOWN_FIELD = pattern(
    rb"^(?:from|subject|received|return-path|date|message-id|to|delivered-to|mime-version|x-[a-z0-9\-]{1,40})[ \t]?:",
    re.I | re.M,
)
_WITHIN = 8_192


def attached_mail(mail: Mail) -> bytes | None:
    """The attached mail's bytes when it is what the mail is about, else ``None``.

    So it is when there is exactly one, nothing else is attached (small pictures of a signature aside) and the text
    beside it is short; always when a filter or an abuse report (RFC 5965) wrapped it. A delivery report quotes a mail
    and is about its own failure; a digest carries many: neither is opened.
    """
    attached = [part for part in _own_messages(mail.parts) if _is_mail(part)]
    if len(attached) != 1:
        return None
    inner = attached[0]
    kinds = {part.media_type for part in mail.parts}
    if "message/feedback-report" in kinds or _wrapped_by_filter(inner):
        return inner.content
    rest = [part for part in leaves(mail.parts) if part is not inner]
    if "message/delivery-status" in kinds or "multipart/digest" in kinds or "text/rfc822-headers" in kinds:
        return None
    root = mail.parts[0]
    if root.media_type == "multipart/report" and any((part.text or "").strip() for part in rest):
        return None
    if _is_bounce(mail):
        return None
    if any(_is_payload(part) for part in rest):
        return None
    texts = [len(" ".join((part.text or "").split())) for part in rest if part.media_type == "text/plain"]
    if not texts:
        texts = [len(_visible(part.text or "")) for part in rest if part.media_type == "text/html"]
    return inner.content if sum(texts) <= _NOTE else None


def _own_messages(parts: tuple[Part, ...]) -> list[Part]:
    """Attached mails that do not stand inside another attached mail."""
    found: list[Part] = []
    for part in parts:
        if found and part.path.startswith(f"{found[-1].path}."):
            continue
        name = (part.filename or "").lower()
        generic = part.media_type in {"application/octet-stream", "application/rfc822", "application/eml", "text/plain"}
        if part.media_type in {"message/rfc822", "message/global"} or (generic and name.endswith(".eml")):
            found.append(part)
    return found


def _is_mail(part: Part) -> bool:
    return len({m.group().lower() for m in _KNOWN_FIELD.finditer(part.content[:_WITHIN])}) >= 2


def _wrapped_by_filter(part: Part) -> bool:
    """SpamAssassin's ``report_safe 1``: the original stands below a long report."""
    return any(h.name.lower() == "content-type" and "x-spam-type=original" in h.value.lower() for h in part.headers)


def _is_bounce(mail: Mail) -> bool:
    """A delivery report without the MIME form for it (RFC 3464): null sender, or a mailer daemon's name."""
    sender = mail.first("from")
    who = sender.value.lower() if sender else ""
    if "mailer-daemon" in who or "postmaster@" in who or "mail delivery" in who:
        return True
    envelope = mail.first("return-path")
    return bool(envelope and envelope.value.replace(" ", "") == "<>") or mail.first("x-failed-recipients") is not None


def _is_payload(part: Part) -> bool:
    """Something attached that is more than the note: any file but text without a name and pictures in the text."""
    if part.media_type in {"text/plain", "text/html"}:
        return part.disposition == "attachment" or bool(part.filename)
    if part.media_type.startswith("image/"):
        return part.disposition == "attachment" and part.content_id is None
    return part.media_type not in {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }


_TAG = pattern(r"<[^<>]{0,2000}>")


def _visible(html: str) -> str:
    return " ".join(_TAG.sub(" ", html[:200_000]).split())
