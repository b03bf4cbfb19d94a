"""Which parts of a mail a common reader shows, and the text a reader sees there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from gyotaku.mail.invisible import Run, named, without_invisible
from gyotaku.mail.language import language_of
from gyotaku.mail.visible import read_html
from gyotaku.model import Body, Hidden, Mail, Part, Section
from gyotaku.patterns import pattern

MAX_NESTING = 64
"""Containers within containers that are followed; deeper parts are not shown (no reader in use shows more than 100)."""
MAX_SECTIONS = 100
"""Parts shown one below the other."""
MAX_PLAIN_CHARS = 4_000_000
"""Of one text/plain part; above it the rest is not read as body."""
FULL_COMPARE_SAMPLES = 48
"""Samples of the shorter alternative that are looked for in the longer one."""
SAMPLE = 8
"""Characters of one sample: two words of English, a phrase of Japanese."""

EXCUSE_CHARS = 600
"""A plain part below it that names HTML is the usual "your reader cannot show HTML": no second story."""

_URL = pattern(r"https?://[!-~]{1,4096}|www\.[!-~]{1,4096}|mailto:[!-~]{1,4096}")
"""In lower case: alternatives that begin with a plain letter each are searched for three times as fast."""
_HOST = pattern(r"https?://(?:[^\s/@\"'<>]{0,100}@)?([a-z0-9.-]{1,253})", re.I)
_WORDS = pattern(r"[^\W_]+")
_MANY_BREAKS = pattern(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Choice:
    """The parts a reader shows, and the alternatives it sets aside."""

    shown: tuple[Part, ...]
    aside: tuple[Part, ...]
    """Text parts that some other reader would show instead."""


def choose(mail: Mail) -> Choice:
    """The text parts shown (RFC 2046 sections 5.1.3 to 5.1.5): of alternatives the last HTML, else the last text."""
    children = _children(mail)
    roots = children.get("", ())
    shown: list[Part] = []
    aside: list[Part] = []
    for part in roots:
        _show(part, children, shown, aside, 0)
    if not shown:
        # A mail whose only text is an "attachment": readers open it in place of a body.
        only = [p for p in mail.parts if p.text is not None and p.media_type in {"text/plain", "text/html"}]
        if len(only) == 1 and len([p for p in mail.parts if not p.is_container]) == 1:
            shown = only
    return Choice(tuple(shown[:MAX_SECTIONS]), tuple(aside[:MAX_SECTIONS]))


def parent_path(path: str) -> str:
    """Path of the container: ``1.2`` → ``1``; top-level parts → ``0``; the root → ``""``."""
    if path == "0":
        return ""
    return path.rpartition(".")[0] or "0"


def _children(mail: Mail) -> dict[str, list[Part]]:
    paths = {p.path for p in mail.parts}
    found: dict[str, list[Part]] = {}
    for part in mail.parts:
        parent = parent_path(part.path)
        found.setdefault(parent if parent in paths else "", []).append(part)
    return found


def _show(part: Part, children: dict[str, list[Part]], shown: list[Part], aside: list[Part], depth: int) -> None:
    if depth > MAX_NESTING:
        return
    if not part.is_container:
        if part.media_type in {"text/html", "text/plain"} and part.text is not None and _inline(part, shown):
            shown.append(part)
        return
    inside = children.get(part.path, [])
    if part.media_type == "multipart/alternative":
        _show_best(inside, children, shown, aside, depth)
        return
    if part.media_type == "multipart/related":
        before = len(shown)
        for child in inside:
            _show(child, children, shown, aside, depth + 1)
            if len(shown) > before:
                return
        return
    for child in inside:
        _show(child, children, shown, aside, depth + 1)


def _inline(part: Part, shown: list[Part]) -> bool:
    if part.disposition == "attachment":
        return False
    return not (part.filename and shown and part.disposition != "inline")


def _show_best(
    inside: list[Part], children: dict[str, list[Part]], shown: list[Part], aside: list[Part], depth: int
) -> None:
    best: list[Part] = []
    for child in inside:
        mine: list[Part] = []
        _show(child, children, mine, aside, depth + 1)
        if not mine:
            continue
        if best and _has_html(best) and not _has_html(mine):
            aside += mine
        else:
            aside += best
            best = mine
    shown += best


def _has_html(parts: list[Part]) -> bool:
    return any(p.media_type == "text/html" for p in parts)


def read_body(mail: Mail) -> Body:
    """What the reader sees of ``mail``. Never raises; time linear in the size of the text parts."""
    choice = choose(mail)
    texts: list[str] = []
    sections: list[Section] = []
    hidden: list[Hidden] = []
    length = 0
    for part in choice.shown:
        text, runs = visible_text(part)
        if texts:
            texts.append("\n\n")
            length += 2
        texts.append(text)
        sections.append(Section(part.path, length, length + len(text)))
        length += len(text)
        hidden += [Hidden(part.path, run.how, run.text) for run in runs]
    body = "".join(texts)
    plain = _plain(choice)
    first = choice.shown[0] if choice.shown else None
    return Body(
        text=body,
        sections=tuple(sections),
        hidden=tuple(hidden),
        plain=plain,
        alternatives_differ=plain is not None and differ(plain, body, _targets(choice)),
        language=language_of(body),
        charset_as_labelled=first.charset if first else None,
        charset_as_read=first.charset_read if first else None,
    )


def visible_text(part: Part) -> tuple[str, tuple[Run, ...]]:
    """Visible text of a text part and what is hidden in it; offsets of links and pointers count in this text."""
    text = part.text or ""
    if part.media_type == "text/html":
        reading = read_html(text)
        return reading.text, reading.hidden
    return plain_text(text)


@lru_cache(maxsize=4)
def plain_text(text: str) -> tuple[str, tuple[Run, ...]]:
    """Visible text of a text/plain part: line ends as ``\\n``, white space folded within lines, empty lines to one.

    The last few are remembered, because body and links are read from the same one.
    """
    text = text[:MAX_PLAIN_CHARS]
    runs: tuple[Run, ...] = ()
    if not text.isascii():
        counts: Counter[tuple[str, str]] = Counter()
        text = without_invisible(text, counts)
        runs = named(counts)
    folded = "\n".join([" ".join(line.split()) for line in text.splitlines()])
    return _MANY_BREAKS.sub("\n\n", folded).strip("\n"), runs


def _plain(choice: Choice) -> str | None:
    if not any(p.media_type == "text/html" for p in choice.shown):
        return None
    plains = [p for p in choice.aside if p.media_type == "text/plain"]
    return "\n\n".join(plain_text(p.text or "")[0] for p in plains) if plains else None


def _targets(choice: Choice) -> str:
    return " ".join(
        place.url for p in choice.shown if p.media_type == "text/html" for place in read_html(p.text or "").places
    )


def differ(plain: str, shown: str, targets: str) -> bool:
    """True when two alternatives say different things: neither is roughly a shorter form of the other.

    Compared without white space, punctuation, letter case and URLs, so layout does not count. Where the words tell too
    little (a plain part of one line), two sets of link hosts that have nothing in common tell.
    """
    a, b = _essence(plain), _essence(shown)
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    hosts, html_hosts = _hosts(plain), _hosts(targets + " " + shown)
    foreign = bool(hosts and html_hosts) and hosts.isdisjoint(html_hosts)
    if len(short) < 5 * SAMPLE:
        return foreign and bool(a)
    if len(a) < EXCUSE_CHARS and "html" in a:
        return foreign
    step = max(1, (len(short) - SAMPLE) // FULL_COMPARE_SAMPLES)
    samples = [short[i : i + SAMPLE] for i in range(0, len(short) - SAMPLE + 1, step)][: FULL_COMPARE_SAMPLES + 1]
    same = sum(sample in long for sample in samples) / len(samples)
    return same < 0.25 or (same < 0.6 and foreign)


def _essence(text: str) -> str:
    text = text[:200_000].lower()
    if "://" in text or "www." in text:
        text = _URL.sub(" ", text)
    return "".join(_WORDS.findall(text[:100_000])).casefold()


def _hosts(text: str) -> set[str]:
    found = set()
    for host in _HOST.findall(text[:400_000])[:500]:
        labels = host.lower().strip(".").split(".")
        # Two labels, or three below co.jp and its like: near enough to compare, and no suffix list is loaded.
        deep = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
        found.add(".".join(labels[-3:] if deep else labels[-2:]))
    return found
