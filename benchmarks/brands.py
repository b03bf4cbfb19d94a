"""How well the brand catalogue covers and recognises: ``python benchmarks/brands.py [--months N]``.

Reads ``suites/phishurl`` (JPCERT/CC: date, URL, description) and ``suites/control`` of the shared folder; nothing is
resolved or opened. Prints coverage by description, recognition from host and path alone on the last months, phishing
URLs that would be called the brand's own, control domains listed as fakes, and the speed of one recognition.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from gyotaku.domains import parse_url, registrable
from gyotaku.judge.brands.catalogue import brand, by_domain, family
from gyotaku.judge.brands.entries import read_entries
from gyotaku.judge.brands.recognise import recognise
from gyotaku.model import Address, Body, BrandClaim, Link, Section, Sender, Step, Subject, Trail, under

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[1] / "../shared"))
PHISHURL = SHARED / "suites/phishurl/2019-2024.csv.gz"
CONTROL = SHARED / "suites/control"

Row = tuple[str, str, str]


def phishing_rows() -> Iterator[Row]:
    """(date, URL, description) of every row."""
    with gzip.open(PHISHURL, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        for date, url, description in rows:
            yield date, url, description.strip()


def control_domains() -> set[str]:
    """Domains that must never be called fakes."""
    listed = (CONTROL / "high_trust_sender_root_domains.txt").read_text(encoding="utf-8").split()
    with (CONTROL / "tranco_top_10k.csv").open(encoding="utf-8", newline="") as lines:
        return {*listed, *(row[1] for row in csv.reader(lines))}


def brand_of_description() -> dict[str, str]:
    """Brand id by JPCERT/CC's words for it."""
    return {d: e.id for e in read_entries() for d in e.data.get("jpcert", {}).get("descriptions", ())}


def covered(rows: list[Row], known: dict[str, str]) -> tuple[float, Counter[str]]:
    """Share of rows whose description the catalogue knows, and the descriptions it does not."""
    missing = Counter(description for _, _, description in rows if description not in known)
    return 1 - missing.total() / len(rows), missing


def called_official(rows: list[Row], known: dict[str, str]) -> list[tuple[str, str, str]]:
    """(brand, host, URL) of phishing URLs that stand on a domain the catalogue calls the impersonated brand's own."""
    found = []
    for _, url, description in rows:
        own = brand(known.get(description, ""))
        parsed = parse_url(url)
        if own is None or parsed is None:
            continue
        owner = by_domain(parsed.host)
        if owner is not None and owner.id in {b.id for b in family(own.id)}:
            found.append((own.id, parsed.host, url))
    return found


def link(url: str) -> tuple[Link, Trail] | None:
    """The URL as a mail's only link, unfollowed."""
    parsed = parse_url(url)
    if parsed is None:
        return None
    domain = registrable(parsed.host)
    seen = Link(0, url, parsed.href, parsed.host, domain, "", None, "part:1", "text")
    return seen, Trail(0, (Step(url, parsed.host, domain, "start"),), "offline")


def nobody(address: str = "a@example.com", display: str = "") -> Sender:
    """A sender who says nothing."""
    local, _, domain = address.partition("@")
    known = Address(display, local, domain, address)
    return Sender(display, known, (known,), False, (), None, None, None, 0)


def recognised(url: str) -> tuple[BrandClaim, ...]:
    """Brands seen in nothing but a URL."""
    pair = link(url)
    if pair is None:
        return ()
    return recognise(Subject("", None, None), nobody(), body(""), (pair[0],), (pair[1],))


def body(text: str) -> Body:
    """A body that is just this text."""
    return Body(text, (Section("1", 0, len(text)),), (), None, False, None, None, None)


def by_url_alone(rows: list[Row], known: dict[str, str]) -> dict[str, list[int]]:
    """Brand to [rows, rows whose URL names a brand, of those the right one or its relative]."""
    figures: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for _, url, description in rows:
        own = known.get(description)
        if own is None:
            continue
        row = figures[own]
        row[0] += 1
        claims = recognised(url)
        if claims:
            row[1] += 1
            row[2] += claims[0].brand in {b.id for b in family(own)}
    return figures


def speed() -> dict[str, float]:
    """Milliseconds of one recognition of a text of 3 kB, by script."""
    japanese = "お客様のアカウントに異常なログインが検出されました。ご確認ください。三井住友カード会員の皆様へ。\n" * 22
    english = (
        "We noticed a new sign-in to your account. If this was you, no action is needed. Your Netflix team.\n" * 30
    )
    best = {}
    for name, text in (("ja", japanese), ("en", english)):
        arguments = (Subject("【重要】ご確認", None, 0), nobody(display="お客様センター"), body(text), (), ())
        recognise(*arguments)
        times = []
        for _ in range(10):
            start = time.process_time()
            for _ in range(20):
                recognise(*arguments)
            times.append((time.process_time() - start) / 20)
        best[f"{name} ({len(text.encode())} bytes)"] = min(times) * 1000
    return best


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=3, help="how many of the last months to recognise by URL alone")
    months = parser.parse_args().months
    for name, milliseconds in speed().items():
        print(f"recognise {name}: {milliseconds:.3f} ms")
    if not PHISHURL.exists():
        print(f"no {PHISHURL}: coverage left out")
        return
    rows, known = list(phishing_rows()), brand_of_description()
    share, missing = covered(rows, known)
    print(f"covered by description: {share:.2%} of {len(rows)} rows; most missed: {missing.most_common(12)}")
    official = called_official(rows, known)
    print(f"phishing URLs called the brand's own: {len(official)}")
    for (owner, domain), times in Counter((b, registrable(h)) for b, h, _ in official).most_common(40):
        print(f"  {owner:20} {domain:30} {times}")
    fakes = {d: e.id for e in read_entries() for d in e.domains("not_official")}
    print(f"control domains listed as fakes: {sorted(d for d in control_domains() if under(d, fakes))}")
    last = sorted({date[:7] for date, _, _ in rows})[-months:]
    figures = by_url_alone([row for row in rows if row[0][:7] in last], known)
    total = [sum(row[i] for row in figures.values()) for i in range(3)]
    print(
        f"{'/'.join(last)}: {total[0]} URLs, {total[1]} name a brand, {total[2]} of these the right one "
        f"(precision {total[2] / max(1, total[1]):.1%}, recall {total[2] / max(1, total[0]):.1%})"
    )
    for brand_id, (count, named, right) in sorted(figures.items(), key=lambda kv: -kv[1][0])[:25]:
        print(f"  {brand_id:22} rows {count:5}  precision {right / max(1, named):6.1%}  recall {right / count:6.1%}")


if __name__ == "__main__":
    main()
