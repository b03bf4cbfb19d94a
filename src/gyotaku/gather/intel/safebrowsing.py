"""Whether Google Safe Browsing (version 5) lists a page; only four bytes of each hash leave, never an address."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final
from urllib.parse import urlencode

from gyotaku.gather.intel.canonical import hashes
from gyotaku.gather.intel.rdap_reading import listed as items
from gyotaku.gather.intel.rdap_reading import load
from gyotaku.gather.intel.replies import not_set, raise_if_busy
from gyotaku.gather.source import Network, Source, found, unknown
from gyotaku.model import Answer, Listing

SEARCH: Final = "https://safebrowsing.googleapis.com/v5/hashes:search"
KEY: Final = "safebrowsing.key"
THREATS: Final = {
    "SOCIAL_ENGINEERING": "phishing",
    "MALWARE": "malware",
    "UNWANTED_SOFTWARE": "unwanted software",
    "POTENTIALLY_HARMFUL_APPLICATION": "harmful app",
}
"""The threat types of the API by falling concern of ours. An unknown one must be disregarded, says the API."""


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """FOUND a :class:`~gyotaku.model.Listing`, listed or not at this moment; SKIPPED without ``safebrowsing.key``."""
    source, now = f"safebrowsing:{kind}", network.clock()
    key = network.setting(KEY)
    if not key:
        return not_set(source, subject, KEY)
    ours = hashes(subject if kind == "url" else f"https://{subject}/")
    if not ours:
        return unknown(source, subject, "not an address that can be hashed", now)
    prefixes = sorted({base64.b64encode(full[:4]).decode() for full in ours})
    query = urlencode([*(("hashPrefixes", prefix) for prefix in prefixes), ("key", key), ("alt", "json")])
    reply = await network.http_get(f"{SEARCH}?{query}", accept="application/json")
    raise_if_busy(reply)
    data = load(reply.body)
    if reply.status != 200 or data is None:
        why = "refused the key" if reply.status in (400, 401, 403) else f"sent what could not be read ({reply.status})"
        return unknown(source, subject, f"Safe Browsing {why}", now)
    threat = _threat(data, ours)
    return found(source, subject, Listing(threat is not None, threat), now)


def _threat(data: dict[str, Any], ours: dict[bytes, bytes]) -> str | None:
    """The gravest threat of a full hash that is one of ours; a match of the four bytes alone means nothing."""
    said: set[str] = set()
    for item in items(data, "fullHashes")[:1_000]:
        try:
            full = base64.b64decode(
                item["fullHash"] + "==", altchars=b"-_" if set("-_") & set(item["fullHash"]) else None
            )
        except (TypeError, KeyError, ValueError, binascii.Error):
            continue
        if full in ours:
            for detail in items(item, "fullHashDetails")[:50]:
                # CANARY and FRAME_ONLY are not for judging a page, an unknown attribute makes the detail void.
                if isinstance(detail, dict) and not detail.get("attributes"):
                    said.add(str(detail.get("threatType")))
    return next((word for name, word in THREATS.items() if name in said), None)


SOURCE = Source(
    id="safebrowsing",
    kinds=("host", "url"),
    role="reputation",
    third_party=True,
    ask=ask,
    about="Google Safe Browsing v5: Google learns four bytes of hashes and our address; needs safebrowsing.key.",
    fresh_for=300.0,
)
