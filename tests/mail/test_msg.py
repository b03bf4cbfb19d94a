"""Outlook's .msg files, built here as compound files, turned back into mails."""

from __future__ import annotations

import contextlib
import struct

import pytest

from gyotaku.errors import UnreadableInput
from gyotaku.mail.container import from_msg, sniff
from gyotaku.mail.parse import parse, read_mail

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3) of these streams; ``/`` separates storages.

    Every stream is padded with NUL to 4096 bytes, so that no mini stream is needed.
    """
    names: list[str] = [""]
    for path in streams:
        pieces = path.split("/")
        names.extend("/".join(pieces[:n]) for n in range(1, len(pieces) + 1) if "/".join(pieces[:n]) not in names)
    fat: list[int] = []
    body = b""

    def put(data: bytes) -> int:
        nonlocal body
        start, count = len(fat), -(-len(data) // SECTOR)
        fat.extend([*range(start + 1, start + count), END])
        body += data.ljust(count * SECTOR, b"\x00")
        return start

    children = {name: [n for n in names if n and n.rpartition("/")[0] == name] for name in names}
    entries = []
    for name in names:
        data = streams.get(name)
        siblings = children[name.rpartition("/")[0]] if name else []
        later = siblings[siblings.index(name) + 1 :] if name else []
        right = names.index(later[0]) if later else FREE
        child = names.index(children[name][0]) if children[name] else FREE
        label = (name.rpartition("/")[2] if name else "Root Entry").encode("utf-16-le")
        kind = 5 if not name else 1 if data is None else 2
        start = put(data.ljust(4096, b"\x00")) if data is not None else END if not name else 0
        size = max(len(data), 4096) if data is not None else 0
        entry = label.ljust(64, b"\x00") + struct.pack("<HBBIII", len(label) + 2, kind, 1, FREE, right, child)
        entries.append(entry + b"\x00" * 36 + struct.pack("<IQ", start, size))
    directory = put(b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\x00"))
    fat_start = len(fat)
    fat_count = next(n for n in range(1, 100) if (fat_start + n) * 4 <= n * SECTOR)
    fat.extend([FAT] * fat_count)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * SECTOR, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    )
    head += struct.pack("<IIIIIIIII", 0, fat_count, directory, 0, 4096, END, 0, END, 0)
    difat = [fat_start + n for n in range(fat_count)]
    head += struct.pack("<109I", *difat, *[FREE] * (109 - len(difat)))
    return head + body + table


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


HEADERS = (
    "Microsoft Mail Internet Headers Version 2.0\r\n"
    "Received: from mail.example.net ([203.0.113.5])\r\n\tby mx.example.jp; Mon, 11 Nov 2024 15:46:02 +0900\r\n"
    "From: Bank <a@example.net>\r\nSubject: =?utf-8?B?6YeN6KaB?=\r\n"
    'Content-Type: multipart/alternative;\r\n\tboundary="gone"\r\nMIME-Version: 1.0\r\nX-Mailer: Foxmail 6\r\n\r\n'
)
PDF = b"%PDF-1.7".ljust(4096, b".")


def test_a_message_comes_back_with_its_headers_bodies_and_attachments() -> None:
    """Transport headers in wire order, both bodies, the attachment under its Japanese name; MIME fields are ours."""
    raw = compound(
        {
            "__substg1.0_007D001F": wide(HEADERS),
            "__substg1.0_1000001F": wide("本文です。"),
            "__substg1.0_10130102": '<html><meta charset="shift_jis"><p>本文です。'.encode("cp932"),
            "__attach_version1.0_#00000000/__substg1.0_37010102": PDF,
            "__attach_version1.0_#00000000/__substg1.0_3707001F": wide("請求書.pdf"),
            "__attach_version1.0_#00000000/__substg1.0_370E001F": wide("application/pdf"),
        }
    )
    assert sniff(raw) == "msg"
    mail = parse(from_msg(raw))
    assert [h.name for h in mail.headers] == ["Received", "From", "Subject", "X-Mailer", "MIME-Version", "Content-Type"]
    assert mail.headers[2].value == "重要"
    assert [p.media_type for p in mail.parts] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert (mail.parts[2].text or "").rstrip("\x00") == "本文です。"
    assert "<p>本文です。" in (mail.parts[3].text or "")
    assert (mail.parts[4].filename, mail.parts[4].content) == ("請求書.pdf", PDF)
    assert mail.defects == ()


def test_eight_bit_properties_are_read_by_their_bytes() -> None:
    """A code page that lies (ISO-2022-JP over CP932) does not matter."""
    raw = compound(
        {"__substg1.0_0037001E": "重要なお知らせ".encode("cp932"), "__substg1.0_1000001E": "本文です。".encode("cp932")}
    )
    mail = read_mail(from_msg(raw))
    subject = mail.first("subject")
    assert subject is not None
    assert subject.value == "重要なお知らせ"
    assert (mail.parts[0].text or "").startswith("本文です。")


def test_html_inside_rtf_is_found() -> None:
    """Outlook keeps HTML in RTF; the link in it is not lost."""
    rtf = rb"{\rtf1\ansi\fromhtml1{\*\htmltag84 <a href=\"https://example.net/\">}x{\*\htmltag92 </a>}}"
    raw = compound(
        {"__substg1.0_007D001F": wide(HEADERS), "__substg1.0_10090102": b"\x00" * 8 + b"MELA" + b"\x00" * 4 + rtf}
    )
    mail = read_mail(from_msg(raw))
    assert [p.media_type for p in mail.parts] == ["text/html"]
    assert '<a href="https://example.net/">x</a>' in (mail.parts[0].text or "")


def test_a_forwarded_message_inside_a_message_is_dissected() -> None:
    """A phish dragged into a new mail in Outlook is an embedded message; it is opened."""
    inner = "__attach_version1.0_#00000000/__substg1.0_3701000D"
    raw = compound(
        {
            "__substg1.0_007D001F": wide("From: hanako@example.jp\r\nSubject: Fwd\r\n"),
            "__substg1.0_1000001F": wide("see below"),
            f"{inner}/__substg1.0_007D001F": wide(HEADERS),
            f"{inner}/__substg1.0_1000001F": wide("本文"),
        }
    )
    mail = parse(from_msg(raw))
    assert mail.wrapper is not None
    assert [h.name for h in mail.headers][:3] == ["Received", "From", "Subject"]


def test_a_line_break_in_a_property_is_no_header() -> None:
    """A display name cannot write a field of its own."""
    raw = compound(
        {"__substg1.0_0C1A001F": wide("x\r\nBcc: evil@example.net"), "__substg1.0_0C1F001F": wide("a@example.net")}
    )
    assert [h.name for h in read_mail(from_msg(raw)).headers][:3] == ["From", "To", "Subject"]


@pytest.mark.parametrize("at", [30, 44, 48, 76, 600, 4700, 5000, 9000])
def test_damage_is_refused_in_one_line_or_read(at: int) -> None:
    """A flipped byte anywhere gives a mail or the one error."""
    raw = bytearray(compound({"__substg1.0_007D001F": wide(HEADERS), "__substg1.0_1000001F": wide("x")}))
    raw[at : at + 4] = b"\xff\x00\xff\x7f"
    with contextlib.suppress(UnreadableInput):
        assert b"MIME-Version: 1.0\r\n" in from_msg(bytes(raw))
