"""The terminal's columns: never wider than asked, never split where Japanese must not be."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from tests.tell.cases import dissection, verdict

from gyotaku.tell.redact import redact
from gyotaku.tell.reports import render


def lines(lang: str, width: int | None, color: bool = False) -> list[str]:
    d = dissection()
    return render(redact(d, verdict(d)), "text", lang, width=width, color=color).decode().split("\n")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("width", "most"), [(None, 100), (100, 100), (250, 100), (72, 72), (40, 40), (5, 40)])
def test_no_line_is_wider_than_the_terminal(lang: str, width: int | None, most: int) -> None:
    """In columns, where a kanji takes two; a URL without a blank is cut too."""
    assert max(cell_len(line) for line in lines(lang, width)) <= most


def test_no_line_begins_with_a_closing_mark() -> None:
    """Kinsoku: 。、」 stay with the words before them."""
    for line in lines("ja", 60):
        assert not re.match(r"\s*[。、」』）】]", line), line


def test_colour_is_only_paint() -> None:
    """With the colours taken off, the coloured report says what the plain one says, but for the seal's frame."""
    bare = [re.sub("\x1b\\[[0-9;]+m", "", line) for line in lines("ja", 80, color=True)]
    assert bare[1:] == lines("ja", 80)[1:]
    assert "詐欺" in bare[0]


def test_no_trailing_escape_is_left_open() -> None:
    """Every colour that is switched on is switched off on the same line."""
    for line in lines("en", 90, color=True):
        assert len(re.findall("\x1b\\[0m", line)) * 2 == len(re.findall("\x1b\\[", line))
