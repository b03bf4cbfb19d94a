"""What is attached, and of what kind."""

from __future__ import annotations

import io
import zipfile

import pytest

from gyotaku.mail.attachments import ending_of, kind_of, read_attachments, tricks_of
from gyotaku.mail.parse import parse
from gyotaku.model import Part
from gyotaku.testing import mail


def part(name: str | None, content: bytes = b"x", media_type: str = "application/octet-stream") -> Part:
    return Part("2", media_type, None, None, name, "attachment", None, content, None, "")


def zipped(*names: str, flags: int = 0) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name in names:
            package.writestr(name, "x")
    data = bytearray(file.getvalue())
    data[6] |= flags
    return bytes(data)


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (part("a.html"), "html"),
        (part("a.bin", b"<!DOCTYPE html><p>"), "html"),
        (part("a.txt", b"  <html><script>"), "html"),
        (part("a.svg", b"<svg xmlns='x'><script/>", "image/svg+xml"), "svg"),
        (part("a", b'<?xml version="1.0"?><svg >'), "svg"),
        (part("a.dat", b"%PDF-1.7"), "pdf"),
        (part("a.zip", zipped("b.exe")), "archive"),
        (part("a.zip", zipped("b.exe", flags=1)), "encrypted-archive"),
        (part("a.rar", b"Rar!\x1a\x07\x00\xce\x99\x73\x80\x00"), "encrypted-archive"),
        (part("a.docx", zipped("[Content_Types].xml", "word/document.xml")), "office"),
        (part("a.docx", zipped("[Content_Types].xml", "word/vbaProject.bin")), "office-macro"),
        (part("a.xlsm", zipped("[Content_Types].xml")), "office-macro"),
        (part("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)), "office"),
        (part("a.jpg", b"MZ\x90\x00"), "executable"),
        (part("a.js", b"var a"), "script"),
        (part("a.url", b"[InternetShortcut]"), "shortcut"),
        (part("a.lnk", b"L\x00\x00\x00"), "shortcut"),
        (part("a.png", b"\x89PNG\r\n\x1a\n", "image/png"), "image"),
        (part("a.ics", b"BEGIN:VCALENDAR", "text/calendar"), "calendar"),
        (part(None, b"Subject: x", "message/rfc822"), "mail"),
        (part("a.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3"), "onenote"),
        (part("a.iso", bytes(32_769) + b"CD001"), "disk-image"),
        (part("a.txt", b"MZ", "text/plain"), "executable"),
        (part(None, b"hello", "text/x-other"), "text"),
        (part(None, b""), "other"),
        (part("smime.p7s", b"0\x82"), "signature"),
    ],
)
def test_kind_by_bytes_then_name_then_label(made: Part, kind: str) -> None:
    """Bytes tell more than the name, the name more than the label."""
    assert kind_of(made) == kind


@pytest.mark.parametrize(
    ("made", "trick"),
    [
        (part("請求書.pdf.exe"), "double-extension"),
        (part("invoice.pdf.html"), "double-extension"),
        (part("cod\u202egpj.exe"), "direction-override"),
        (part("a.pdf                .scr"), "padded-name"),
        (part("a.pdf", b"<html>", "application/pdf"), "type-mismatch"),
    ],
)
def test_tricks_of_names(made: Part, trick: str) -> None:
    """What a name or label pretends is named."""
    assert trick in tricks_of(made)


@pytest.mark.parametrize("name", ["report.final.pdf", "photo.2024.jpg", "archive.tar.gz", "a.html", "明細 11月.pdf"])
def test_honest_names_play_no_tricks(name: str) -> None:
    """Dots and blanks in a name are no trick."""
    assert tricks_of(part(name)) == ()


def test_ending_is_read_as_the_system_reads_it() -> None:
    """Direction marks, trailing dots and blanks do not count."""
    assert ending_of("a\u202etxt.EXE. ") == "exe"
    assert ending_of("README") == ""


def test_attachments_of_a_mail() -> None:
    """Named parts are listed with kind, size and hash; the body is not."""
    found = read_attachments(
        parse(mail(text="x", html="<p>y", attachments=[("a.pdf", "application/pdf", b"%PDF-1.4")]))
    )
    assert [(a.name, a.kind, a.size, len(a.sha256)) for a in found] == [("a.pdf", "pdf", 8, 64)]
