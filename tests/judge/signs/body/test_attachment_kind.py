"""An attachment is of a kind that carries harm."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "attachment-kind"


def test_kinds() -> None:
    """A program is decisive, a web page strong."""
    raw = mail(text="請求書です", attachments=[("invoice.exe", "application/octet-stream", b"MZ" + b"\0" * 200)])
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.DECISIVE]
    raw = mail(text="請求書です", attachments=[("invoice.html", "text/html", b"<html><form></form></html>")])
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.STRONG]


def test_honest_twin_pdf_and_picture() -> None:
    """A PDF and a photograph stay silent."""
    raw = mail(
        text="資料です",
        attachments=[("a.pdf", "application/pdf", b"%PDF-1.4 ..."), ("b.jpg", "image/jpeg", b"\xff\xd8\xff\xe0")],
    )
    assert findings_of(raw, ID) == ()
