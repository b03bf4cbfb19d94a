"""``gyotaku brands``: the catalogue at the command line."""

from __future__ import annotations

import json

import pytest

from gyotaku.cli.brands import run


def test_check_says_that_no_rule_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    """The check counts, names old and weak facts, and exits with 0 while the catalogue keeps its rules."""
    assert run(["check", "--facts", "3"]) == 0
    out = capsys.readouterr().out
    assert "0 broken rules" in out
    assert "Oldest facts" in out
    assert "Weakest facts" in out


@pytest.mark.parametrize("wanted", ["kagoya", "カゴヤ", "activemail.kagoya.com"])
def test_show_finds_a_brand_by_id_name_or_domain(wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every fact is shown with its source; any of the brand's names leads to it."""
    assert run(["show", wanted]) == 0
    out = capsys.readouterr().out
    assert "kagoya.net" in out
    assert "read, " in out


def test_show_gives_the_file_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts read the same facts."""
    assert run(["show", "eki-net", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "eki-net"


def test_an_unknown_brand_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A brand that is not there is told on standard error, with the way on."""
    assert run(["show", "no-such-brand"]) == 1
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "gyotaku brands list" in seen.err


def test_list_can_be_narrowed_to_a_sector(capsys: pytest.CaptureFixture[str]) -> None:
    """One brand a line."""
    assert run(["list", "--sector", "loan"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("acom ") for line in lines)
    assert not any(line.startswith("amazon ") for line in lines)


def test_usage_is_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    """No verb is a usage error."""
    with pytest.raises(SystemExit) as stopped:
        run([])
    assert stopped.value.code == 2
    assert "check" in capsys.readouterr().err
