"""Mails as literals, and their prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email import policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gyotaku.model import Dissection, Finding

RECIPIENT = "hanako@example.jp"
"""The person every made-up mail is sent to."""

MX = "from {helo} ({ptr} [{ip}]) by mx.example.jp (Postfix) with ESMTP id 4F1B2C3D for <{to}>; {date}"
"""The Received line that the recipient's own server writes."""


def received(
    ip: str = "203.0.113.5",
    helo: str = "mail.example.net",
    ptr: str = "mail.example.net",
    *,
    to: str = RECIPIENT,
    date: str = "Mon, 11 Nov 2024 15:46:02 +0900",
) -> str:
    """A Received value as the recipient's Postfix writes it; ``ptr="unknown"`` = no reverse name."""
    return MX.format(ip=ip, helo=helo, ptr=ptr, to=to, date=date)


def mail(
    *,
    subject: str | None = "お知らせ",
    sender: str | None = "送信者 <sender@example.com>",
    to: str | None = RECIPIENT,
    text: str | None = None,
    html: str | None = None,
    received: str | Sequence[str] | None = None,
    results: str | None = None,
    headers: Iterable[tuple[str, str]] = (),
    date: str | None = "Mon, 11 Nov 2024 15:46:00 +0900",
    attachments: Iterable[tuple[str, str, bytes]] = (),
) -> bytes:
    """A raw mail, CRLF line ends.

    ``received`` is one value or several, newest first; ``results`` is what the recipient's server writes above them in
    Authentication-Results (``dkim=pass header.d=example.com``); ``headers`` go below Received, in the order given;
    ``attachments`` are (file name, media type, content).
    """
    message = EmailMessage(policy=policy.SMTP.clone(max_line_length=120, utf8=False))
    if date is not None:
        message["Date"] = date
    if subject is not None:
        message["Subject"] = subject
    if text is not None or html is None:
        message.set_content(text or "", charset="utf-8", cte="base64")
    if html is not None:
        if text is None:
            message.set_content(html, subtype="html", charset="utf-8", cte="base64")
        else:
            message.add_alternative(html, subtype="html", charset="utf-8", cte="base64")
    for filename, media_type, content in attachments:
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    top: list[bytes] = []
    lines = [received] if isinstance(received, str) else list(received or ())
    for name, value in [
        *((("Authentication-Results", f"mx.example.jp; {results}"),) if results else ()),
        *(("Received", line) for line in lines),
        *headers,
        *((("From", sender),) if sender is not None else ()),
        *((("To", to),) if to is not None else ()),
    ]:
        top.append(f"{name}: {_encoded(value)}\r\n".encode())
    return b"".join(top) + message.as_bytes()


def _encoded(value: str) -> str:
    """The value with a non-ASCII display name or text as an RFC 2047 word; raw 8-bit where it is no plain phrase."""
    from email.header import Header

    if value.isascii():
        return value
    name, bracket, address = value.partition("<")
    return Header(name.strip().strip('"'), "utf-8", maxlinelen=990).encode() + (
        f" {bracket}{address}" if bracket else ""
    )


def print_of(raw: bytes) -> Dissection:
    """The dissection of a mail, offline, with default settings."""
    from gyotaku.pipeline import read

    return read(raw)


def findings_of(raw: bytes, sign_id: str) -> tuple[Finding, ...]:
    """What one sign finds in a mail."""
    from gyotaku.judge.look import sign

    return tuple(sign(sign_id).look(print_of(raw)))
