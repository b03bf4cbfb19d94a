"""Mails built from the facts of a case: what a row tells goes in, what it does not tell stays out."""

from __future__ import annotations

import base64
import re
from typing import Any

from gyotaku.testing import RECIPIENT, mail

_ADDRESS = re.compile(r"[^\s@<>()（）]+@[^\s@<>()（）,、]+")
_MASKED = re.compile(r"[*…※]|aaa|bbb|xxx", re.IGNORECASE)
MX = "mx.example.jp"


def address_of(text: str | None) -> str | None:
    """The address in a row's words (``a@b.cn (author's words)``), ``None`` when there is no usable one."""
    found = _ADDRESS.search(text or "")
    return found.group().rstrip(".") if found else None


def url_of(text: str | None) -> str | None:
    """A row's URL, refanged, its recipient slots filled; ``None`` when the blogger masked part of it."""
    if not text or "(" in text:
        return None
    text = text.replace("h**p", "http").replace("hxxp", "http").replace("[.]", ".").replace("…", "")
    text = text.replace("<b64:RECIPIENT>", base64.b64encode(RECIPIENT.encode()).decode())
    text = text.replace("<RECIPIENT>", RECIPIENT)
    if not text.startswith("http"):
        text = "https://" + text
    return None if re.search(r"[*※\s]", text) else text


def links_of(row: dict[str, Any]) -> list[tuple[str, str]]:
    """(shown text, target) of each link the row tells whole."""
    out = []
    for link in row.get("links") or ():
        url = url_of(link.get("actual_url") or link.get("url_without_tokens")) or url_of(link.get("host"))
        if url:
            out.append((link.get("displayed_url") or link.get("display_text") or "こちら", url))
    return out


def received_of(row: dict[str, Any]) -> list[str]:
    """The boundary's Received line, when the row names the sending IP."""
    ip = row.get("received_ip") or ""
    found = re.search(r"\[(\d+\.\d+\.\d+\.\d+)\]", row.get("received_line") or "")
    ip = ip or (found.group(1) if found else "")
    if not re.fullmatch(r"[0-9a-f.:]+", ip):
        return []
    helo = (row.get("helo") or "unknown").split()[0]
    ptr = row.get("rdns") or "unknown"
    ptr = "unknown" if "unknown" in ptr else ptr.split()[0]
    return [f"from {helo} ({ptr} [{ip}]) by {MX} (Postfix) with ESMTP id 4F1B2C3D for <{RECIPIENT}>; {DATE}"]


DATE = "Mon, 11 Nov 2024 15:46:02 +0900"


def build(row: dict[str, Any], authenticated: bool = False) -> bytes:
    """The row's mail. ``authenticated``: the recipient's server states aligned passes for the From domain."""
    sender = row.get("from_address") or ""
    address = address_of(sender)
    if address and "recipient" in sender:
        address = RECIPIENT
    display = row.get("from_display") or ""
    from_value = (f"{display} <{address or sender}>" if display else address or sender) if sender else None
    received = received_of(row)
    headers = []
    results = None
    if authenticated and address:
        domain = address.rpartition("@")[2]
        received = received or [f"from out.{domain} (out.{domain} [198.51.100.7]) by {MX} with ESMTPS; {DATE}"]
        results = f"spf=pass smtp.mailfrom={address}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
        if not row.get("message_id"):
            headers.append(("Message-ID", f"<20241111154602.4F1B@{domain}>"))
    for name, key in (("Return-Path", "return_path"), ("Message-ID", "message_id"), ("Reply-To", "reply_to")):
        if row.get(key):
            headers.append((name, str(row[key])))
    if row.get("x_mailer"):
        headers.append(("X-Mailer", row["x_mailer"]))
    links = links_of(row)
    brand = row.get("claimed_brand") or row.get("brand") or ""
    body = "".join(f'<p><a href="{url}">{shown}</a></p>' for shown, url in links)
    return mail(
        subject=row.get("subject"),
        sender=from_value,
        html=f"<html><body><p>{brand}</p>{body}</body></html>",
        received=received,
        results=results,
        headers=headers,
        date=DATE,
    )
