"""Mails that are one template, so that no template stands on both sides of a split."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from benchmarks.learn.material import Row

SHARED = 0.5
"""Share of the smaller mail's shingles that makes two mails one template."""
COMMON = 60
"""A shingle in more mails than this is a footer or a phrase of a language, not a template."""


def templates(rows: Sequence[Row]) -> list[int]:
    """A group number for each row."""
    parent = list(range(len(rows)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    where: dict[int, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        for shingle in row.shingles:
            where[shingle].append(n)
    both: Counter[tuple[int, int]] = Counter()
    for mails in where.values():
        if len(mails) <= COMMON:
            both.update((a, b) for at, a in enumerate(mails) for b in mails[at + 1 :])
    for (a, b), count in both.items():
        least = min(len(rows[a].shingles), len(rows[b].shingles))
        if least >= 5 and count >= SHARED * least:
            parent[root(a)] = root(b)
    known: dict[str, int] = {}
    for n, row in enumerate(rows):
        if len(row.about) > 20:
            parent[root(n)] = root(known.setdefault(row.about, n))
    return [root(n) for n in range(len(rows))]


def folds(groups: Sequence[int], count: int, seed: int = 1) -> list[int]:
    """A fold for each row; whole groups, shuffled with a fixed seed."""
    names = sorted(set(groups))
    random.Random(seed).shuffle(names)
    fold = {group: n % count for n, group in enumerate(names)}
    return [fold[group] for group in groups]
