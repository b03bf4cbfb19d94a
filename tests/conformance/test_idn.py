"""Chromium's internationalised names with its verdict: dangerous ones are seen, sound ones are left alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gyotaku.domains import lookalike

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
SUITE = SHARED / "suites" / "idn" / "cases.json"

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="suites/idn is not beside this checkout")

MISSES: dict[str, str] = {}
"""Host to reason, for each dangerous name not seen. Names that are dangerous only beside a list of famous sites (plain
accents on a famous name) would stand here: comparing with known brands is the brand catalogue's work."""

FALSE_ALARMS: dict[str, str] = {}
"""Host to reason, for each sound name that is called dangerous."""


def verdicts(kind: str) -> list[str]:
    return [c["host"] for c in json.loads(SUITE.read_text(encoding="utf-8")) if c["verdict"] == kind]


def test_dangerous_names_are_seen() -> None:
    """At least 95 in 100, and every miss has its reason."""
    hosts = verdicts("unsafe")
    missed = [host for host in hosts if lookalike(host) is None]
    assert [host for host in missed if host not in MISSES] == []
    assert len(missed) <= 0.05 * len(hosts)


def test_sound_names_are_left_alone() -> None:
    """At most 5 in 100 false alarms, each with its reason; Japanese mixes are never one."""
    hosts = verdicts("safe")
    alarms = [host for host in hosts if lookalike(host) is not None]
    assert [host for host in alarms if host not in FALSE_ALARMS] == []
    assert len(alarms) <= 0.05 * len(hosts)
