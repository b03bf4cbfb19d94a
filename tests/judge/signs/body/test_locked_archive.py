"""An archive is locked and its password stands in the mail."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "locked-archive"

LOCKED = b"PK\x03\x04\x14\x00\x01\x00\x08\x00" + b"\x00" * 16 + b"\x05\x00\x00\x00a.exe" + b"\x00" * 20


def test_locked_and_password_beside_it() -> None:
    """The lock and its key in one mail."""
    raw = mail(text="解凍パスワード: abc123", attachments=[("invoice.zip", "application/zip", LOCKED)])
    assert findings_of(raw, ID)


def test_honest_twin_open_archive() -> None:
    """An open archive stays silent."""
    raw = mail(
        text="資料です。パスワードは不要です。",
        attachments=[("a.zip", "application/zip", LOCKED.replace(b"\x14\x00\x01", b"\x14\x00\x00"))],
    )
    assert findings_of(raw, ID) == ()
