"""Dates as registries write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_ISO = re.compile(
    r"(\d{4})[-/.]\s{0,2}(\d{1,2})[-/.]\s{0,2}(\d{1,2})\.?"
    r"(?:[T ]{1,2}(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?"
    r"\s{0,2}\(?(Z|UTC|GMT|JST|KST|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"(\d{1,2})[-. ]([A-Za-z]{3}|\d{1,2})[-. ](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "JST": 9, "KST": 9}
FIRST_YEAR, LAST_YEAR = 1980, 2200
"""symbolics.com was registered in 1985; "never expires" is written as 2100 or 9999."""


def read_stamp(text: object) -> datetime | None:
    """The first date in a registry's field, UTC where it names no zone; ``None`` for anything else.

    ISO 8601, ``2024/11/01 12:00:00 (JST)``, ``12-nov-2024``, ``11.10.2024`` (day first), ``2024. 11. 01.``,
    ``20241101``.
    """
    if not isinstance(text, str):
        return None
    text = text.strip()[:80]
    if found := _ISO.search(text):
        year, month, day, hour, minute, second, zone = found.groups()
        return _stamp((year, month, day, hour or 0, minute or 0, second or 0), _zone(zone))
    if found := _DAY_FIRST.search(text):
        day, month, year = found.groups()
        return _stamp((year, _MONTHS.get(month.lower(), month), day))
    if found := _COMPACT.match(text):
        return _stamp(found.groups())
    return None


def _zone(name: str | None) -> timezone:
    if not name or name.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES.get((name or "Z").upper(), 0)))
    minutes = int(name[1:3]) * 60 + int(name[-2:])
    if minutes >= 24 * 60:
        return UTC
    return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))


def _stamp(parts: tuple[object, ...], zone: timezone = UTC) -> datetime | None:
    try:
        year, month, day, hour, minute, second = (*(int(str(p)) for p in parts), 0, 0, 0)[:6]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
