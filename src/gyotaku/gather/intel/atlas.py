"""Network, country and rough place of an address, from data on this machine: nobody is asked."""

from __future__ import annotations

from typing import Any

import anyio.to_thread

from gyotaku.gather.atlas.place import place_of
from gyotaku.gather.atlas.sets import find_sets
from gyotaku.gather.source import Network, Source, absent, found
from gyotaku.model import Answer


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """Place, or ABSENT with the reason: private and reserved addresses stand nowhere."""
    source = f"atlas:{kind}"
    place = await anyio.to_thread.run_sync(lambda: place_of(subject, find_sets(network.data_dir)[0]))
    if isinstance(place, str):
        return absent(source, subject, network.clock(), place)
    return found(source, subject, place, network.clock())


SOURCE = Source(
    id="atlas",
    kinds=("ip",),
    role="network",
    third_party=False,
    ask=ask,
    about="network, country and rough place, from data on this machine (gyotaku data status); nothing leaves it",
    fresh_for=86_400.0,
)
