"""Tag lists of DKIM and ARC (RFC 6376 section 3.2), and DMARC's looser kind: ``name=value; name=value``."""

from __future__ import annotations

import base64
import binascii
import re

MAX_LIST = 65_536
"""Characters of one list. The largest honest signature seen has about 2,000."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,100}\Z")
_SPACE = " \t\r\n"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_SPACE = {ord(c): None for c in _SPACE}


class TagError(ValueError):
    """The list breaks the grammar; ``str(error)`` says how."""


def parse(text: str) -> dict[str, str]:
    """Names (case kept) to values (ends trimmed), in order. Raises :class:`TagError`.

    Strict: an empty tag, a name that is none, a name twice and a control character make the whole list invalid.
    """
    if len(text) > MAX_LIST:
        raise TagError("longer than any signature")
    if _UNPRINTABLE.search(text):
        raise TagError("a control character")
    specs = text.split(";")
    if not specs[-1].strip(_SPACE):
        specs.pop()
    tags: dict[str, str] = {}
    for spec in specs:
        name, equals, value = spec.partition("=")
        name = name.strip(_SPACE)
        if not equals or not _NAME.match(name):
            raise TagError(f"not a tag: {spec.strip(_SPACE)[:40]!r}")
        if name in tags:
            raise TagError(f"{name}= stands twice")
        tags[name] = value.strip(_SPACE)
    return tags


def parse_loosely(text: str) -> dict[str, str]:
    """As :func:`parse`, for records of the DNS: what is no tag is passed over, of two the first counts. Never raises.

    Operators write stray semicolons and words into key records, and verifiers at large read past them.
    """
    tags: dict[str, str] = {}
    for spec in text[:MAX_LIST].split(";"):
        name, equals, value = spec.partition("=")
        name = name.strip(_SPACE)
        if equals and _NAME.match(name):
            tags.setdefault(name, value.strip(_SPACE))
    return tags


def packed(value: str) -> str:
    """The value without any white space (``b=``, ``bh=``, ``p=``, ``h=``)."""
    return value.translate(_NO_SPACE)


def decoded(value: str) -> bytes:
    """base64 with white space allowed anywhere. Raises :class:`TagError`."""
    try:
        return base64.b64decode(packed(value).encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise TagError("not base64") from None
