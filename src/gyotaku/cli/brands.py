"""``gyotaku brands``: check, show, list and compile the brand catalogue."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gyotaku.judge.brands.entries import Entry, Stated

EPILOG = """The catalogue is src/gyotaku/judge/brands/catalogue/, a TOML file a brand; docs/brands.md tells the fields.
After a change there run `gyotaku brands compile`, then `gyotaku brands check`, and commit both.
"""


def run(argv: list[str]) -> int:
    """Exit status: 0 done and no rule broken, 1 a rule is broken or the brand is unknown, 2 usage."""
    parser = argparse.ArgumentParser(
        prog="gyotaku brands",
        description="The brands whose face a mail may wear, and what is known of them: each fact with source and date.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|show|list|compile")
    check = verbs.add_parser("check", help="broken rules of form, counts, and the oldest and weakest facts")
    check.add_argument("--facts", type=int, default=10, metavar="N", help="how many old and weak facts (default 10)")
    show = verbs.add_parser("show", help="all that is known of one brand")
    show.add_argument("brand", metavar="ID", help="a brand's id, one of its names, or one of its domains")
    show.add_argument("--json", action="store_true", help="the file's content as JSON")
    listing = verbs.add_parser("list", help="every brand: id, sector, names, domains")
    listing.add_argument("--sector", help="only this sector (bank, card, delivery, …)")
    verbs.add_parser("compile", help="make the index that a run loads anew from the TOML files")
    asked = parser.parse_args(argv)
    if asked.verb == "check":
        return _check(asked.facts)
    if asked.verb == "show":
        return _show(asked.brand, as_json=asked.json)
    if asked.verb == "compile":
        from gyotaku.judge.brands.check import write_index

        print(write_index())
        return 0
    return _list(asked.sector)


def _check(count: int) -> int:
    from gyotaku.judge.brands import check
    from gyotaku.judge.brands.entries import read_entries

    entries = read_entries()
    broken = check.violations(entries)
    for violation in broken:
        print(f"{violation.brand}: {violation.what}  [{violation.rule}]")
    fresh = check.index_is_fresh(entries)
    if not fresh:
        print("the index is not what the files give: run `gyotaku brands compile`")
    print(f"\n{len(broken)} broken rules in {len(entries)} brands\n")
    for what, number in check.counts(entries).items():
        print(f"  {what:22} {number:6}")
    print("\nOldest facts (look whether they still hold):")
    for entry, fact in check.oldest(entries, count):
        print(_line(entry, fact))
    print("\nWeakest facts (only known, never read; brands forged in Japan first):")
    for entry, fact in check.weakest(entries, count):
        print(_line(entry, fact))
    return 1 if broken or not fresh else 0


def _line(entry: Entry, fact: Stated) -> str:
    return f"  {fact.date:10} {fact.basis:9} {entry.id:22} {fact.table:12} {fact.value[:48]:48} {fact.source[:70]}"


def _find(wanted: str, entries: tuple[Entry, ...]) -> Entry | None:
    """The brand by id, else by domain, else by name."""
    from gyotaku.judge.brands.catalogue import brand_at, by_domain
    from gyotaku.judge.brands.folding import fold
    from gyotaku.judge.brands.matching import whole_name

    by_id = {entry.id: entry for entry in entries}
    if wanted in by_id:
        return by_id[wanted]
    owner = by_domain(wanted)
    if owner is not None:
        return by_id.get(owner.id)
    means = whole_name(fold(wanted))
    return by_id.get(brand_at(means[0].brand).id) if means else None


def _show(wanted: str, *, as_json: bool) -> int:
    from gyotaku.judge.brands.entries import read_entries

    entry = _find(wanted, read_entries())
    if entry is None:
        print(f"gyotaku brands: no brand {wanted!r}; `gyotaku brands list` shows all", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(entry.data, ensure_ascii=False, indent=2))
        return 0
    data, names = entry.data, entry.data["names"]
    print(f"{names['ja']} / {names['en']}  ({entry.id}, {data['sector']})")
    for key in ("legal_entity", "parent", "group", "ended"):
        if data.get(key):
            print(f"  {key.replace('_', ' '):14} {data[key]}")
    for kind in ("aliases", "weak", "offered", "misspellings"):
        if entry.names(kind):
            print(f"  {kind:14} {', '.join(entry.names(kind))}")
    for fact in entry.facts:
        if fact.table != "names":
            print(f"  {fact.table.replace('_', ' '):14} {fact.value}" + (f"  ({fact.use})" if fact.use else ""))
            print(f"  {'':14}   {fact.basis}, {fact.date}: {fact.source}")
    return 0


def _list(sector: str | None) -> int:
    from gyotaku.judge.brands.catalogue import brands

    for one in brands():
        if sector is None or one.sector == sector:
            print(f"{one.id:26} {one.sector:11} {one.name} / {one.name_en}  {' '.join(one.official[:4])}")
    return 0
