"""What of an HTML part a reader sees, what is hidden from them, and where in the visible text each link stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from gyotaku.mail import markup
from gyotaku.mail.invisible import INVISIBLE, Run, named, without_invisible
from gyotaku.mail.places import URL_ATTRIBUTES, Place, Places
from gyotaku.mail.styles import (
    BLACK,
    CLEAR,
    LINK,
    PLAIN,
    UNKNOWN,
    UNREADABLE_PX,
    UNSET,
    WHITE,
    Colour,
    Look,
    Sheet,
    colour_of,
    look_of,
    same_colour,
)

MAX_TOKENS = 600_000
"""Tags and texts walked in one part; about a second. Real mails stay below 20,000."""
MAX_HIDDEN = 200
"""Stretches of hidden text kept in one part, and as many attribute texts."""
MAX_HIDDEN_CHARS = 4_000
"""Of one stretch of hidden text."""
MAX_SCRIPT_CHARS = 64_000
"""Of one script that is kept for its addresses."""
MAX_STACK = 4_096
"""Open elements remembered when markup is read flat; deeper ones take their parent's look."""
LOOK_BACK = 64
"""Open elements among which a closing tag looks for its own; always the last one in nested markup."""

_NO_GAP, _SPACE, _LINE, _PARAGRAPH = range(4)
_BREAKS = ("", " ", "\n", "\n\n")
_GAPS = {
    **dict.fromkeys(("td", "th"), _SPACE),
    **dict.fromkeys(
        "div tr li dt dd section article header footer main nav aside address form fieldset figure figcaption center "
        "tbody thead tfoot caption body option legend details summary html".split(),
        _LINE,
    ),
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6 hr blockquote ul ol dl pre table".split(), _PARAGRAPH),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One HTML part, read."""

    text: str
    places: tuple[Place, ...]
    """In document order."""
    hidden: tuple[Run, ...]
    base: str
    """``<base href>`` as written; ``""`` when there is none."""
    pictures: tuple[str, ...]
    """``data:image/…`` URLs, for codes drawn in them."""
    scripts: tuple[str, ...]
    flat: bool
    """True when the markup was too deep or too large to nest, and was read as written."""


class _State(NamedTuple):
    """What holds for text at this point of the tree."""

    hides: str
    """Why everything below is hidden, past any style of its own."""
    how: str
    """Why text here is not seen; ``""`` = it is seen."""
    visible: bool
    colour: Colour
    paper: Colour
    px: float


class _Effect(NamedTuple):
    """What an element's own attributes say."""

    look: Look
    colour: Colour
    paper: Colour
    hides: str


_ROOT = _State("", "", True, BLACK, WHITE, 16.0)
_NO_EFFECT = _Effect(PLAIN, UNSET, UNSET, "")


@lru_cache(maxsize=8)
def read_html(html: str) -> Reading:
    """Read one HTML part. Never raises; time linear in the size.

    The last few readings are remembered, because body and links are read from the same one.
    """
    written, nested = markup.normalised(html)
    walk = _Walk(written, flat=not nested)
    walk.run()
    return walk.reading()


class _Walk:
    """One pass over the tags of a part."""

    def __init__(self, html: str, *, flat: bool) -> None:
        self.html = html
        self.flat = flat
        self.out: list[str] = []
        self.length = 0
        self.gap = _NO_GAP
        self.state = _ROOT
        self.stack: list[tuple[str, _State, int]] = [("", _ROOT, -1)]
        """(tag, what holds before it, index of the place it anchors or -1)"""
        self.pre = 0
        self.sheet = Sheet()
        self.effects: dict[tuple[str, str], _Effect] = {}
        self.found = Places()
        self.hidden: list[Run] = []
        self.labels: list[Run] = []
        self.unseen: list[str] = []
        self.unseen_how = ""
        self.unseen_chars = 0
        self.invisible: Counter[tuple[str, str]] = Counter()
        self.scripts: list[str] = []

    # -- the walk

    def run(self) -> None:
        html, position, left = self.html, 0, MAX_TOKENS
        text, opened, closed = self.text, self.open, self.close
        while position < len(html) and left > 0:
            for m in markup.TOKEN.finditer(html, position):
                left -= 1
                which = m.lastindex
                if which == markup.TEXT:
                    text(m[0])
                elif which == markup.ATTRIBUTES:
                    name = m[markup.NAME]
                    if not name.islower():
                        name = name.lower()
                    if m[markup.SLASH]:
                        closed(name)
                        continue
                    opened(name, m[markup.ATTRIBUTES])
                    if name in markup.RAW:
                        position = markup.raw_end(html, name, m.end())
                        self.raw(name, html[m.end() : position])
                        break
                elif which == markup.COMMENT:
                    self.comment(m[markup.COMMENT])
                if left <= 0:
                    break
            else:
                break
        if left <= 0:
            self.hidden.append(Run("limit-tokens", f"{MAX_TOKENS}"))

    def reading(self) -> Reading:
        self.flush()
        text = "".join(self.out)
        return Reading(
            text=text,
            places=self.found.trimmed(text),
            hidden=(*self.hidden, *self.labels, *named(self.invisible)),
            base=self.found.base,
            pictures=tuple(self.found.pictures),
            scripts=tuple(self.scripts),
            flat=self.flat,
        )

    # -- text

    def text(self, raw: str) -> None:
        if "&" in raw:
            raw = unescape(raw)
        if self.state.how:
            self.unsee(raw)
            return
        if not raw.isascii() and INVISIBLE.search(raw):
            raw = without_invisible(raw, self.invisible)
        if not self.pre:
            self.line(raw)
            return
        lines = raw.split("\n")
        self.line(lines[0])
        for one in lines[1:]:
            self.gap = _PARAGRAPH if self.gap >= _LINE else _LINE
            self.line(one)

    def line(self, raw: str) -> None:
        """Add text, white space folded (also the no-break and the ideographic space)."""
        words = " ".join(raw.split())
        if not words:
            if raw and not self.gap:
                self.gap = _SPACE
            return
        gap = self.gap
        if (gap or raw[0].isspace()) and self.out:
            self.out.append(_BREAKS[gap or _SPACE])
            self.length += 2 if gap == _PARAGRAPH else 1
        self.out.append(words)
        self.length += len(words)
        self.gap = _SPACE if raw[-1].isspace() else _NO_GAP

    # -- what is not seen

    def unsee(self, raw: str) -> None:
        if self.unseen_how != self.state.how:
            self.flush()
            self.unseen_how = self.state.how
        if self.unseen_chars < MAX_HIDDEN_CHARS:
            self.unseen.append(raw[:MAX_HIDDEN_CHARS])
            self.unseen_chars += len(raw)

    def flush(self) -> None:
        if self.unseen:
            self.note(self.hidden, self.unseen_how, " ".join(self.unseen))
            self.unseen.clear()
            self.unseen_chars = 0

    @staticmethod
    def note(runs: list[Run], how: str, text: str) -> None:
        text = text[:MAX_HIDDEN_CHARS]
        if not text.isascii():
            text = INVISIBLE.sub("", text)
        text = " ".join(text.split())
        if text and len(runs) < MAX_HIDDEN:
            runs.append(Run(how, text))

    def comment(self, text: str) -> None:
        if text.startswith("[if") and "[endif]" in text:
            # Shown by Outlook's Word engine only: its links are real for those readers, its text repeats what is shown.
            self.found.outlook(text, self.length)
        else:
            self.note(self.hidden, "comment", text)

    def raw(self, name: str, content: str) -> None:
        """The content of an element that is text to the tag reader."""
        if name == "style":
            self.sheet.read(content)
            self.effects.clear()
            self.found.css(content, self.length)
        elif name == "script":
            self.scripts.append(content[:MAX_SCRIPT_CHARS])
        elif name == "title":
            self.note(self.labels, "title", unescape(content[:MAX_HIDDEN_CHARS]))
        elif name in {"textarea", "xmp", "plaintext"}:
            self.text(content)
        else:
            self.note(self.labels, "attribute", content)

    # -- elements

    def open(self, name: str, attrs: str) -> None:
        if name == "br":
            if not self.state.how:
                self.gap = _PARAGRAPH if self.gap >= _LINE else _LINE
            return
        gap = _GAPS.get(name, 0)
        if gap > self.gap:
            self.gap = gap
        before = self.state
        anchor = -1
        if attrs:
            key = (name, attrs)
            effect = self.effects.get(key)
            if effect is None:
                found = markup.attributes(attrs)
                effect = self.effect(name, found)
                if URL_ATTRIBUTES.isdisjoint(found):
                    self.effects[key] = effect
                else:
                    anchor = self.found.element(name, found, self.length)
                if name in {"input", "button"}:
                    self.control(found)
        else:
            effect = self.effect(name, {}) if self.sheet.tags else _NO_EFFECT
        if name in markup.VOID or len(self.stack) >= MAX_STACK:
            return
        self.stack.append((name, before, anchor))
        if effect is not _NO_EFFECT:
            self.state = self.changed(effect)
        if name == "pre":
            self.pre += 1

    def close(self, name: str) -> None:
        gap = _GAPS.get(name, 0)
        if gap > self.gap:
            self.gap = gap
        stack = self.stack
        at = len(stack) - 1
        if stack[at][0] != name:
            low = max(0, at - LOOK_BACK)
            while at > low and stack[at][0] != name:
                at -= 1
            if at == low:
                return
        if name == "pre":
            self.pre -= 1
        while len(stack) > at and at:
            _, self.state, anchor = stack.pop()
            if anchor >= 0:
                self.found.end(anchor, self.length)

    def effect(self, name: str, found: dict[str, str]) -> _Effect:
        style = found.get("style", "")
        if style:
            if "&" in style:
                style = unescape(style)
            if "(" in style:
                self.found.css(style, self.length)
        if self.sheet.count:
            style = self.sheet.style_for(name, found.get("class", ""), found.get("id", ""), style)
        look = look_of(style) if style else PLAIN
        if not found:
            return _NO_EFFECT if look is PLAIN else _Effect(look, look.colour, look.background, "")
        colour, paper = look.colour, look.background
        if colour == UNSET:
            if name == "font" and "color" in found:
                colour = colour_of(found["color"])
            elif name == "body" and "text" in found:
                colour = colour_of(found["text"])
            elif name == "a" and "href" in found:
                colour = LINK
        if "background" in found:
            paper = UNKNOWN
        elif paper == UNSET and "bgcolor" in found:
            paper = colour_of(found["bgcolor"])
        for label in ("alt", "title"):
            if found.get(label):
                self.note(self.labels, "attribute", unescape(found[label][:MAX_HIDDEN_CHARS]))
        hides = look.hides or ("attribute" if "hidden" in found or name in {"template", "datalist"} else "")
        if look is PLAIN and colour == UNSET and paper == UNSET and not hides:
            return _NO_EFFECT
        return _Effect(look, colour, paper, hides)

    def changed(self, effect: _Effect) -> _State:
        state = self.state
        look = effect.look
        hides = state.hides or effect.hides
        visible = state.visible if look.visible is None else look.visible
        colour = state.colour if effect.colour == UNSET else effect.colour
        paper = state.paper if effect.paper in {UNSET, CLEAR} else effect.paper
        px = state.px
        if look.size is not None:
            px = px * look.size if look.relative else look.size
        if hides:
            how = hides
        elif not visible:
            how = "visibility-hidden"
        elif px <= UNREADABLE_PX:
            how = "zero-size"
        elif same_colour(colour, paper):
            how = "same-colour"
        else:
            how = ""
        return _State(hides, how, visible, colour, paper, px)

    def control(self, found: dict[str, str]) -> None:
        """The label of a button and the words in an empty field are seen."""
        kind = found.get("type", "").lower()
        if kind == "hidden" or self.state.how:
            return
        shown = found.get("value") if kind in {"submit", "button", "reset"} else found.get("placeholder")
        if shown:
            self.gap = max(self.gap, _SPACE)
            self.text(shown)
            self.gap = max(self.gap, _SPACE)
