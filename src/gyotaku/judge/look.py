"""Runs every sign over a dissection."""

from __future__ import annotations

from functools import cache

from gyotaku.model import Dissection, Finding, Sign
from gyotaku.registry import plugins


@cache
def signs() -> tuple[Sign, ...]:
    """Every sign there is, in the order of the folder (viewpoint, then name)."""
    return plugins("gyotaku.judge.signs", "SIGN")


@cache
def sign(sign_id: str) -> Sign:
    """The sign with that id. Raises :class:`KeyError` when there is none."""
    for one in signs():
        if one.id == sign_id:
            return one
    raise KeyError(sign_id)


def look(dissection: Dissection) -> tuple[Finding, ...]:
    """All findings, in sign order. Pure: the same dissection gives the same findings for ever."""
    return tuple(finding for one in signs() for finding in one.look(dissection))
