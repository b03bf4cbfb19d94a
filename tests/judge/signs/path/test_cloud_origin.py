"""``cloud-origin``: a machine that many people use leads to nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.judge.signs.atlas_case import NANJING, case, found, sentence

from gyotaku.model import Strength


@pytest.mark.parametrize("kind", ["cloud", "cdn", "proxy"])
def test_shared_networks_have_no_place(kind: str) -> None:
    """Clouds, delivery networks and proxies: the sentence says that nobody can be told, and names no town."""
    d = case(replace(NANJING, kind=kind))
    assert found("network-place", d) == ()
    (finding,) = found("cloud-origin", d)
    assert (finding.strength, finding.facts["variant"]) == (Strength.NOTE, kind)
    for lang, cannot in (("ja", "分かりません"), ("en", "tell" if kind == "cloud" else "cannot be told")):
        assert cannot in sentence(finding, lang)
        assert "Nanjing" not in sentence(finding, lang)


@pytest.mark.parametrize("kind", ["hosting", "access", None])
def test_twin_other_networks_are_silent(kind: str | None) -> None:
    """A rented server or a home line stands where it stands: ``network-place`` tells it."""
    assert found("cloud-origin", case(replace(NANJING, kind=kind))) == ()
