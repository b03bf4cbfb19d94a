"""The face a page wears, as it shows it: title, headings, copyright, words on pictures, marks, and likeness hashes.

Which brand that is, is judged above (:mod:`gyotaku.judge.brands.recognise_page`); here it is only taken down.
"""

from __future__ import annotations

import re
from itertools import pairwise

from gyotaku.pages.capture import Picture
from gyotaku.pages.document import Document, attribute, few_words, folded, squeeze
from gyotaku.pages.kits import markup_shape
from gyotaku.pages.notes import Notes
from gyotaku.pages.pictures import simhash
from gyotaku.patterns import pattern

MAX_HEADINGS = 8
MAX_PICTURES = 12
MIN_WORDS = 8
"""Words below which likeness of texts means nothing."""

_COPYRIGHT = pattern(r"[^\n]{0,120}(?:©|\(c\)|copyright|all rights reserved|無断転載)[^\n]{0,160}", re.I)
_NO_STOP = frozenset[str]()


def read_face(document: Document, text: str, pictures: tuple[Picture, ...]) -> Notes:
    """The notes ``heading``, ``copyright``, ``picture-text``, ``…-phash`` and ``…-simhash``. Linear; never raises."""
    notes: Notes = []
    headings = document.css("h1, h2, [role=heading], legend, .logo, .brand, #logo, .title")
    for node in headings[: MAX_HEADINGS * 3]:
        said = few_words(node, _NO_STOP)
        if said and len(said) <= 200:
            notes.append(("heading", said))
        if len(notes) >= MAX_HEADINGS:
            break
    tail = text[-4_000:]
    notes += [("copyright", squeeze(match[0])) for match in _copyrights(tail)]
    for node in document.css("img[alt], img[title], svg[aria-label], input[type=image][alt]")[:MAX_PICTURES]:
        said = squeeze(attribute(node, "alt") or attribute(node, "title") or attribute(node, "aria-label"))
        if 0 < len(said) <= 100:
            notes.append(("picture-text", said))
    for picture in pictures[:20]:
        if picture.phash is not None:
            notes.append((f"{picture.role}-phash", f"{picture.phash:016x}"))
    words = shingles(text)
    if len(words) >= MIN_WORDS:
        notes.append(("text-simhash", f"{simhash(words):016x}"))
    tags = markup_shape(document)
    if len(tags) >= MIN_WORDS:
        notes.append(("markup-simhash", f"{simhash(tuple(map('>'.join, pairwise(tags)))):016x}"))
    return notes


def _copyrights(tail: str) -> list[re.Match[str]]:
    return [match for line in tail.split("\n")[-60:] if (match := _COPYRIGHT.search(line[:400]))][:3]


def shingles(text: str) -> tuple[str, ...]:
    """Three-character pieces of the folded text, for likeness: works for Japanese, which has no spaces."""
    plain = folded(text[:20_000]).replace(" ", "")
    return tuple(plain[i : i + 3] for i in range(len(plain) - 2))
