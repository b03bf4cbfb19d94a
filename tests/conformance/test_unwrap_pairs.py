"""Wrapped links and what they wrap, collected from other decoders' tests and corrected where those are wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gyotaku.domains import parse_url, registrable
from gyotaku.mail.unwrap import unwrap
from gyotaku.model import Link, Recipient

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
SUITE = SHARED / "suites" / "unwrap" / "pairs.json"

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="suites/unwrap is not beside this checkout")


def test_every_wrapped_link_ends_where_it_should() -> None:
    """100 in 100 of those with an expectation, character by character."""
    wrong = []
    looked = 0
    for pair in json.loads(SUITE.read_text(encoding="utf-8")):
        if not pair["expected"]:
            continue
        looked += 1
        url = parse_url(pair["wrapped"])
        host = url.host if url else ""
        link = Link(0, pair["wrapped"], url.href if url else "", host, registrable(host), "", None, "part:1", "text")
        end = unwrap(link, Recipient(("user@example.com",))).end.url
        if end != pair["expected"]:
            wrong.append((pair["wrapped"], pair["expected"], end))
    assert looked >= 20
    assert wrong == []
