"""Cuts the recipient out of every text that leaves, in every form (design: the redaction invariant).

Placeholders are fixed and in no language: ``<recipient>`` for an address, ``<recipient-local>``,
``<recipient-domain>``, ``<recipient-name>``, ``<token>``; in an encoded stretch the encoding stands before
(``<base64:recipient>``, ``<md5:recipient>``) and what stands around the stretch stays, so that another victim's copy
still matches. ``<unreadable>`` stands for a word coded deeper than can be followed: what nobody has read may be the
recipient, so it does not leave.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from gyotaku.model import Recipient
from gyotaku.tell.guard import Guard
from gyotaku.tell.search import PLACEHOLDER, UNDECODABLE, Hit, find, is_short
from gyotaku.tell.secrets import MAX_ADDRESSES, MAX_TOKENS, MIN_ANYWHERE, Secrets, of_recipient, of_tokens, squeeze
from gyotaku.tell.sieve import sift

MAX_ROUNDS = 6
"""Times a text is read again after a cut. The second finds nothing unless the first laid something bare."""
MAX_REMEMBERED = 4096
"""Texts whose result is kept: a report says the same URL in a link, its trail, its findings and their evidence."""

_WORDS = {
    UNDECODABLE: "unreadable",
    "address": "recipient",
    "local": "recipient-local",
    "domain": "recipient-domain",
    "name": "recipient-name",
    "token": "token",
}
_RANK = {what: rank for rank, what in enumerate(_WORDS)}


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was cut and how often; never what it was."""

    what: str
    """``address local domain name token``; ``undecodable`` = coded too deep to be read to its end, cut as a whole."""
    where: str
    """As the caller of :meth:`Redactor.text` named the place."""
    count: int


class Redactor:
    """Cuts one recipient, and one mail's opaque tokens, out of texts. Counts; forgets what it cut."""

    def __init__(self, recipient: Recipient, tokens: Iterable[str] = (), private: bool = False) -> None:
        """``tokens``: values that stand for the recipient, as they stand in URLs. ``private``: cut nothing."""
        self._private = private
        tokens = tuple(dict.fromkeys(t.strip() for t in tokens))
        marks = None if private else of_tokens(tokens)
        own = of_recipient(Recipient((), ()) if private else recipient)
        self._sets: tuple[Secrets, ...] = tuple(s for s in (own, marks) if s and (s.forms or s.values))
        # No boundary is asked for before a local part of five letters or more: see gyotaku.tell.secrets.
        self._plain = (
            ()
            if private
            else tuple(
                sorted(
                    (
                        a
                        for a in recipient.addresses[:MAX_ADDRESSES]
                        if "@" in a and len(squeeze(a.partition("@")[0])) >= 5
                    ),
                    key=len,
                    reverse=True,
                )
            )
        )
        self._addresses = () if private else tuple(a for a in recipient.addresses[:MAX_ADDRESSES] if "@" in a)
        self._tokens = () if private else self._harmless(sorted(tokens, key=len, reverse=True), own)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._guessed: dict[str, tuple[str, tuple[str, ...]]] = {}

    def text(self, value: str, where: str) -> str:
        """``value`` without the recipient; what was cut is counted under ``where``.

        Linear in the text. Never raises; a text that cannot be cleaned in six rounds is replaced as a whole.
        """
        if not value or not self._sets:
            return value
        known = self._known.get(value)
        if known is None:
            known = self._clean(value)
            if len(self._known) < MAX_REMEMBERED:
                self._known[value] = known
        for what in known[1]:
            self._counts[what, where] += 1
        return known[0]

    def guess(self, value: str, where: str) -> str:
        """As :meth:`text`, but only what stands there plainly is cut; :meth:`settle` tells whether that was all.

        Nothing that came of a guess may leave before it was settled.
        """
        if not value or not self._sets:
            return value
        known = self._known.get(value) or self._guessed.get(value)
        if known is None:
            known = self._guessed[value] = self._plainly(value)
        for what in known[1]:
            self._counts[what, where] += 1
        return known[0]

    def settle(self) -> bool:
        """Looks at all guesses at once. True when they were right.

        False when any was wrong: the counts are then void, and every text must be asked for again by :meth:`text`.
        """
        guessed, self._guessed = self._guessed, {}
        texts = list(dict.fromkeys(text for text, _ in guessed.values()))
        short = [text for text in texts if is_short(text)]
        found = sift(short, self._sets)
        deep = {short[i] for i in found.deep}
        top = {short[i] for i in found.top} - deep
        for value, known in guessed.items():
            if known[0] in deep or len(self._known) >= MAX_REMEMBERED:
                continue
            if known[0] in top:
                known = self._clean(value, shallow=True)
            elif not is_short(known[0]):
                known = self._clean(value)
            self._known[value] = known
        right = not deep and all(self._known.get(value) == known for value, known in guessed.items())
        if not right:
            self._counts.clear()
        return right

    def redactions(self) -> tuple[Redaction, ...]:
        """What was cut so far, by place in the order of first cuts."""
        return tuple(Redaction(what, where, count) for (what, where), count in self._counts.items())

    def guard(self) -> Guard:
        """The check for what is rendered from the texts; knows the same secrets."""
        return Guard(self._sets, self._addresses)

    def __repr__(self) -> str:
        return "<Redactor>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a redactor is never pickled")

    @staticmethod
    def _harmless(tokens: list[str], own: Secrets) -> tuple[str, ...]:
        """Tokens that hide nothing of the recipient, so that it is all the same where they are cut."""
        tokens = [t for t in tokens[:MAX_TOKENS] if len(squeeze(t)) >= MIN_ANYWHERE]
        found = sift(tokens, (own,), suspicious=True)
        return tuple(t for i, t in enumerate(tokens) if i not in found.top and i not in found.deep)

    def _plainly(self, value: str) -> tuple[str, tuple[str, ...]]:
        """The common case at the speed of str.replace; all other spellings are the search's work."""
        cut: list[str] = []
        for plain in self._plain:
            if plain in value:
                cut += ["address"] * value.count(plain)
                value = value.replace(plain, "<recipient>")
        for token in self._tokens:
            if token in value:
                value, count = _without(value, token)
                cut += ["token"] * count
        return value, tuple(cut)

    def _clean(self, value: str, shallow: bool = False) -> tuple[str, tuple[str, ...]]:
        """``shallow``: it is known that nothing is hidden below what stands there."""
        value, plainly = self._plainly(value)
        cut = list(plainly)
        nothing_below = shallow
        for _ in range(MAX_ROUNDS):
            hits = find(value, self._sets, shallow=shallow)
            if not hits:
                return value, tuple(cut)
            # What stood in no block code has been cut to the letter, and one look found all there was.
            shallow = nothing_below or (not shallow and not any(h.stack for h in hits))
            done = replace(value, hits)
            if done is None:
                return value, tuple(cut)
            value, more = done
            cut += more
        if replace(value, find(value, self._sets)) is None:
            return value, tuple(cut)
        return "<recipient>", (*cut, "address")


def replace(value: str, hits: list[Hit]) -> tuple[str, list[str]] | None:
    """``value`` with placeholders for the hits and what each was; ``None`` when only placeholders were hit."""
    kept = [m.span() for m in PLACEHOLDER.finditer(value)]
    hits = [h for h in hits if not any(a <= h.start and h.end <= b for a, b in kept)] if kept else hits
    if not hits:
        return None
    out: list[str] = []
    cut: list[str] = []
    last = 0
    for start, end, hit in _merged(hits):
        out += (value[last:start], placeholder(hit))
        cut.append(hit.what)
        last = end
    out.append(value[last:])
    return "".join(out), cut


_BEFORE, _AFTER = frozenset("=/?&#:"), frozenset("&/?#.,;\"'<>) ")


def _without(value: str, token: str) -> tuple[str, int]:
    """``value`` with ``<token>`` wherever the token stands between signs that no code is made of, and how often."""
    out: list[str] = []
    last = 0
    at = value.find(token)
    while at >= 0:
        end = at + len(token)
        if (not at or value[at - 1] in _BEFORE) and (end == len(value) or value[end] in _AFTER):
            out += (value[last:at], "<token>")
            last = end
        at = value.find(token, end)
    out.append(value[last:])
    return "".join(out), len(out) // 2


def placeholder(hit: Hit) -> str:
    """The words that stand where ``hit`` stood."""
    word = _WORDS[hit.what]
    return f"<{'.'.join(hit.stack)}:{word}>" if hit.stack else f"<{word}>"


def _encloses(hit: Hit, spans: list[tuple[int, int]], plain: dict[tuple[int, int], int]) -> bool:
    at = bisect_left(spans, (hit.start, 0))
    for start, end in spans[at : at + 8]:
        if start >= hit.end:
            return False
        if end <= hit.end and (start, end) != (hit.start, hit.end) and plain[start, end] < len(hit.stack):
            return True
    return False


def _merged(hits: list[Hit]) -> list[tuple[int, int, Hit]]:
    """Overlapping hits as one, under the name of the plainest and most telling."""
    merged: list[tuple[int, int, Hit]] = []
    # A hit that encloses another by a longer way was read through it (or past it): the next round will tell.
    plain = {(h.start, h.end): len(h.stack) for h in sorted(hits, key=lambda h: -len(h.stack))}
    spans = sorted(plain)
    hits = [h for h in hits if not _encloses(h, spans, plain)]
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if merged and hit.start < merged[-1][1]:
            start, end, best = merged[-1]
            best = min(best, hit, key=lambda h: (_RANK[h.what], len(h.stack), h.stack))
            merged[-1] = (start, max(end, hit.end), best)
        else:
            merged.append((hit.start, hit.end, hit))
    return merged
