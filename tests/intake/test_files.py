"""Mails come in from files, folders and mboxes; what cannot be read is told in one line and the rest goes on."""

from __future__ import annotations

from pathlib import Path

from gyotaku.intake.files import incoming
from gyotaku.testing import mail

LIMIT = 1_000_000


def errors(source: Path, limit: int = LIMIT) -> list[str]:
    """The complaints about a source."""
    return [str(item.error) for item in incoming(str(source), limit) if item.error]


def test_one_mail(tmp_path: Path) -> None:
    """A file with a mail gives its bytes untouched."""
    path = tmp_path / "a.eml"
    path.write_bytes(mail(text="hello"))
    assert [item.raw for item in incoming(str(path), LIMIT)] == [mail(text="hello")]


def test_bad_files_are_one_line_each(tmp_path: Path) -> None:
    """Empty, binary, prose, too large, absent: each names the file and what is wrong."""
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "picture.eml").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (tmp_path / "prose.eml").write_text("Dear diary, today nothing happened.\nNothing at all.\n")
    (tmp_path / "large.eml").write_bytes(mail(text="x" * 2000))
    assert "is empty" in errors(tmp_path / "empty.eml")[0]
    assert "not a mail" in errors(tmp_path / "picture.eml")[0]
    assert "not a mail" in errors(tmp_path / "prose.eml")[0]
    assert "limit of 1,000 bytes" in errors(tmp_path / "large.eml", 1000)[0]
    assert "cannot be read" in errors(tmp_path / "absent.eml")[0]
    assert len([i for i in incoming(str(tmp_path), LIMIT) if i.raw]) == 1
    assert len(errors(tmp_path)) == 3


def test_folder_without_mail(tmp_path: Path) -> None:
    """A folder with nothing to dissect says so, and is not an empty success."""
    (tmp_path / "notes.txt").write_text("nothing here")
    assert errors(tmp_path) == [f"{tmp_path}: a folder without any mail (.eml, mbox, .msg) in it"]


def test_mbox_and_large_mbox(tmp_path: Path) -> None:
    """An mbox gives its mails by number, also when it is larger than one mail may be."""
    one = mail(text="first").replace(b"\r\n", b"\n")
    path = tmp_path / "box.mbox"
    path.write_bytes(b"".join(b"From a@example.com Mon Nov 11 15:46:02 2024\n" + one + b"\n" for _ in range(3)))
    for limit in (LIMIT, len(one) + 200):
        items = list(incoming(str(path), limit))
        assert [item.name for item in items] == [f"{path}#{n}" for n in (1, 2, 3)]
        assert all(item.raw and b"Subject:" in item.raw for item in items)
