"""What a part is called, what it holds, and how its text was read."""

from __future__ import annotations

import base64
import hashlib

import pytest

from gyotaku.mail.parse import read_mail
from gyotaku.mail.parts import leaves
from gyotaku.model import Part


def part_of(headers: bytes, body: bytes = b"x") -> Part:
    return read_mail(headers + b"\r\n" + body).parts[0]


def test_text_is_decoded_and_its_charset_named() -> None:
    """Label and truth stand beside each other; line ends in the text are LF, the content keeps its own."""
    part = part_of(b"Content-Type: text/plain; charset=ISO-2022-JP\r\n", "重要な\r\nお知らせ".encode("cp932"))
    assert part.text == "重要な\nお知らせ"
    assert (part.charset, part.charset_read) == ("iso-2022-jp", "cp932")
    assert part.content == "重要な\r\nお知らせ".encode("cp932")
    assert part.sha256 == hashlib.sha256(part.content).hexdigest()


def test_what_is_not_text_has_no_text() -> None:
    """An attachment has content and a hash; text and charset stay unset."""
    part = part_of(
        b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
        b"Content-Disposition: ATTACHMENT; filename=b.pdf\r\nContent-ID: <c@d>\r\n",
        base64.b64encode(b"%PDF"),
    )
    assert (part.text, part.charset_read, part.content) == (None, None, b"%PDF")
    assert (part.filename, part.disposition, part.content_id) == ("b.pdf", "attachment", "c@d")


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (b"Content-Type: a/b; name=x.pdf\r\n", "x.pdf"),
        (b"Content-Type: a/b\r\nContent-Disposition: attachment; name=x.pdf\r\n", "x.pdf"),
        ("Content-Type: a/b; name=請求書.exe\r\n".encode("cp932"), "請求書.exe"),
        (b"Content-Type: a/b; name=../../etc/passwd\r\n", "../../etc/passwd"),
        (b"Content-Disposition: attachment\r\n", None),
    ],
)
def test_names_are_told_as_written(headers: bytes, name: str | None) -> None:
    """The name is evidence: path signs and all; making it harmless is the work of whoever shows it."""
    assert part_of(headers).filename == name


def test_a_name_beyond_the_limit_is_cut() -> None:
    """Ten thousand characters of file name end at the limit, which is named."""
    part = part_of(b"Content-Type: a/b; name=" + b"x" * 10_000 + b"\r\n")
    assert len(part.filename or "") == 1_000
    assert "limit-filename" in {defect.what for defect in part.defects}


def test_a_multipart_without_delimiters_is_shown_as_what_it_looks_like() -> None:
    """Readers show the bytes; HTML in them is HTML."""
    part = part_of(b"Content-Type: multipart/none; boundary=b\r\n", b"<html><p>x</html>")
    assert (part.media_type, part.text, part.path) == ("text/html", "<html><p>x</html>", "1")


def test_bytes_that_nothing_can_read_are_told() -> None:
    """A broken character under a label gives U+FFFD and a defect."""
    part = part_of(b"Content-Type: text/plain; charset=utf-8\r\n", "重要なお知らせです".encode() * 9 + b"\xff")
    assert part.text is not None
    assert part.text.endswith("�")
    assert "charset-broken" in {defect.what for defect in part.defects}


def test_leaves_are_the_mails_own() -> None:
    """What stands inside an attached message is that message's."""
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: message/rfc822\n\n"
        b"Subject: in\n\ntwo\n--b--\n"
    )
    assert [part.path for part in leaves(read_mail(raw).parts)] == ["1", "2"]
