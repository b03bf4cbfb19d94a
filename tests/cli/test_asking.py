"""``--world`` at the command line: each world, its settings, its complaints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gyotaku.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
MAIL = str(EXAMPLES / "webmail-settings" / "mail.eml")
WORLD = EXAMPLES / "webmail-settings" / "world"


def dissect(capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, bytes, str]:
    """Exit status, standard output, standard error."""
    status = main(["dissect", "--format", "json", *words])
    out, err = capfdbinary.readouterr()
    return status, out, err.decode()


@pytest.mark.parametrize("where", [WORLD, WORLD.parent, EXAMPLES], ids=["world", "example", "examples"])
def test_the_loopback_world_of_an_example(where: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The world's own folder, the example's, or a folder of examples: SPF is computed, no gap is left."""
    status, out, err = dissect(capfdbinary, "--world", f"loopback:{where}", MAIL)
    report = json.loads(out)
    assert (status, err) == (0, "")
    assert report["auth"]["spf"]["status"] == "softfail"
    assert not [u for u in report["verdict"]["unknowns"] if u["what"] in ("no-answer", "world-not-asked")]


def test_a_recorded_world_gives_the_same_bytes(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """Recorded from one run, replayed in the next, and recorded again from the replay."""
    one, two = tmp_path / "one", tmp_path / "two"
    first = dissect(capfdbinary, "--world", f"loopback:{WORLD}", "--record", str(one), MAIL)
    second = dissect(capfdbinary, "--world", f"recorded:{one}", "--record", str(two), MAIL)
    assert first == second
    assert (one / "answers.json").read_bytes() == (two / "answers.json").read_bytes()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--world", "mars"), "offline, live, recorded:DIR or loopback:DIR"),
        (("--world", "live:x"), "offline, live"), (("--world", "recorded"), "offline, live"),
        (("--world", "offline:x"), "offline, live"), (("--world", "recorded:/nowhere/at/all"), "no recording there"),
        (("--deadline", "0"), "more than nothing"), (("--record", "x"), "offline asks nobody"),
        (("--ask-third-parties",), "offline asks nobody"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    words: tuple[str, ...], why: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One line on standard error, status 2, nothing on standard output."""
    status, out, err = dissect(capfdbinary, *words, MAIL)
    assert (status, out) == (2, b"")
    assert why in err


def test_a_mail_without_a_world_is_one_mails_error(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """The others are done; this one says that it has no world."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mail.eml").write_bytes(Path(MAIL).read_bytes())
    status, out, err = dissect(capfdbinary, "--world", f"loopback:{EXAMPLES}", str(tmp_path), MAIL)
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert ["error" in line for line in lines] == [True, False]
    assert "no world there" in err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name_servers = ['ns.example']", "an address is wanted"), ("nameservers = []", "not known: nameservers"),
        ("[proxies]\nsmtp = 'http://x'", "not known: proxies.smtp"), ("= 1", "world.toml"),
    ],
)  # fmt: skip
def test_the_operators_file_is_read_with_care(
    text: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A misspelt or impossible setting stops the start; it is not passed over."""
    (tmp_path / "world.toml").write_text(text)
    monkeypatch.setenv("GYOTAKU_HOME", str(tmp_path))
    status, _, err = dissect(capfdbinary, "--world", "live", MAIL)
    assert status == 2
    assert why in err
