"""Whether JPCERT/CC's list of confirmed phishing addresses, as files on this machine, knows one."""

from __future__ import annotations

from typing import IO, Any

from gyotaku.gather.intel.feed_index import csv_rows
from gyotaku.gather.intel.feeds import look_up
from gyotaku.gather.source import Network, Source
from gyotaku.model import Answer


def _rows(file: IO[str]) -> Any:
    """``date,URL,description`` (github.com/JPCERTCC/phishurl-list, a file a month)."""
    return csv_rows(file, "url", "date")


async def ask(kind: str, subject: str, network: Network) -> Answer[Any]:
    """FOUND a :class:`~gyotaku.model.Listing` with the month's file and its last date; SKIPPED when there is none."""
    folder = network.data_dir / "jpcert" if network.data_dir else None
    return await look_up(f"jpcert:{kind}", subject, folder, {".csv": _rows}, network)


SOURCE = Source(
    id="jpcert",
    kinds=("host", "url"),
    role="reputation",
    third_party=False,
    ask=ask,
    about="JPCERT/CC's phishurl-list in the data folder's jpcert/ (date,URL,description a month): nothing leaves.",
    fresh_for=3600.0,
)
