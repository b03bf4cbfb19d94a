"""The list of signs, on the terminal and as a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from gyotaku.cli.signs import markdown, run
from gyotaku.judge.look import signs

PAGE = Path(__file__).resolve().parents[2] / "docs" / "signs.md"


def test_page_is_fresh() -> None:
    """``docs/signs.md`` lists exactly the signs there are (remake: gyotaku signs --format markdown > docs/signs.md)."""
    assert PAGE.read_text(encoding="utf-8") == markdown(signs())


def test_viewpoints(capsys: pytest.CaptureFixture[str]) -> None:
    """One viewpoint at a time; a viewpoint without signs is a usage error."""
    assert run(["--viewpoint", "link"]) == 0
    assert "link-userinfo" in capsys.readouterr().out
    assert run(["--viewpoint", "moon"]) == 2
