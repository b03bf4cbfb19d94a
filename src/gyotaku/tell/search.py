"""Finds secrets in a text and in every text hidden in it: the common ground of the redactor and the guard."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial
from heapq import heappop, heappush
from typing import NamedTuple

from gyotaku.tell.blocks import MAX_WHOLE, Blocks, has_blob, hints
from gyotaku.tell.layers import INVISIBLE, MAX_DEPTH, Folded, Kept, Layer, children, flatten, flattened, whole
from gyotaku.tell.secrets import DROPPED, LOWERED, Form, Rule, Secrets, squeeze, squeeze_flat
from gyotaku.tell.sieve import sift

MAX_LAYERS = 400
MAX_GROWTH = 96
"""Characters looked at for each character given: one blob at all alignments, turned and nested, needs some twenty."""
MIN_BUDGET = 1_000_000
MAX_EVERY_WAY = 4096
"""Characters of one word up to which its character codes are undone in every order; beyond, one after the other."""


class Hit(NamedTuple):
    """A secret that can be read out of the text."""

    start: int
    end: int
    what: str
    stack: tuple[str, ...]
    """Encodings to undo, outermost first; character codes are not named."""


UNDECODABLE = "undecodable"
"""What a word is when looking into it came to a limit: nobody has seen what it hides, so it must not leave."""

PLACEHOLDER = re.compile(
    r"(?:<|&lt;|&#60;|&#x3c;|\\u003c|%3c|‹)(?:[a-z0-9.]{1,60}(?::|%3a))?(?:recipient(?:-local|-domain|-name)?|token|unreadable)"
    r"(?:>|&gt;|&#62;|&#x3e;|\\u003e|%3e|›)",
    re.IGNORECASE,
)
"""What the redactor wrote, as it is or as a format escapes it: never a leak, whatever the recipient is called."""

_DOTS = re.compile(r"\s?[\[({<]\s?(?:\.|dot)\s?[\])}>]\s?|\s+dot\s+|\s*\.\s*|。|%2e", re.IGNORECASE)
_AT_SIGNS = frozenset(("@", "at", "|", "=", "%40", "%2540", ":", "/", "%3d", "%7c", "aea", "_at_", "#", "*"))
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_CJK_RUN = re.compile("[\u3041-\u30ff\u3400-\u9fff々]")
_VALUE_END = re.compile(r"={0,2}(?:[&#;\"'<>\s)\]|]|$)")
_QUERY = re.compile(r"[?&;#][\w.\-\[\]%]{0,80}=$|[^\s\"'<>()][?#]$")


def find(text: str, sets: tuple[Secrets, ...], once: bool = False, shallow: bool = False) -> list[Hit]:
    """Every place of ``text`` from which a secret can be read.

    ``once``: a stretch that repeats is decoded once, so that only its first place is told (enough for a guard).
    ``shallow``: decode nothing.
    """
    flat = text if text.isascii() else flatten(text)
    short = len(flat) <= MAX_WHOLE
    if short and not _hints(flat) and _is_quiet(flat, sets):
        return []
    root = Layer(text)
    hits: list[Hit] = []
    suspicious = _search(root, sets, hits, flat)
    if shallow:
        return hits
    if short:
        if suspicious or _hints(flat):
            _dig(root, sets, hits, suspicious)
        return hits
    base = flattened(root, flat) if flat != text else root
    for layer in whole(base):
        _search(layer, sets, hits)
    windows = list(_windows(base, suspicious))
    texts = list(dict.fromkeys(layer.text for layer in windows))
    doubtful = {texts[i] for i in sift(texts, sets, suspicious, searched=True).deep}
    for layer in windows:
        if layer.text in doubtful:
            if once:
                doubtful.discard(layer.text)
            _dig(layer, sets, hits, suspicious)
    return hits


def is_short(text: str) -> bool:
    """True when ``text`` is decoded as one stretch."""
    return len(text) <= MAX_WHOLE and (text.isascii() or len(flatten(text)) <= MAX_WHOLE)


def _is_quiet(flat: str, sets: tuple[Secrets, ...]) -> bool:
    """True when no pattern is anywhere in the squeezed text: most texts of a report, in some microseconds."""
    folded = flat if flat.isascii() else flat.casefold()
    data = folded.encode("utf-8", "replace").translate(LOWERED, DROPPED)
    return not any(
        (s.values and ("/" in flat or "#" in flat)) or (s.search and s.search.find_matches_as_indexes(data))
        for s in sets
    )


def _dig(root: Layer, sets: tuple[Secrets, ...], hits: list[Hit], suspicious: bool) -> None:
    """Decodes ``root`` in every way, and what comes out, and so on; ``root`` itself has been searched.

    One that cannot be followed to its end is a hit as a whole: fails closed.
    """
    seen = {root.text}
    queue: list[tuple[int, int, int, Layer, bool]] = [(0, 0, 0, root, suspicious)]
    budget = MIN_BUDGET + MAX_GROWTH * len(root.text)
    while queue:
        # The likely ways first (few turns, few steps): a budget that ends has been spent on those.
        layer, suspicious = heappop(queue)[3:]
        size = len(layer.text)
        budget -= size
        if layer.depth - root.depth >= MAX_DEPTH or len(seen) > MAX_LAYERS or budget < 0:
            if layer is root or _hints(layer.text):
                start, end, _ = root.origin(0, len(root.text))
                hits.append(Hit(start, end, UNDECODABLE, ()))
                return
            continue
        found = list(children(layer, suspicious))
        if size > MAX_EVERY_WAY:
            del found[1:]
        flat = len(found) == 1 and found[0].flat
        if not flat and (suspicious or has_blob(layer.text.encode("ascii", "replace"))):
            blocks = Blocks(layer, suspicious or layer is not root)
            budget -= len(blocks.data)
            if blocks.data:
                _search_bytes(blocks, sets, hits)
                found += blocks.readable()
        for child in found:
            if child.text not in seen:
                seen.add(child.text)
                here = _search(child, sets, hits)
                if here or not child.weak:
                    heappush(queue, (child.turns, child.depth, len(seen), child, here))


_TAIL = re.compile(r"[ \t]{0,2}\r?\n[ \t]{0,2}[A-Za-z0-9+/_=%&#;\\-]{1,80}(?=[\s<>\"']|$)")
_EDGE = re.compile(r"[\s<>\"']")


def _windows(base: Layer, suspicious: bool) -> Iterator[Layer]:
    """The stretches of a long text in which a code may stand: whole words round each hint, neighbours joined."""
    text = base.text
    start = end = -1
    for first, last in hints(text, suspicious):
        if last <= end:
            continue
        low = first
        while low > max(end, first - 2000, 0) and text[low - 1] not in " \t\r\n<>\"'":
            low -= 1
        edge = _EDGE.search(text, last)
        high = edge.start() if edge else len(text)
        if start >= 0 and (low <= end or (low - end <= 4 and not text[end:low].strip(" \t\r\n="))):
            end = high
            continue
        if start >= 0:
            yield _window(base, start, end)
        start, end = low, high
    if start >= 0:
        yield _window(base, start, end)


def _window(base: Layer, start: int, end: int) -> Layer:
    """With the short last line of a blob broken over lines, which hints at nothing by itself."""
    if tail := _TAIL.match(base.text, end):
        end = tail.end()
    return Layer(base.text[start:end], base, partial(_lift_window, start))


def _lift_window(shift: int, start: int, end: int) -> tuple[int, int, str]:
    return start + shift, end + shift, ""


def _hints(text: str) -> bool:
    if len(text) < 6:
        return False
    if "%" in text or "\\" in text or "=" in text or "<" in text or ("&" in text and ";" in text) or "&#" in text:
        return True
    return has_blob(text.encode("ascii", "replace"))


# -- One layer ---------------------------------------------------------------------------------------------------------


class Squeezed:
    """A text's squeezed bytes, and the way from them back to its characters."""

    __slots__ = ("_map", "data", "text")

    def __init__(self, text: str, flat: str | None = None) -> None:
        self.text = text
        self.data = squeeze(text) if flat is None or flat is text else squeeze_flat(flat)
        self._map: Kept | Folded | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters that the squeezed bytes ``start`` to ``end`` came from."""
        if self._map is None:
            ascii_only = self.text.isascii()
            self._map = Kept(self.text.encode(), DROPPED) if ascii_only else Folded(self.text, squeeze)
        return self._map.at(start), self._map.at(end - 1) + 1


def _search(layer: Layer, sets: tuple[Secrets, ...], hits: list[Hit], flat: str | None = None) -> bool:
    """Adds the layer's verified hits; True when anything at all, verified or not, was seen. ``flat``: if known."""
    view = Squeezed(layer.text, flat)
    seen = False
    for secrets in sets:
        if secrets.search is not None:
            for index, start, end in secrets.search.find_matches_as_indexes(view.data, overlapping=True):
                seen = True
                form = secrets.forms[index]
                if form.rule != Rule.TRIGGER:
                    if form.rule == Rule.DIGEST:
                        end = start + _same(view.data[start : start + 128], form.literal)
                    low, high = view.span(start + form.front, end - form.back)
                    if _verified(layer, form, low, high):
                        _add(layer, form, low, high, hits)
        if secrets.values:
            _search_values(layer, secrets, hits)
        if secrets.raw is not None and layer.depth and (not layer.text.isascii() or "\x1b" in layer.text):
            _search_raw(layer, secrets, hits)
    return seen


def _add(layer: Layer, form: Form, start: int, end: int, hits: list[Hit]) -> None:
    low, high, stack = layer.origin(start, end)
    hits.append(Hit(low, high, form.what, (*stack, form.via) if form.via else stack))


def _search_raw(layer: Layer, secrets: Secrets, hits: list[Hit]) -> None:
    """Digests and names in other charsets, in what a character code decoded to bytes that are no UTF-8."""
    assert secrets.raw is not None
    data = layer.text.encode("utf-8", "surrogateescape" if not _LONE.search(layer.text) else "replace")
    for index, start, end in secrets.raw.find_matches_as_indexes(data.translate(LOWERED), overlapping=True):
        end = max(end, start + _same_bytes(data[start : start + 64], secrets.raw_forms[index]))
        low = len(data[:start].decode("utf-8", "surrogateescape"))
        high = low + len(data[start:end].decode("utf-8", "surrogateescape"))
        _add(layer, secrets.raw_forms[index], low, high, hits)


def _search_values(layer: Layer, secrets: Secrets, hits: list[Hit]) -> None:
    text = layer.text
    if "=" not in text and "/" not in text and "#" not in text:
        return
    folded = text.casefold()
    if len(folded) != len(text):
        return
    for value, what in secrets.values.items():
        if layer.blob and len(value) < 4:
            continue
        at = folded.find(value)
        while at >= 0:
            end = at + len(value)
            if at and text[at - 1] in "=/#?" and _VALUE_END.match(text, end) and _is_value(text, at):
                _add(layer, Form(what, "", Rule.VALUE, value), at, end, hits)
            at = folded.find(value, end)


def _is_value(text: str, at: int) -> bool:
    """True when a URL's query or fragment value, or the last segment of its path, begins at ``at``."""
    before = text[max(0, at - 500) : at]
    if _QUERY.search(before[-90:]):
        return True
    scheme = before.rfind("://")
    return before[-1:] == "/" and scheme >= 0 and "/" in before[scheme + 3 :] and not re.search(r"\s", before[scheme:])


# -- Verification ------------------------------------------------------------------------------------------------------


def _letter(char: str) -> bool:
    if not char.isascii():
        char = unicodedata.normalize("NFKC", char)
    return char.isascii() and char.isalnum()


def _bare(span: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", span)).casefold().translate(_CONTROLS)


_CONTROLS = dict.fromkeys([*range(32), 127])


def _tight(span: str, literal: str) -> bool:
    """True when ``span`` is ``literal`` with nothing between but invisible characters, or with as much between all."""
    bare = _bare(span)
    if bare == literal or _DOTS.sub(".", bare) == literal:
        return True
    wanted = re.sub(r"[\W_]+", "", literal)
    parts = re.split(r"[\W_]+", bare)
    return len(parts) == len(wanted) > 3 and "".join(parts) == wanted


def _verified(layer: Layer, form: Form, start: int, end: int) -> bool:
    rule, text = form.rule, layer.text
    if rule in (Rule.DIGEST, Rule.CODED):
        return end - start <= 600
    if rule == Rule.ADDRESS:
        return _is_address(text, form, start, end)
    left = start > 0 and _letter(text[start - 1])
    right = end < len(text) and _letter(text[end])
    span = text[start:end]
    if form.name and not left and not right and _is_name(span, form.name):
        return True
    if rule == Rule.ANY:
        return _tight(span, form.literal) or (form.what == "token" and end - start <= 3 * len(form.literal))
    if rule == Rule.NAME:
        return not left and not right and _is_name(span, form.literal)
    if rule == Rule.CJK:
        return not _beside(text, start, end) and _tight_cjk(span)
    if not _tight(span, form.literal) and not (rule == Rule.WORD and _tight_cjk(span) and not span.isascii()):
        return False
    if rule == Rule.WORD:
        if form.front or form.back:
            return (form.front > 0 or not left) and (form.back > 0 or not right)
        return not (left or right) or (layer.blob and len(form.literal) >= 6)
    return _is_host(layer, start, end)


def _is_host(layer: Layer, start: int, end: int) -> bool:
    """A domain counts as a whole host or the end of one; in decoded noise a few letters before it prove nothing."""
    text = layer.text
    before = re.search(r"[A-Za-z0-9-]*$", text[max(0, start - 64) : start])
    run = before.group() if before else ""
    after = text[end : end + 1]
    if after and (_letter(after) or after == "-") and not layer.blob:
        return False
    if not run or _letter(run[-1]) is False:
        return True
    if not layer.blob:
        return False
    lead = text[max(0, start - len(run) - 1) : start - len(run)]
    return len(run) <= 3 and lead not in ("/", ".", "@", "=", ":")


def _is_address(text: str, form: Form, start: int, end: int) -> bool:
    span = text[start:end]
    if len(_bare(span)) > 3 * len(squeeze(span)) + 24:
        return False
    local = squeeze(form.literal)
    sure = len(local) >= 5
    if start and _letter(text[start - 1]) and not sure:
        return False
    if sure or not local:
        return True
    # A short local part beside a domain is chance ("a gmail.com user") unless something between says "at".
    size, at = len(local), 0
    while at < len(span) and size > 0:
        size -= len(squeeze(span[at]))
        at += 1
    between = re.match(r"[\W_]*(?:at(?=[\W_])|2540|40|3d|aea)?[\W_]*", _bare(span[at:]))
    sign = between.group() if between else ""
    return re.sub(r"[\s\[\](){}<>\"'+.-]", "", sign) in _AT_SIGNS or "@" in sign


def _is_name(span: str, literal: str) -> bool:
    bare = _bare(span)
    parts = [p for p in re.split(r"[\W_]+", bare) if p]
    return parts == literal.split() or len(parts) == 1 or all(len(p) == 1 for p in parts)


def _tight_cjk(span: str) -> bool:
    return len(_bare(span)) <= 3 * len(span) and not re.search(r"[^\w\s・,..゙゚]", _bare(span))


def _beside(text: str, start: int, end: int) -> bool:
    """True when a short name touches letters of its own kind: it is then a piece of some other word."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if after.startswith(("様", "さま", "さん", "殿", "氏", "先生")):
        after = ""
    return bool(_CJK_RUN.match(before)) or bool(_CJK_RUN.match(after))


# -- Decoded bytes -----------------------------------------------------------------------------------------------------


def _search_bytes(blocks: Blocks, sets: tuple[Secrets, ...], hits: list[Hit]) -> None:
    """Secrets in block-decoded bytes at any alignment, where most of what stands around them is noise."""
    data = blocks.data
    lowered = data.translate(LOWERED)
    squeezed = data.translate(LOWERED, DROPPED)
    kept: Kept | None = None
    for secrets in sets:
        if secrets.raw is not None:
            for index, start, end in secrets.raw.find_matches_as_indexes(lowered, overlapping=True):
                end = max(end, start + _same_bytes(data[start : start + 64], secrets.raw_forms[index]))
                _add_bytes(blocks, secrets.raw_forms[index], start, end, hits)
        if secrets.search is None:
            continue
        for index, start, end in secrets.search.find_matches_as_indexes(squeezed, overlapping=True):
            form = secrets.forms[index]
            if form.rule == Rule.TRIGGER or end - start < 6:
                continue
            kept = kept or Kept(data, DROPPED)
            if form.rule == Rule.DIGEST:
                end = start + _same(squeezed[start : start + 128], form.literal)
            low, high = kept.at(start + form.front), kept.at(end - form.back - 1) + 1
            span = data[low:high]
            if form.rule in (Rule.DIGEST, Rule.CODED, Rule.ADDRESS) or _noise_tight(span, form.literal):
                if form.rule == Rule.HOST and _longer_host(data, low):
                    continue
                _add_bytes(blocks, form, low, high, hits)


def _same(data: bytes, digest: str) -> int:
    """Characters from the start in which ``data`` is the digest."""
    whole_digest = digest.encode()
    if data.startswith(whole_digest):
        return len(whole_digest)
    return next((i for i, (a, b) in enumerate(zip(data, whole_digest, strict=False)) if a != b), len(data))


def _same_bytes(data: bytes, form: Form) -> int:
    return _same(data.hex().encode(), form.literal) // 2 if form.rule == Rule.DIGEST else 0


def _longer_host(data: bytes, start: int) -> bool:
    run = re.search(rb"[A-Za-z0-9-]*$", data[max(0, start - 64) : start])
    size = len(run.group()) if run else 0
    return size > 3 or (size > 0 and data[start - size - 1 : start - size] in (b"/", b".", b"@", b"=", b":"))


def _noise_tight(span: bytes, literal: str) -> bool:
    bare = span.translate(LOWERED, b"\0").decode("utf-8", "replace")
    return bare == literal or _tight(bare, literal) or (not bare.isascii() and len(bare) <= 2 * len(literal))


def _add_bytes(blocks: Blocks, form: Form, start: int, end: int, hits: list[Hit]) -> None:
    low, high, name = blocks.lift(start, end)
    low, high, stack = blocks.layer.origin(low, high)
    via = (form.via,) if form.via else ()
    hits.append(Hit(low, high, form.what, (*stack, name, *via)))
