"""The text is labelled with one character set and written in another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """A note, with both names: readers wonder at broken characters."""
    labelled, read = d.body.charset_as_labelled, d.body.charset_as_read
    if labelled and read and _family(labelled) != _family(read) and d.body.text and not d.body.text.isascii():
        size = min(40, len(d.body.text))
        facts = {"labelled": labelled, "read": read}
        yield Finding("charset-lie", Strength.NOTE, (d.body.quote(0, size),), facts)


@lru_cache(maxsize=256)
def _family(name: str) -> str:
    """One name for sets that are each other's everyday extension."""
    name = name.lower().replace("_", "-")
    for family, names in _FAMILIES.items():
        if any(name.startswith(one) for one in names):
            return family
    return name


_FAMILIES: Final = {
    "sjis": ("shift-jis", "sjis", "cp932", "windows-31j", "x-sjis", "ms932", "ms-kanji"),
    "jis": ("iso-2022-jp", "cp50220", "cp50221", "csiso2022jp"),
    "euc": ("euc-jp", "cp51932", "x-euc-jp", "euc-jis", "ujis"),
    "latin": ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "cp1252", "windows-1252", "us-ascii", "ascii"),
    "gb": ("gb2312", "gbk", "gb18030", "cp936", "x-gbk", "hz"),
    "big5": ("big5", "cp950"),
    "kr": ("euc-kr", "ks-c-5601", "cp949", "uhc", "ks-c"),
    "utf-8": ("utf-8", "utf8", "unicode-1-1-utf-8"),
}


SIGN = Sign(
    id="charset-lie",
    viewpoint="body",
    benign="old mail programs and web forms",
    look=look,
)
