"""Labelled mails as rows of findings, with what the report card tells them apart by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from zlib import crc32

from benchmarks._shared import corpus
from benchmarks.learn import habits
from gyotaku.judge.look import look
from gyotaku.model import Dissection, Strength
from gyotaku.pipeline import read

SHINGLE = 4
"""Words in a row that make one shingle of a text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled mail."""

    id: str
    folder: str
    phish: bool
    signs: tuple[str, ...]
    """``sign/strength`` of each sign found, notes left out, the strongest strength of a sign only."""
    language: str
    brand: bool
    auth: str
    """``passed``: the boundary proves the From domain; ``not passed``; ``not stated``."""
    year: int
    shingles: frozenset[int]
    about: str
    """Subject without digits and reply marks, and sender's domain: one more way in which two mails are one template."""


ORDER = (Strength.DECISIVE, Strength.STRONG, Strength.COUNTER, Strength.WEAK)


def found(d: Dissection) -> tuple[str, ...]:
    """The weighing signs of a dissection, each once with its strongest strength."""
    best: dict[str, Strength] = {}
    for finding in look(d):
        if finding.strength is Strength.NOTE:
            continue
        known = best.get(finding.sign)
        if known is None or ORDER.index(finding.strength) < ORDER.index(known):
            best[finding.sign] = finding.strength
    return tuple(f"{sign}/{strength}" for sign, strength in sorted(best.items()))


def _auth(d: Dissection) -> str:
    from gyotaku.judge.signs.proof import aligned_pass

    if aligned_pass(d):
        return "passed"
    return "not passed" if d.auth else "not stated"


_WORD = re.compile(r"[^\W\d_]+")
_REPLY = re.compile(r"^(?:(?:re|fw|fwd|aw|sv|antw)\s*:|\[[^\]]{1,40}\]|\s)+", re.IGNORECASE)


def _shingles(text: str) -> frozenset[int]:
    words = _WORD.findall(text[:20_000].lower())
    if len(words) < 12 and len(text) > 60:  # scripts without spaces
        words = list(re.sub(r"[\W\d_]+", "", text[:4000]))
    return frozenset(crc32(" ".join(words[n : n + SHINGLE]).encode()) for n in range(max(0, len(words) - SHINGLE + 1)))


def row(variant: str, item: tuple[str, str, bytes]) -> Row:
    """Reads one (folder, name, raw) under a variant of :mod:`benchmarks.learn.habits`."""
    folder, name, raw = item
    d = read(habits.VARIANTS[variant](raw))
    subject = _REPLY.sub("", d.subject.text.lower())
    address = d.sender.address
    return Row(
        id=f"{folder}/{name}",
        folder=folder,
        phish=folder.startswith("phishing"),
        signs=found(d),
        language=d.body.language or "not known",
        brand=d.claimed is not None,
        auth=_auth(d),
        year=_year(raw),
        shingles=_shingles(d.body.text),
        about=" ".join(_WORD.findall(subject)) + "|" + (address.domain if address else ""),
    )


def _year(raw: bytes) -> int:
    """Year of the newest Received field that can be read, else of Date; 0 for none. Split and report only."""
    for pattern in (rb"^Received:(?:[^\n]|\n[ \t])*?;\s*((?:[^\n]|\n[ \t])+)", rb"^Date:\s*([^\n]+)"):
        match = re.search(pattern, raw[:60_000].replace(b"\r", b""), re.MULTILINE | re.IGNORECASE)
        if match:
            try:
                return parsedate_to_datetime(" ".join(match.group(1).decode("ascii", "replace").split())).year
            except (ValueError, TypeError):
                continue
    return 0


def mails() -> Iterator[tuple[str, str, bytes]]:
    """(folder, name, raw) of every labelled mail: ``phishing`` against the folders of ``legit``."""
    for archive in ("phishing", "legit"):
        for path, raw in corpus(archive):
            folder, _, name = path.rpartition("/")
            yield folder or archive, name, raw


def rows(variant: str = "as they came", workers: int = 2) -> list[Row]:
    """Every labelled mail read under that variant."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(partial(row, variant), mails(), chunksize=32))


def case_rows() -> list[Row]:
    """Japanese mails built from the facts of blog posts: phishing as told, honest ones authenticated."""
    from benchmarks._facts import MX, build
    from benchmarks._shared import rows as facts
    from benchmarks.cases import HONEST
    from gyotaku.config import Settings

    settings = Settings(own_hosts=(MX,))
    out = []
    for name in ("others", "genuine"):
        for fact in facts(name):
            phish = name == "others" and not any(h in fact["verdict"] for h in HONEST)
            if not fact["subject"] or not fact["from_address"] or fact.get("confidence") == "low":
                continue
            d = read(build(fact, authenticated=not phish), settings)
            shingles = frozenset(
                crc32(piece.encode()) for piece in re.findall("...", re.sub(r"[\W\d_]+", "", d.subject.text))
            )
            out.append(
                Row(
                    id=f"cases/{name}/{fact['id']}",
                    folder="cases/phishing" if phish else "cases/genuine",
                    phish=phish,
                    signs=found(d),
                    language="ja",
                    brand=d.claimed is not None,
                    auth=_auth(d),
                    year=0,
                    shingles=shingles,
                    about="",
                )
            )
    return out
