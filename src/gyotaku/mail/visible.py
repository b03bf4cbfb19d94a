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

MAX_TAGS = 300_000
"""Tags walked in one part, each with the text behind it; about half a second. Real mails stay below 10,000."""
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


class _Tag(NamedTuple):
    """What one tag, as written, does every time it stands there."""

    does: int
    name: str
    gap: int
    """The least distance it puts between what is before and behind it."""
    effect: _Effect


_CLOSES, _OPENS, _BREAKS_LINE, _STANDS = range(4)
"""What a tag can do: the last is of an element without content, which only keeps its distance."""
_ROOT = _State("", "", True, BLACK, WHITE, 16.0)
_NO_EFFECT = _Effect(PLAIN, UNSET, UNSET, "")
_PAINTING = frozenset(("color", "text", "background", "bgcolor", "hidden"))
"""Attributes that act like a style. Without them an element's effect hangs on its name, style, class and id."""


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
        self.tags: dict[str, _Tag] = {}
        """What tags do that were met before: most stand in a mail many times, to the letter."""
        self.effects: dict[tuple[str, ...], _Effect] = {}
        self.turns: dict[tuple[int, int], _State] = {}
        """(identity of a state, identity of an effect) to the state below; both are kept alive by the next two."""
        self.states: dict[_State, _State] = {_ROOT: _ROOT}
        self.distinct: dict[_Effect, _Effect] = {_NO_EFFECT: _NO_EFFECT}
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
        html, left = self.html, MAX_TAGS
        position = html.find("<")
        self.text(html if position < 0 else html[:position])
        known, text, met = self.tags.get, self.text, self.met
        while 0 <= position < len(html) and left > 0:
            for m in markup.TAG.finditer(html, position):
                left -= 1
                written, comment, behind = m.groups()
                if written is not None:
                    tag = known(written)
                    if tag is not None:
                        met(tag)
                    elif (raw := self.new(written)) in markup.RAW:
                        position = markup.raw_end(html, raw, m.start(markup.BEHIND))
                        self.raw(raw, html[m.start(markup.BEHIND) : position])
                        break
                elif comment is not None:
                    self.comment(comment)
                if behind:
                    text(behind)
                if left <= 0:
                    break
            else:
                break
        if left <= 0:
            self.hidden.append(Run("limit-tags", f"{MAX_TAGS}"))

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
        if self.state.how:
            self.unsee(unescape(raw) if "&" in raw else raw)
            return
        if "&" in raw:
            raw = unescape(raw)
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
            self.tags.clear()
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

    def met(self, tag: _Tag) -> None:
        """A tag whose doing is known."""
        does, name, gap, effect = tag
        if does == _BREAKS_LINE:
            if not self.state.how:
                self.gap = _PARAGRAPH if self.gap >= _LINE else _LINE
            return
        if gap > self.gap:
            self.gap = gap
        if does == _CLOSES:
            self.close(name)
        elif does == _OPENS:
            self.push(name, effect, -1)

    def new(self, written: str) -> str:
        """A tag not met before, or one that names a URL and so must be read each time. The opened element's name."""
        slash, name, attrs = markup.tag(written)
        gap = _GAPS.get(name, 0)
        if slash:
            tag = _Tag(_CLOSES, name, gap, _NO_EFFECT)
        elif name == "br":
            tag = _Tag(_BREAKS_LINE, name, gap, _NO_EFFECT)
        else:
            found = markup.attributes(attrs) if attrs else {}
            if not URL_ATTRIBUTES.isdisjoint(found) or name in markup.RAW or name in {"input", "button"}:
                self.special(name, gap, found)
                return name
            tag = _Tag(_STANDS if name in markup.VOID else _OPENS, name, gap, self.effect(name, found))
        self.tags[written] = tag
        self.met(tag)
        return ""

    def special(self, name: str, gap: int, found: dict[str, str]) -> None:
        """An element that says more than how it looks."""
        if gap > self.gap:
            self.gap = gap
        effect = self.effect(name, found)
        anchor = self.found.element(name, found, self.length)
        if name in {"input", "button"}:
            self.control(found)
        if name not in markup.VOID:
            self.push(name, effect, anchor)

    def push(self, name: str, effect: _Effect, anchor: int) -> None:
        if len(self.stack) >= MAX_STACK:
            return
        before = self.state
        self.stack.append((name, before, anchor))
        if effect is not _NO_EFFECT:
            key = (id(before), id(effect))
            after = self.turns.get(key)
            if after is None:
                after = _changed(before, effect)
                after = self.turns[key] = self.states.setdefault(after, after)
            self.state = after
        if name == "pre":
            self.pre += 1

    def close(self, name: str) -> None:
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
        """What the attributes do to what is seen; what they say besides (labels, pictures of a style) is noted."""
        style = found.get("style", "")
        if style:
            if "&" in style:
                style = unescape(style)
            if "(" in style:
                self.found.css(style, self.length)
        for label in ("alt", "title"):
            if found.get(label):
                self.note(self.labels, "attribute", unescape(found[label][:MAX_HIDDEN_CHARS]))
        if name in markup.VOID:
            return _NO_EFFECT
        if not _PAINTING.isdisjoint(found):
            return self.looked(name, found, style)
        key = (name, style, found.get("class", ""), found.get("id", ""), "href" if "href" in found else "")
        effect = self.effects.get(key)
        if effect is None:
            effect = self.effects[key] = self.looked(name, found, style)
        return effect

    def looked(self, name: str, found: dict[str, str], style: str) -> _Effect:
        if self.sheet.count:
            style = self.sheet.style_for(name, found.get("class", ""), found.get("id", ""), style)
        look = look_of(style) if style else PLAIN
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
        hides = look.hides or ("attribute" if "hidden" in found or name in {"template", "datalist"} else "")
        effect = _Effect(look, colour, paper, hides)
        return self.distinct.setdefault(effect, effect)

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


def _changed(state: _State, effect: _Effect) -> _State:
    """What holds below an element."""
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
