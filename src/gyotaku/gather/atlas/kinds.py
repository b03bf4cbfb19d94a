"""What sort of network an AS is: by its number where we know it, else by the words of its name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

UNPLACED = frozenset({"cdn", "cloud", "proxy"})
"""Kinds whose addresses say nothing about where their users are: no place on a map."""
EVERYWHERE = frozenset({"cdn"})
"""Kinds whose one address stands in many countries at once: not even a country."""


def kind_of(asn: int | None, as_name: str | None) -> str | None:
    """``cdn cloud hosting mail access proxy education``; ``None`` when neither number nor name tells."""
    numbers, words = _known()
    if asn is not None and asn in numbers:
        return numbers[asn]
    if as_name:
        name = as_name.lower()
        return next((kind for kind, pattern in words if pattern.search(name)), None)
    return None


def listed() -> dict[str, dict[int, str]]:
    """Every kind's networks: number and the name it had when it was listed."""
    data = _file()
    return {kind: {int(n): name for n, name in rows.items()} for kind, rows in data.items() if kind != "words"}


@cache
def _known() -> tuple[dict[int, str], tuple[tuple[str, re.Pattern[str]], ...]]:
    numbers = {number: kind for kind, rows in listed().items() for number in rows}
    words = tuple(
        (kind, re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, names))})(?![a-z0-9])"))
        for kind, names in _file()["words"].items()
    )
    return numbers, words


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))
