"""Every mail of the corpora dissected: exceptions, and labels per folder."""

from __future__ import annotations

import sys
import traceback
from collections import Counter, defaultdict

from benchmarks._shared import SHARED, corpus, missing
from gyotaku.pipeline import dissect

ARCHIVES = ("phishing", "legit", "bounces", "japanese")


def main() -> None:
    if missing(SHARED / "corpora"):
        return
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    signs: dict[str, Counter[str]] = defaultdict(Counter)
    broken = 0
    for archive in ARCHIVES:
        for name, raw in corpus(archive):
            folder = name.rpartition("/")[0] or archive
            try:
                report = dissect(raw)
            except Exception:
                broken += 1
                print(f"  EXCEPTION {name}\n{traceback.format_exc(limit=-3)}")
                continue
            labels[folder][report.verdict.label] += 1
            signs[folder].update({f.id for f in report.findings})
    print(f"{'folder':24} {'mails':>6} {'phishing':>9} {'suspicious':>11} {'undecided':>10} {'no-signs':>9}")
    for folder, counts in sorted(labels.items()):
        total = sum(counts.values())
        shares = (f"{counts[label] / total:.1%}" for label in ("phishing", "suspicious", "undecided", "no-signs"))
        print("{:24} {:6} {:>9} {:>11} {:>10} {:>9}".format(folder, total, *shares))
    print(f"exceptions: {broken}")
    if "--signs" in sys.argv:
        _sign_table(labels, signs)


def _sign_table(labels: dict[str, Counter[str]], signs: dict[str, Counter[str]]) -> None:
    folders = sorted(labels)
    print("\n{:36}".format("sign"), *(f"{f[-11:]:>11}" for f in folders))
    for sign in sorted({s for counts in signs.values() for s in counts}):
        shares = (f"{signs[f][sign] / labels[f].total():11.1%}" for f in folders)
        print(f"{sign:36}", *shares)


if __name__ == "__main__":
    main()
