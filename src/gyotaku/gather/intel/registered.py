"""Which name a registry can know: the one somebody registered, not a customer's name under a platform."""

from __future__ import annotations

from gyotaku.domains import platform_of, registrable, to_ascii

MAX_NAME = 253
"""Characters of a domain name (RFC 1035 section 2.3.4)."""


def registered_name(host: str) -> str:
    """The domain a registry keeps for ``host``; ``""`` for IP addresses, single labels and nonsense.

    A registry asked for a platform's customer (``shop.vercel.app``) answers 404, and that would read as "not
    registered": the platform's own domain is what was registered.

    >>> registered_name("www.eki-net.co.jp"), registered_name("34-227-30-224.cprapid.com"), registered_name("192.0.2.1")
    ('eki-net.co.jp', 'cprapid.com', '')
    """
    host = to_ascii(host.strip().rstrip("."))
    name = registrable(host)
    if not name or ":" in name or name.replace(".", "").isdigit():
        return ""
    suffix = platform_of(name)
    while suffix:
        label, _, rest = suffix.partition(".")
        probe = f"x.{rest}"
        suffix = platform_of(probe)
        if suffix is None:
            name = f"{label}.{rest}" if registrable(probe) == probe else registrable(rest)
    return name if name.isascii() and len(name) <= MAX_NAME and not set(name) & set("/?#%@: ") else ""
