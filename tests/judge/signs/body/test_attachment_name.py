"""An attachment's name hides what it is."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "attachment-name"


def test_double_ending_and_turned_name() -> None:
    """Both tricks are decisive."""
    for name in ("invoice.pdf.exe", "photo\u202egpj.exe"):
        raw = mail(text="a", attachments=[(name, "application/octet-stream", b"MZ")])
        assert [f.strength for f in findings_of(raw, ID)] == [Strength.DECISIVE], name


def test_honest_twin_dots() -> None:
    """Dots and versions in a name stay silent."""
    raw = mail(text="a", attachments=[("minutes.2024.11.v2.pdf", "application/pdf", b"%PDF-1.4")])
    assert findings_of(raw, ID) == ()
