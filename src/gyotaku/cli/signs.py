"""``gyotaku signs``: what there is to see."""

from __future__ import annotations

import argparse


def run(argv: list[str]) -> int:
    """List every sign: id, viewpoint, what it sees, and the honest mail that also does it."""
    parser = argparse.ArgumentParser(
        prog="gyotaku signs", description="List the signs, by viewpoint, with the honest mail that also does each."
    )
    parser.add_argument("--viewpoint", help="only this one: subject, sender, addressee, path, body, link, landing")
    chosen = parser.parse_args(argv)

    from gyotaku.judge.look import signs

    shown = [s for s in signs() if chosen.viewpoint in (None, s.viewpoint)]
    for sign in shown:
        print(f"{sign.viewpoint:10} {sign.id:36} honest mail that does it too: {sign.benign}")
    return 0 if shown else 2
