"""``gyotaku signs``: what there is to see."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from gyotaku.model import Sign

INTRO = """# Signs

What gyotaku looks for, by viewpoint. Each sign names the honest mail that also does it: no sign condemns alone unless
no honest mail does it. `gyotaku signs --format markdown` writes this page; a test keeps it fresh.
"""


def run(argv: list[str]) -> int:
    """List every sign: id, viewpoint, what it sees, and the honest mail that also does it."""
    parser = argparse.ArgumentParser(
        prog="gyotaku signs", description="List the signs, by viewpoint, with the honest mail that also does each."
    )
    parser.add_argument("--viewpoint", help="only this one: subject, sender, addressee, path, body, link, landing")
    parser.add_argument("--format", choices=("text", "markdown"), default="text")
    chosen = parser.parse_args(argv)

    from gyotaku.judge.look import signs

    shown = [s for s in signs() if chosen.viewpoint in (None, s.viewpoint)]
    if chosen.format == "markdown":
        print(markdown(shown), end="")
    else:
        for sign in shown:
            print(f"{sign.viewpoint:10} {sign.id:28} {sees(sign)}\n{'':39} honest too: {sign.benign}")
    return 0 if shown else 2


def sees(sign: Sign) -> str:
    """The sign's own docstring sentence."""
    import sys

    return (sys.modules[sign.look.__module__].__doc__ or "").strip().partition("\n")[0]


def markdown(shown: Iterable[Sign]) -> str:
    """The page ``docs/signs.md``."""
    lines, viewpoint = [INTRO], ""
    for sign in shown:
        if sign.viewpoint != viewpoint:
            viewpoint = sign.viewpoint
            lines.append(f"## {viewpoint}\n\n| sign | what it sees | honest mail that does it too |\n|---|---|---|")
        lines.append(f"| `{sign.id}` | {sees(sign)} | {sign.benign} |")
    text = "\n".join(lines)
    return text.replace("|\n## ", "|\n\n## ") + "\n"
