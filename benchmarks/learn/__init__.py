"""The weights of the verdict, fitted on labelled folders, and the report card that says what they are worth.

``python -m benchmarks.learn`` fits, writes ``judge/weights.json`` and ``docs/report-card.md``. Importing or running
:func:`main` from ``python -m benchmarks`` only prints how the shipped weights do on the folders.
"""

from __future__ import annotations


def main() -> None:
    """Prints the shipped weights' figures; writes nothing."""
    from benchmarks.learn.command import show

    show()
