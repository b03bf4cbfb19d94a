"""What is attached to a mail, and of what kind it is by its name and by its first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gyotaku.model import Mail, Part
from gyotaku.patterns import pattern

HEAD = 4_096
"""Bytes looked at for a signature; PDF's may stand the latest, at 1,024."""
ARCHIVE_HEAD = 65_536
"""Bytes of an archive in which its first names are looked for."""

Kind = Literal[
    "html",
    "svg",
    "pdf",
    "archive",
    "encrypted-archive",
    "office",
    "office-macro",
    "executable",
    "script",
    "shortcut",
    "image",
    "calendar",
    "mail",
    "onenote",
    "disk-image",
    "text",
    "audio-video",
    "signature",
    "other",
]

_ENDINGS_OF: dict[Kind, str] = {
    "html": "html htm shtml xhtml xht mht mhtml hta.html",
    "svg": "svg svgz",
    "pdf": "pdf",
    "archive": "zip rar 7z gz tgz bz2 xz tar cab arj lzh lha ace z zst jar",
    "disk-image": "iso img vhd vhdx dmg udf",
    "office-macro": "docm dotm xlsm xltm xlam pptm potm ppam ppsm sldm xlsb xll ppa xla",
    "office": "doc docx dot dotx xls xlsx xlt pps ppsx ppt pptx rtf odt ods odp pub vsd mdb csv iqy slk",
    "executable": "exe com scr pif cpl dll msi msix appx apk ipa deb rpm app bin sys ocx elf dmp reg gadget msp",
    "script": "js jse vbs vbe wsf wsh ps1 psm1 bat cmd sh py pl rb php hta chm sct inf application jnlp applescript",
    "shortcut": "url lnk webloc desktop website library-ms search-ms settingcontent-ms appref-ms rdp",
    "image": "png jpg jpeg gif bmp webp tif tiff heic heif ico avif",
    "calendar": "ics ical ifb vcs",
    "mail": "eml msg emlx mbox",
    "onenote": "one onepkg onetoc2",
    "text": "txt md log asc vcf xml json",
    "audio-video": "mp3 mp4 wav m4a avi mov mkv ogg webm wma wmv aac flac",
    "signature": "p7s sig p7m p7c",
}
_ENDINGS: dict[str, Kind] = {ending: kind for kind, endings in _ENDINGS_OF.items() for ending in endings.split()}
_TYPES: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
    "text/calendar": "calendar",
    "application/ics": "calendar",
    "message/rfc822": "mail",
    "message/global": "mail",
    "application/zip": "archive",
    "application/x-zip-compressed": "archive",
    "application/gzip": "archive",
    "application/x-7z-compressed": "archive",
    "application/vnd.rar": "archive",
    "application/msword": "office",
    "application/rtf": "office",
    "text/rtf": "office",
    "application/javascript": "script",
    "text/javascript": "script",
    "application/hta": "script",
    "application/x-msdownload": "executable",
    "application/x-mswinurl": "shortcut",
    "application/onenote": "onenote",
    "application/pkcs7-signature": "signature",
    "application/x-pkcs7-signature": "signature",
    "application/pgp-signature": "signature",
}
# (offset, signature): what the bytes are, whatever the name says. Sources: the formats' own specifications.
_MAGIC: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"MZ", "executable"),
    (0, b"\x7fELF", "executable"),
    (0, b"\xca\xfe\xba\xbe", "executable"),
    (0, b"\xcf\xfa\xed\xfe", "executable"),
    (0, b"Rar!\x1a\x07", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\x1f\x8b\x08", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ\x00", "archive"),
    (0, b"MSCF", "archive"),
    (257, b"ustar", "archive"),
    (2, b"-lh", "archive"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00F", "shortcut"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "onenote"),
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF8", "image"),
    (0, b"BM", "image"),
    (0, b"{\\rtf", "office"),
    (0, b"conectix", "disk-image"),
    (0, b"vhdxfile", "disk-image"),
    (0, b"BEGIN:VCALENDAR", "calendar"),
    (0, b"[InternetShortcut]", "shortcut"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HTML = pattern(rb"\s{0,200}(?:<!--|<\?xml|<!doctype\s{1,20}html|<html|<head|<body|<script|<meta|<title)", re.I)
_SVG = pattern(rb"<svg[\s>]", re.I)
_WEAK: frozenset[Kind] = frozenset(("executable", "image"))
"""Signatures of two letters that plain text may begin with; they count only for what is not text."""

_OVERRIDES = pattern("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_HARMLESS_LOOKING = frozenset(
    "pdf doc docx xls xlsx ppt pptx jpg jpeg png gif txt csv zip mp3 mp4 wav eml html htm rtf".split()
)
_ACTIVE: frozenset[Kind] = frozenset(("executable", "script", "shortcut", "html", "svg", "disk-image", "office-macro"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that a reader offers to open or save."""

    path: str
    """Part path: its pointer is ``part:<path>``."""
    name: str
    """As written; ``""`` when it has none. Hostile."""
    media_type: str
    """As labelled."""
    kind: Kind
    """What it is, by its bytes first, then by its name, then by its label."""
    size: int
    """Bytes, transfer encoding removed."""
    sha256: str
    tricks: tuple[str, ...]
    """What its name or label pretends: ``double-extension``, ``direction-override``, ``padded-name``,
    ``type-mismatch``; ``()`` = nothing."""


def read_attachments(mail: Mail) -> tuple[Attachment, ...]:
    """The attachments of ``mail`` in order: parts with a file name, marked as attachment, or not text.

    Pictures that an HTML part shows by ``cid:`` (with a Content-ID, not marked as attachment) are none.
    """
    return tuple(
        Attachment(
            path=part.path,
            name=part.filename or "",
            media_type=part.media_type,
            kind=kind_of(part),
            size=len(part.content),
            sha256=part.sha256,
            tricks=tricks_of(part),
        )
        for part in mail.parts
        if is_attachment(part)
    )


def is_attachment(part: Part) -> bool:
    """True for a part that a reader lists below the mail."""
    if part.is_container or not (part.content or part.filename):
        return False
    if part.disposition == "attachment":
        return True
    if part.media_type.startswith("image/") and part.content_id and part.media_type != "image/svg+xml":
        return False
    if part.media_type in {"text/plain", "text/html"}:
        return bool(part.filename) and part.disposition != "inline"
    return not part.media_type.startswith(("message/delivery", "message/feedback", "text/rfc822", "text/x-amp"))


def ending_of(name: str) -> str:
    """The last ending of a file name, lower case, as the system that opens it reads it; ``""`` when there is none."""
    name = _OVERRIDES.sub("", name).rstrip(" .\u3000\x00")
    return name.rpartition(".")[2].strip().lower()[:20] if "." in name else ""


def kind_of(part: Part) -> Kind:
    """What a part is. Bytes tell more than the name, the name more than the label; an ending that Windows runs wins."""
    ending = ending_of(part.filename or "")
    named = _ENDINGS.get(ending)
    if part.media_type.startswith("message/"):
        return "mail"
    if named in {"script", "shortcut"} and ending != "sh":
        return named
    seen = _by_bytes(part.content, named)
    if seen is not None and not (seen in _WEAK and part.media_type.startswith("text/") and named is None):
        return seen
    if named is not None:
        return named
    if part.media_type in _TYPES:
        return _TYPES[part.media_type]
    main = part.media_type.partition("/")[0]
    if main == "image":
        return "image"
    if main in {"audio", "video"}:
        return "audio-video"
    return "text" if main == "text" else "other"


def _by_bytes(content: bytes, named: Kind | None) -> Kind | None:
    head = content[:HEAD]
    if head.startswith(_ZIP):
        return _zip_kind(content[:ARCHIVE_HEAD], content[-ARCHIVE_HEAD:], named)
    if head.startswith(_OLE):
        return _ole_kind(content, named)
    if b"%PDF-" in head[:1029]:
        return "pdf"
    for offset, signature, kind in _MAGIC:
        if head.startswith(signature, offset):
            if kind == "archive":
                return "encrypted-archive" if _is_locked(signature, content) else "archive"
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if content[32_769:32_774] == b"CD001":
        return "disk-image"
    if _HTML.match(head.lstrip(b"\xef\xbb\xbf")) or head[:5].lower() == b"<svg ":
        return "svg" if _SVG.search(head) and b"<html" not in head.lower() else "html"
    return None


def _zip_kind(head: bytes, tail: bytes, named: Kind | None) -> Kind:
    if b"[Content_Types].xml" in head or b"word/" in head or b"xl/" in head or b"ppt/" in head:
        macro = b"vbaProject.bin" in head or b"vbaProject.bin" in tail or named == "office-macro"
        return "office-macro" if macro else "office"
    if b"mimetypeapplication/vnd.oasis" in head:
        return "office"
    # General purpose bit 0 of a local file header: encrypted (APPNOTE 4.4.4). Folders never are: look at some.
    at = 0
    for _ in range(16):
        if head[at + 6 : at + 7] and head[at + 6] & 1:
            return "encrypted-archive"
        at = head.find(_ZIP, at + 30)
        if at < 0:
            break
    return "archive"


def _ole_kind(content: bytes, named: Kind | None) -> Kind:
    sample = content[:1_000_000]
    if "__substg1.0_".encode("utf-16-le") in sample or named == "mail":
        return "mail"
    if "_VBA_PROJECT".encode("utf-16-le") in sample or "Macros".encode("utf-16-le") in sample:
        return "office-macro"
    return "executable" if named == "executable" else "office"


def _is_locked(signature: bytes, content: bytes) -> bool:
    if signature.startswith(b"Rar!"):
        if content[6:8] == b"\x01\x00":
            # RAR 5: the archive encryption header is of type 4; it follows the 8-byte signature and a 4-byte CRC.
            return content[13:14] == b"\x04"
        return bool(content[10:11]) and bool(content[10] & 0x80)
    # 7z with encrypted names or content carries the AES coder's id 06F10701 in its (unpacked) header.
    return signature.startswith(b"7z") and b"\x06\xf1\x07\x01" in content[-ARCHIVE_HEAD:]


def tricks_of(part: Part) -> tuple[str, ...]:
    """What the part's name or label pretends; ``()`` when nothing."""
    name = part.filename or ""
    kind = kind_of(part)
    found = []
    labels = [label.strip().lower() for label in name.split(".")]
    if len(labels) > 2 and labels[-2] in _HARMLESS_LOOKING and kind in _ACTIVE and labels[-1] != labels[-2]:
        found.append("double-extension")
    if _OVERRIDES.search(name):
        found.append("direction-override")
    if "     " in name.strip() or "\u3000\u3000\u3000" in name:
        found.append("padded-name")
    labelled = _TYPES.get(part.media_type) or ("image" if part.media_type.startswith("image/") else None)
    named = _ENDINGS.get(ending_of(name))
    if kind in _ACTIVE and ((labelled and labelled != kind) or (named and named != kind)):
        found.append("type-mismatch")
    return tuple(found)
