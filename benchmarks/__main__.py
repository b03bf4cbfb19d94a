"""``python -m benchmarks``: every benchmark that needs no network, one after the other."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks

SLOW = {"benchmarks.peers"}
"""Benchmarks with a command of their own, because they install what they compare with."""


def main() -> None:
    for info in sorted(pkgutil.iter_modules(benchmarks.__path__, "benchmarks."), key=lambda i: i.name):
        if info.name.startswith("benchmarks._") or info.name in SLOW:
            continue
        print(f"\n== {info.name}", flush=True)
        importlib.import_module(info.name).main()


if __name__ == "__main__":
    main()
