"""From bytes to Mail: whatever the bytes are, and what is opened on the way."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.parse import parse
from gyotaku.testing import mail as build

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
CORPORA = SHARED / "corpora"
AMBIGUOUS = SHARED / "suites" / "mime-ambiguity"


def test_a_usual_mail() -> None:
    """Subject and parts of an ordinary mail, and no defect."""
    mail = parse(build(subject="【重要】お知らせ", text="本文です。", html="<p>本文です。</p>"))
    subject = mail.first("subject")
    assert subject is not None
    assert subject.value == "【重要】お知らせ"
    assert [part.path for part in mail.parts] == ["0", "1", "2"]
    assert mail.parts[1].text == "本文です。\n"
    assert mail.defects == ()
    assert mail.wrapper is None
    assert not mail.headers_only


@pytest.mark.parametrize("before", [b"\r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n \n", b"  \r\n"])
def test_pasted_source_begins_where_its_first_field_does(before: bytes) -> None:
    """Blank lines and a byte order mark in front do not hide the header; the bytes given are kept."""
    raw = before + b"From: a@example.com\r\nSubject: x\r\n\r\nhello"
    mail = parse(raw)
    assert [h.name for h in mail.headers] == ["From", "Subject"]
    assert mail.raw == raw


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_source_saved_as_utf16(codec: str) -> None:
    """Notepad's "Unicode" is read like any other source."""
    mail = parse("From: a@example.com\r\nSubject: お知らせ\r\n\r\n本文".encode(codec))
    assert mail.headers[1].value == "お知らせ"
    assert mail.parts[0].text == "本文"


@pytest.mark.parametrize("raw", [b"From: a@example.com\r\nSubject: x\r\n", b"From: a@example.com\nSubject: x\n\n \n"])
def test_headers_only(raw: bytes) -> None:
    """Pasted headers are known to be only that."""
    assert parse(raw).headers_only


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00" * 5000, b"\x7fELF\x02\x01\x01", b"\x89PNG\r\n\x1a\n\x00\x00", b"prose, nothing else", b"\r\n" * 9],
)
def test_what_is_no_mail_is_still_read(raw: bytes) -> None:
    """Nothing raises; the lack of a header is a defect."""
    mail = parse(raw)
    assert "headers-missing" in {defect.what for defect in mail.defects}
    assert len(mail.parts) == 1


def test_defects_of_the_header_point_into_it() -> None:
    """A pointer leads to the field that was odd."""
    mail = parse(b"From: a\r\nTo : b\r\n\r\nx")
    assert [(d.where, d.what) for d in mail.defects] == [("header:1", "header-space-before-colon")]


def test_parse_is_pure() -> None:
    """The same bytes give the same Mail."""
    raw = build(text="x", html="<p>x")
    assert parse(raw) == parse(raw)


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes(raw: bytes) -> None:
    """Any bytes give a Mail that remembers them."""
    mail = parse(raw)
    assert mail.raw == raw


@settings(deadline=None)
@given(st.data())
def test_mutants_of_a_mail(data: st.DataObject) -> None:
    """A mail with bytes changed, cut and doubled gives a Mail."""
    raw = bytearray(build(text="本文" * 9, html="<p>本文", attachments=[("請求書.pdf", "application/pdf", b"%PDF")]))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 60))
        what = data.draw(
            st.sampled_from(
                [b"", b"\x00", b"\n\n", b"\r", b"--", b'"', b"=?", b"\xff", b"Content-Type: message/rfc822\n"]
            )
        )
        raw[at : at + length] = what + bytes(raw[at : at + data.draw(st.integers(0, 60))])
    parse(bytes(raw))


def corpus(archive: Path, most: int) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and most > 0:
                most -= 1
                yield member.name, file.read()


@pytest.mark.parametrize("name", ["japanese", "bounces", "phishing", "legit"])
def test_real_mails(name: str) -> None:
    """Real mails give fields and parts, and no limit is met."""
    archive = CORPORA / f"{name}.tar.xz"
    if not archive.is_file():
        pytest.skip(f"no corpus at {archive}")
    for member, raw in corpus(archive, 300):
        if member.endswith((".md", ".txt", ".tsv", ".jsonl")):
            continue
        mail = parse(raw)
        assert mail.headers, member
        assert mail.parts, member
        assert not [d for d in mail.defects if d.what.startswith("limit-")], member


@pytest.mark.skipif(not AMBIGUOUS.is_dir(), reason=f"no mime-ambiguity suite at {AMBIGUOUS}")
def test_ambiguous_mails() -> None:
    """Mails built to be read two ways do not raise, and more than half show their payload in the common reading."""
    shown = [
        any(b"https://evil.example/marker" in part.content for part in parse(path.read_bytes()).parts)
        for path in sorted(AMBIGUOUS.glob("*.eml"))
    ]
    assert sum(shown) >= len(shown) * 0.6
