"""The catalogue against five years of phishing URLs and the domains that must never be called fakes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("GYOTAKU_SHARED", ROOT / "../shared"))

pytestmark = pytest.mark.skipif(
    not (SHARED / "suites/phishurl").is_dir(), reason="suites/phishurl and suites/control are not here"
)

SHARED_CASES = {"lolipop.jp", "linkedin.com", "google.com"}
"""Official domains below which anybody may publish or redirect, and phishers did."""


def test_nearly_every_phishing_row_is_about_a_brand_we_know() -> None:
    """At least 95 % of the rows are covered by their description."""
    from benchmarks import brands

    share, missing = brands.covered(list(brands.phishing_rows()), brands.brand_of_description())
    assert share >= 0.95, missing.most_common(20)


def test_no_phishing_url_is_called_the_brands_own() -> None:
    """No URL reported for forging a brand stands on a domain that the catalogue calls that brand's own."""
    from benchmarks import brands

    from gyotaku.domains import registrable

    official = brands.called_official(list(brands.phishing_rows()), brands.brand_of_description())
    assert {registrable(host) for _, host, _ in official} <= SHARED_CASES


def test_no_well_known_domain_is_called_a_fake() -> None:
    """Neither a trusted sender nor one of the ten thousand best-known sites is on a list of fakes."""
    from benchmarks import brands

    from gyotaku.judge.brands.entries import read_entries

    fakes = {domain for entry in read_entries() for domain in entry.domains("not_official")}
    assert fakes.isdisjoint(brands.control_domains())


def test_a_brand_seen_in_a_url_is_mostly_the_right_one() -> None:
    """On the last month, where a URL names a brand at all, it is the forged one in eight of ten cases."""
    from benchmarks import brands

    rows = list(brands.phishing_rows())
    last = max(date[:7] for date, _, _ in rows)
    figures = brands.by_url_alone([row for row in rows if row[0][:7] == last], brands.brand_of_description())
    named = sum(row[1] for row in figures.values())
    right = sum(row[2] for row in figures.values())
    assert named > 50
    assert right / named >= 0.8
