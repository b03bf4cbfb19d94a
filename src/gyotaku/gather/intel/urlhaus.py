"""Whether abuse.ch's URLhaus knows an address or a host for spreading malware."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from gyotaku.gather.intel.rdap_reading import load, text
from gyotaku.gather.intel.replies import not_set, raise_if_busy
from gyotaku.gather.source import Network, Source, found, unknown
from gyotaku.model import Answer, Listing

API: Final = "https://urlhaus-api.abuse.ch/v1/"
KEY: Final = "urlhaus.key"


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """FOUND a :class:`~gyotaku.model.Listing`, listed or not at this moment; SKIPPED without ``urlhaus.key``.

    Source: urlhaus-api.abuse.ch, "Query URL information", "Query host information".
    """
    source, now = f"urlhaus:{kind}", network.clock()
    key = network.setting(KEY)
    if not key:
        return not_set(source, subject, KEY)
    reply = await network.http_post(
        f"{API}{kind}/",
        urlencode({kind: subject}).encode("ascii"),
        headers={"Auth-Key": key, "Content-Type": "application/x-www-form-urlencoded"},
    )
    raise_if_busy(reply)
    data = load(reply.body)
    status = data.get("query_status") if data is not None else None
    if data is None or reply.status != 200 or not isinstance(status, str):
        why = "refused the key" if reply.status in (401, 403) else f"sent what could not be read ({reply.status})"
        return unknown(source, subject, f"URLhaus {why}", now)
    if status == "no_results":
        return found(source, subject, Listing(False, None), now)
    if status != "ok":
        return unknown(source, subject, f"URLhaus said {text(status)}", now)
    threat = (text(data.get("threat")) or "malware_download").replace("_", " ")
    return found(source, subject, Listing(True, threat, text(data.get("urlhaus_reference"))), now)


SOURCE = Source(
    id="urlhaus",
    kinds=("host", "url"),
    role="reputation",
    third_party=True,
    ask=ask,
    about="URLhaus (abuse.ch): abuse.ch learns the address or host; needs urlhaus.key.",
    fresh_for=900.0,
)
