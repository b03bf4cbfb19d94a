"""URLs and host names as a browser reads them, the registrable domain, and names that look like other names.

Pure and offline: the WHATWG URL parser is *ada* (package ``can_ada``), the public suffix list is the copy bundled with
``publicsuffixlist``. Nothing here raises on any text.
"""

from gyotaku.domains.hosts import (
    MAX_HOST,
    Url,
    has_listed_suffix,
    ip_in_host,
    is_ip,
    is_public_mail_domain,
    parse_url,
    platform_of,
    registrable,
    to_ascii,
    to_unicode,
)
from gyotaku.domains.spoofing import LookAlike, lookalike, skeleton

__all__ = [
    "MAX_HOST",
    "LookAlike",
    "Url",
    "has_listed_suffix",
    "ip_in_host",
    "is_ip",
    "is_public_mail_domain",
    "lookalike",
    "parse_url",
    "platform_of",
    "registrable",
    "skeleton",
    "to_ascii",
    "to_unicode",
]
