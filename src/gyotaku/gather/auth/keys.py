"""Public keys in the DNS (RFC 6376 section 3.6, RFC 8301, RFC 8463): a record read, a signature checked.

A key is a stranger's text: every fault it may have is a result of its own, and none costs more than a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gyotaku.gather.auth.asking import Reply, unsure_status
from gyotaku.gather.auth.taglist import TagError, decoded, packed, parse_loosely
from gyotaku.model import State

MIN_RSA_BITS = 1024
"""RFC 8301 section 3.2: a shorter key proves nothing."""
MAX_RSA_BITS = 8192
"""RFC 8301 asks for 4096; beyond 8192 a check costs more than it tells."""
MAX_EXPONENT_BITS = 64
"""65537 has 17; a long exponent is an attack on the verifier's time."""
MAX_KEY_TEXT = 4_096
"""Characters of ``p=``: 8192 bits need about 1,400."""


class KeyFault(Exception):  # noqa: N818  # named for whose fault it is
    """The key cannot be used: the result's status and why."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that can be used."""

    kind: str
    """``rsa`` or ``ed25519``."""
    bits: int
    testing: bool
    """``t=y``: the domain says it is only trying DKIM out."""
    strict: bool
    """``t=s``: ``i=`` must be in the very domain of ``d=``."""
    key: Any
    """Of ``cryptography``."""

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature is the key's over the data (RSASSA-PKCS1-v1_5 or Ed25519 over SHA-256)."""
        import hashlib

        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        try:
            if self.kind == "ed25519":
                self.key.verify(signature, hashlib.sha256(data).digest())
            else:
                self.key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError, TypeError):
            return False
        return True


def key_name(selector: str, domain: str) -> str:
    """Where the key stands (RFC 6376 section 3.6.2.1)."""
    return f"{selector}._domainkey.{domain}"


def read_key(reply: Reply, kind: str) -> PublicKey:
    """The key of a TXT reply, for a signature of that kind. Raises :class:`KeyFault`."""
    if reply.unsure:
        raise KeyFault(unsure_status(reply), f"the key could not be asked for: {reply.reason or 'no answer'}")
    if reply.state is not State.FOUND:
        raise KeyFault("permerror", "there is no key in the DNS (any more)")
    fault = KeyFault("permerror", "the record in the DNS is no key")
    for text in reply.values[:5]:  # more than one is undefined (RFC 6376 section 3.6.2.2): the first sound one counts
        try:
            return parse_key(text, kind)
        except KeyFault as worse:
            fault = worse
    raise fault


def parse_key(text: str, kind: str) -> PublicKey:
    """One key record. ``g=`` and unknown tags are passed over (RFC 6376 section 3.6.1). Raises :class:`KeyFault`."""
    tags = parse_loosely(text)
    if "v" in tags and (tags["v"] != "DKIM1" or next(iter(tags)) != "v"):
        raise KeyFault("permerror", "the key is not of version DKIM1")
    if "p" not in tags:
        raise KeyFault("permerror", "the record in the DNS is no key")
    if not tags["p"]:
        raise KeyFault("permerror", "the key has been revoked")
    if tags.get("k", "rsa") != kind:
        raise KeyFault("permerror", "the key is for another algorithm")
    if "h" in tags and "sha256" not in packed(tags["h"]).split(":"):
        raise KeyFault("permerror", "the key is not for SHA-256")
    if not {"*", "email"} & set(packed(tags.get("s", "*")).split(":")):
        raise KeyFault("permerror", "the key is not for mail")
    if len(packed(tags["p"])) > MAX_KEY_TEXT:
        raise KeyFault("permerror", "the key is too long")
    try:
        data = decoded(tags["p"])
    except TagError:
        raise KeyFault("permerror", "the key is broken: not base64") from None
    flags = set(packed(tags.get("t", "")).split(":"))
    key, bits = _ed25519(data) if kind == "ed25519" else _rsa(data)
    return PublicKey(kind, bits, "y" in flags, "s" in flags, key)


def _rsa(data: bytes) -> tuple[Any, int]:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(data)
        if not isinstance(key, RSAPublicKey):
            raise KeyFault("permerror", "the key is for another algorithm")
        bits, exponent = key.key_size, key.public_numbers().e
    except KeyFault:
        raise
    except Exception:  # whatever a stranger's bytes do to the library is the key's fault
        raise KeyFault("permerror", "the key is broken") from None
    if bits < MIN_RSA_BITS:
        raise KeyFault("policy", f"the key has only {bits} bits; RFC 8301 demands {MIN_RSA_BITS}")
    if bits > MAX_RSA_BITS or exponent.bit_length() > MAX_EXPONENT_BITS:
        raise KeyFault("permerror", "the key is too long")
    return key, bits


def _ed25519(data: bytes) -> tuple[Any, int]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(data) != 32:
        raise KeyFault("permerror", "the key is broken: an Ed25519 key has 32 octets")
    try:
        return Ed25519PublicKey.from_public_bytes(data), 256
    except Exception:  # as above
        raise KeyFault("permerror", "the key is broken") from None
