"""Mails signed for a test with keys made for it; dkimpy signs, so that no verifier of ours judges its own work."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

import dkim  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

AT = datetime.now(UTC)
"""Time of receipt: dkimpy writes the clock's time into ``t=``, so it must be now."""
MAIL = (
    b"From: Hanako <hanako@example.com>\r\nTo: taro@example.net\r\nSubject: lunch\r\n"
    b"Date: Fri, 20 Nov 2026 11:59:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\nAt noon?\r\n"
)


@cache
def private_key(bits: int = 1024) -> rsa.RSAPrivateKey:
    """One RSA key a size."""
    return rsa.generate_private_key(65537, bits)


def pem(key: rsa.RSAPrivateKey) -> bytes:
    """As dkimpy wants it."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


def record(key: rsa.RSAPrivateKey, extra: str = "") -> str:
    """The key record for the DNS."""
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; {extra}p={base64.b64encode(der).decode()}"


def sign(raw: bytes = MAIL, domain: str = "example.com", key: rsa.RSAPrivateKey | None = None, **options: Any) -> bytes:
    """The mail with a DKIM-Signature of ``sel._domainkey.<domain>`` on top."""
    return bytes(dkim.sign(raw, b"sel", domain.encode(), pem(key or private_key()), **options)) + raw


def sign_by_hand(tags: str, names: tuple[str, ...] = ("from",), raw: bytes = MAIL) -> bytes:
    """A relaxed/simple signature with further tags that dkimpy would not write (``x=…; ``, ``t=…; ``)."""
    header, _, body = raw.partition(b"\r\n\r\n")
    bh = base64.b64encode(hashlib.sha256(body).digest()).decode()
    field = f"v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=sel; {tags}h={':'.join(names)}; bh={bh}; b="
    lines = {line.partition(b":")[0].lower(): line for line in header.split(b"\r\n")}
    data = b"".join(name.encode() + b":" + lines[name.encode()].partition(b":")[2].strip() + b"\r\n" for name in names)
    data += b"dkim-signature:" + field.encode()
    value = base64.b64encode(private_key().sign(data, padding.PKCS1v15(), hashes.SHA256()))
    return b"DKIM-Signature: " + field.encode() + value + b"\r\n" + raw


def seal(raw: bytes, domain: str, number: int = 1) -> bytes:
    """The mail with the next ARC set on top (RFC 8617 section 5.1); every field is one line, so relaxed is simple."""
    header, _, body = raw.partition(b"\r\n\r\n")
    lines = header.split(b"\r\n")
    results = f"arc-authentication-results:i={number}; {domain}; spf=pass smtp.mailfrom=hanako@example.com"
    bh = base64.b64encode(hashlib.sha256(body).digest()).decode()
    names = f"a=rsa-sha256; d={domain}; s=arc; i={number};"
    signature = f"arc-message-signature:{names} c=relaxed/simple; h=from:subject; bh={bh}; b="
    signature += _value(b"".join(_plain(lines, name) for name in ("from", "subject")) + signature.encode())
    seal = f"arc-seal:{names} cv={'none' if number == 1 else 'pass'}; b="
    earlier = [line for line in lines if line.startswith(b"arc-")]
    order = (b"arc-authentication-results", b"arc-message-signature", b"arc-seal")
    earlier.sort(key=lambda line: (re.findall(rb"[: ]i=(\d)", line)[0], order.index(line.partition(b":")[0])))
    chain = b"".join(line + b"\r\n" for line in (*earlier, results.encode(), signature.encode()))
    seal += _value(chain + seal.encode())
    return "\r\n".join((seal, signature, results, "")).encode() + raw


def _value(data: bytes) -> str:
    return base64.b64encode(private_key().sign(data, padding.PKCS1v15(), hashes.SHA256())).decode()


def _plain(lines: list[bytes], name: str) -> bytes:
    value = next(line for line in reversed(lines) if line.lower().startswith(name.encode() + b":"))
    return name.encode() + b":" + value.partition(b":")[2].strip() + b"\r\n"
