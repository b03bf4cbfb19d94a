"""The text is labelled with one character set and written in another."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of

ID = "charset-lie"


def test_label_and_bytes_differ() -> None:
    """Shift_JIS bytes under an ISO-2022-JP label are noted with both names."""
    raw = (
        b"From: a@example.net\r\nSubject: x\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + "メールソフトの設定を変更いたします。".encode("cp932")
    )
    (finding,) = findings_of(raw, ID)
    assert (finding.strength, finding.facts["labelled"]) == (Strength.NOTE, "iso-2022-jp")


def test_honest_twin_extension() -> None:
    """Shift_JIS read with its everyday extension is no lie."""
    raw = (
        b"From: a@example.net\r\nSubject: x\r\nContent-Type: text/plain; charset=Shift_JIS\r\n\r\n"
        + "㈱例の①番".encode("cp932")
    )
    assert findings_of(raw, ID) == ()
