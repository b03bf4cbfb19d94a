"""What a told report consists of, in one language; formats print these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gyotaku.tell.words import Piece


class Aid(NamedTuple):
    """First aid for one kind of thing that was entered."""

    kind: str
    title: str
    steps: tuple[str, ...]
    asked: bool
    """The mail is after this."""


class Desk(NamedTuple):
    """Whom to turn to."""

    who: str
    how: str
    what: str


class Proof(NamedTuple):
    """Where a sentence can be checked."""

    pointer: str
    quote: str
    number: int | None
    """Mark on the card, the path or the links."""


class Sentence(NamedTuple):
    """One finding, told."""

    anchor: str
    id: str
    title: str
    text: tuple[Piece, ...]
    strength: str
    strength_word: str
    proofs: tuple[Proof, ...]


class Chapter(NamedTuple):
    """One viewpoint, strongest sentence first."""

    viewpoint: str
    heading: str
    sentences: tuple[Sentence, ...]
    more: int = 0


class Stop(NamedTuple):
    """A station of the path."""

    title: str
    lines: tuple[tuple[str, str], ...]
    at: str
    trust: str
    believed: bool
    number: int | None


class Chain(NamedTuple):
    """A link from what it shows to where it leads."""

    shown: str
    steps: tuple[tuple[str, str, str], ...]
    """(words, URL, host)"""
    notes: tuple[str, ...]
    numbers: tuple[int, ...]
    times: int
    aside: bool
    """The brand's own, and no evidence speaks of it: a format may fold it away."""


class Stretch(NamedTuple):
    """A piece of the mail's text on the card."""

    text: str
    marked: bool
    numbers: tuple[int, ...]
    """Marks that begin here."""


class Row(NamedTuple):
    """A header line of the card."""

    name: str
    value: str
    number: int | None


class Telling(NamedTuple):
    """Everything a format prints, in the order of need."""

    lang: str
    label: str
    seal: str
    seal_alt: str
    answer: str
    action: str
    aid: tuple[Aid, ...]
    desks: tuple[Desk, ...]
    sure: str
    reasons: tuple[tuple[str, str | None], ...]
    """(title, anchor of the sentence)."""
    counters: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    favour: tuple[Sentence, ...]
    stops: tuple[Stop, ...]
    auth: tuple[tuple[str, str, str, str], ...]
    """(method, status, domain, aligned)."""
    chains: tuple[Chain, ...]
    more_chains: int
    pictures: tuple[tuple[str, int], ...]
    """(host, times) of what loads by itself."""
    rows: tuple[Row, ...]
    text: tuple[Stretch, ...]
    text_cut: int
    attachments: tuple[tuple[str, str, str], ...]
    indicators: tuple[tuple[str, tuple[str, ...]], ...]
    unknowns: tuple[str, ...]
    cuts: str
    about: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    back: Mapping[int, str]
    """Mark number → anchor of the first sentence that speaks of it."""
