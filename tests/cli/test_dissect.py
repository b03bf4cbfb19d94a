"""The main job from the command line: exit status, output, and one clear line for each bad source."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gyotaku.testing import mail, received

PHISH = mail(
    subject="【重要】アカウントの確認",
    sender="えきねっと <info@faxohbr.cn>",
    html='<p>会員の皆様</p><a href="https://www.eki-net.revapec.cn/a">ログイン</a>',
    received=received(ptr="unknown"),
)


def run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gyotaku", *words], input=stdin, capture_output=True, timeout=60, check=False
    )


@pytest.fixture
def phish(tmp_path: Path) -> Path:
    path = tmp_path / "phish.eml"
    path.write_bytes(PHISH)
    return path


def test_text_to_standard_output(phish: Path) -> None:
    """A newcomer's first run: one mail, plain words, nothing on standard error."""
    done = run("dissect", str(phish))
    assert (done.returncode, done.stderr) == (0, b"")
    assert "詐欺" in done.stdout.decode()


def test_json_lines_go_on_after_a_bad_source(phish: Path, tmp_path: Path) -> None:
    """Several sources give one object a line, in order; a bad one gives an object with an error and exit status 1."""
    done = run("dissect", "--format", "json", str(phish), str(tmp_path / "none.eml"), str(phish))
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 1
    assert [("error" in line) for line in lines] == [False, True, False]
    assert done.stderr.decode().count("\n") == 1


def test_standard_input(phish: Path) -> None:
    """``-`` reads a mail from standard input."""
    done = run("dissect", "--format", "json", "-", stdin=PHISH)
    assert json.loads(done.stdout)["verdict"]["label"] == "phishing"


def test_folder_out(phish: Path, tmp_path: Path) -> None:
    """A folder in and a folder out: a file a mail, named for it."""
    (tmp_path / "second.eml").write_bytes(PHISH)
    done = run("dissect", "--format", "html", "-o", str(tmp_path / "out"), str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["phish.html", "second.html"]


def test_usage_errors() -> None:
    """Unknown verbs, formats and worlds are usage errors: exit status 2 and one line that says what there is."""
    assert run().returncode == 2
    assert run("fish").returncode == 2
    assert b"dissect" in run("fish").stderr
    assert run("dissect", "--format", "docx", "-").returncode == 2
    assert run("dissect", "--world", "moon", "-").returncode == 2
    assert run("--help").returncode == 0
    assert run("--version").stdout.startswith(b"gyotaku ")


def test_private_keeps_the_recipient_and_default_does_not(phish: Path) -> None:
    """``--private`` is for the recipient's own eyes; without it the address is gone."""
    assert b"hanako" not in run("dissect", "--format", "json", str(phish)).stdout
    assert b"hanako@example.jp" in run("dissect", "--format", "json", "--private", str(phish)).stdout


def test_hostile_file_name(tmp_path: Path) -> None:
    """An escape sequence in a file name does not reach the terminal."""
    path = tmp_path / "a\x1b[2Jb.eml"
    path.write_bytes(b"")
    assert b"\x1b" not in run("dissect", str(path)).stderr
