"""The public suffix list's own test file, as shipped with ``publicsuffixlist``."""

from __future__ import annotations

import re
from pathlib import Path

import publicsuffixlist

from gyotaku.domains import registrable, to_ascii

LINE = re.compile(r"^checkPublicSuffix\((null|'[^']*'), (null|'[^']*')\);", re.MULTILINE)


def test_registrable_domain_of_every_line_is_as_the_list_says() -> None:
    """All lines but the one that asks about null; "null" as answer is the empty string here."""
    text = (Path(publicsuffixlist.__file__).parent / "test_psl.txt").read_text(encoding="utf-8")
    lines = [(a.strip("'"), b.strip("'")) for a, b in LINE.findall(text) if a != "null"]
    assert len(lines) >= 75
    wrong = [
        (host, wanted, registrable(to_ascii(host)))
        for host, wanted in lines
        if not host.startswith(".") and registrable(to_ascii(host)) != ("" if wanted == "null" else to_ascii(wanted))
    ]
    assert wrong == []
