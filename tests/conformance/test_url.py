"""The WHATWG URL test data: every http(s) host must be the one a browser would connect to."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gyotaku.domains import parse_url

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
SUITE = SHARED / "suites" / "url" / "urltestdata.json"

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="suites/url is not beside this checkout")


def cases() -> list[dict[str, Any]]:
    return [case for case in json.loads(SUITE.read_text(encoding="utf-8")) if isinstance(case, dict)]


def test_every_absolute_http_url_gives_the_browser_s_host_and_href() -> None:
    """All hosts and whole URLs equal the expectation."""
    looked = wrong = 0
    for case in cases():
        if case.get("failure") or case.get("base") or case["protocol"] not in ("http:", "https:"):
            continue
        looked += 1
        url = parse_url(case["input"])
        if url is None or url.host != case["hostname"] or url.href != case["href"]:
            wrong += 1
    assert looked > 100
    assert wrong == 0


def test_what_a_browser_refuses_is_refused() -> None:
    """Every input that must fail without a base is ``None``."""
    failing = [c["input"] for c in cases() if c.get("failure") and not c.get("base")]
    assert len(failing) > 150
    assert [text for text in failing if parse_url(text) is not None] == []
