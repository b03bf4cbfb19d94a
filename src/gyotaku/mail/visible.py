"""What of an HTML part a reader sees, what is hidden from them, and where in the visible text each link stands."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from gyotaku.mail import markup
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
MAX_PLACES = 20_000
"""Places noted in one part, before the cut to the links that are kept."""
MAX_HIDDEN = 200
"""Stretches of hidden text kept in one part."""
MAX_HIDDEN_CHARS = 4_000
"""Of one stretch of hidden text."""
MAX_STACK = 4_096
"""Open elements remembered when markup is read flat; deeper ones take their parent's look."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that take no room: zero-width, joiners, soft hyphen, bidi controls, fillers, tags (Unicode UAX 9, UTS 39)."""
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 hr blockquote ul ol dl pre table".split())
_BLOCKS = frozenset(
    "div tr li dt dd section article header footer main nav aside address form fieldset figure figcaption center "
    "tbody thead tfoot caption body option title legend details summary".split()
)
_CELLS = frozenset(("td", "th"))
_URL_ATTRIBUTES = frozenset(
    "href src action formaction background srcset poster data xlink:href content lowsrc dynsrc imagesrcset".split()
)
_LOADING = frozenset(("stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload"))
_FRAMES = frozenset(("iframe", "frame", "embed", "object", "portal"))
_CSS_URL = re.compile(r"url\(\s{0,20}[\"']?([^)\"'\s]{1,4096})|@import\s{1,20}[\"']([^\"']{1,4096})", re.I)
_REFRESH = re.compile(r"[\d.\s]{0,40}[;,]?\s{0,20}(?:url\s{0,20}=)?\s{0,20}[\"']?([^\"']{1,4096})", re.I)
_BREAKS = ("", " ", "\n", "\n\n")


class Place(NamedTuple):
    """One place of an HTML part that could lead away."""

    kind: str
    """As ``Link.kind``."""
    url: str
    """As written, entities decoded."""
    start: int
    """In the visible text: the anchor's text, or (``start == end``) where the place stands."""
    end: int


class Run(NamedTuple):
    """Text of the part that is not seen."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One HTML part, read."""

    text: str
    places: tuple[Place, ...]
    """In document order."""
    hidden: tuple[Run, ...]
    base: str
    """``<base href>`` as written; ``""`` when there is none."""
    inline_images: tuple[str, ...]
    """``data:image/…`` URLs, for codes drawn in them."""
    scripts: tuple[str, ...]
    flat: bool
    """True when the markup was too deep or too large to nest, and was read as written."""


class _State(NamedTuple):
    """What holds for text at this point of the tree."""

    tag: str
    hides: str
    how: str
    """Why text here is not seen; ``""`` = it is seen."""
    visible: bool
    colour: Colour
    paper: Colour
    px: float
    anchor: int
    """Index of the place whose text this is; -1 outside anchors."""


_ROOT = _State("", "", "", True, BLACK, WHITE, 16.0, -1)


@lru_cache(maxsize=8)
def read_html(html: str) -> Reading:
    """Read one HTML part. Never raises; time linear in the size. The last few readings are remembered, because body and
    links are read from the same one."""
    written, nested = markup.normalised(html)
    walk = _Walk(written, flat=not nested)
    walk.run()
    return walk.reading()


def invisible_runs(text: str) -> tuple[str, tuple[Run, ...]]:
    """``text`` without the characters that take no room, and what they were, as ``U+200B ×3`` by kind.

    Kinds: ``bidi`` (direction controls), ``soft-hyphen``, ``zero-width`` (between two letters: cuts a word in two for a
    filter and not for an eye), ``filler`` (elsewhere: pads a preview). A joiner between two emoji is part of the picture.
    """
    found: dict[str, Counter[str]] = {}
    kept: list[str] = []
    last = 0
    for m in INVISIBLE.finditer(text):
        at, char = m.start(), m[0]
        kept.append(text[last:at])
        last = at + 1
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if char == "\u200d" and before > "\u2190" and not before.isalpha() and after > "\u2190" and not after.isalpha():
            kept.append(char)
            continue
        if char in _BIDI:
            kind = "bidi"
        elif char == "\u00ad":
            kind = "soft-hyphen"
        elif _inside_word(text, at):
            kind = "zero-width"
        else:
            kind = "filler"
        found.setdefault(kind, Counter())[char] += 1
    if not found:
        return text, ()
    kept.append(text[last:])
    runs = tuple(
        Run(kind, " ".join(f"U+{ord(c):04X} ×{n}" for c, n in counts.most_common(20))) for kind, counts in found.items()
    )
    return "".join(kept), runs


def _inside_word(text: str, at: int) -> bool:
    """True when the nearest seen characters on both sides (four looked at) are letters or digits."""
    before = next((c for c in reversed(text[max(0, at - 4) : at]) if not INVISIBLE.match(c)), "")
    after = next((c for c in text[at + 1 : at + 5] if not INVISIBLE.match(c)), "")
    return before.isalnum() and after.isalnum()


class _Walk:
    """One pass over the tags of a part."""

    def __init__(self, html: str, *, flat: bool) -> None:
        self.html = html
        self.flat = flat
        self.out: list[str] = []
        self.length = 0
        self.gap = 0
        self.stack: list[_State] = [_ROOT]
        self.state = _ROOT
        self.pre = 0
        self.sheet = Sheet()
        self.places: list[Place] = []
        self.open_anchors: list[int] = []
        self.hidden: list[Run] = []
        self.unseen: list[str] = []
        self.unseen_how = ""
        self.unseen_chars = 0
        self.invisible: Counter[tuple[str, str]] = Counter()
        self.base = ""
        self.images: list[str] = []
        self.scripts: list[str] = []

    # -- the walk

    def run(self) -> None:
        html, position, left = self.html, 0, MAX_TOKENS
        while position < len(html) and left > 0:
            for m in markup.TOKEN.finditer(html, position):
                left -= 1
                which = m.lastindex
                if which == markup.TEXT:
                    self.text(m[0])
                elif which == markup.ATTRIBUTES:
                    name = m[3].lower()
                    if m[2]:
                        self.close(name)
                        continue
                    self.open(name, m[4])
                    if name in markup.RAW:
                        position = markup.raw_end(html, name, m.end())
                        self.raw(name, html[m.end() : position])
                        break
                elif which == markup.COMMENT:
                    self.comment(m[5])
                if left <= 0:
                    break
            else:
                break
        if left <= 0:
            self.note("limit-tokens", "")

    def reading(self) -> Reading:
        self.flush()
        text = "".join(self.out)
        runs: dict[str, list[str]] = {}
        for (kind, char), count in self.invisible.most_common(40):
            runs.setdefault(kind, []).append(f"U+{ord(char):04X} ×{count}")
        hidden = [*self.hidden, *(Run(kind, " ".join(said)) for kind, said in runs.items())]
        return Reading(
            text=text,
            places=tuple(self.trimmed(text, place) for place in self.places),
            hidden=tuple(hidden[: MAX_HIDDEN + len(runs)]),
            base=self.base,
            inline_images=tuple(self.images),
            scripts=tuple(self.scripts),
            flat=self.flat,
        )

    @staticmethod
    def trimmed(text: str, place: Place) -> Place:
        start, end = place.start, place.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return place if (start, end) == (place.start, place.end) else place._replace(start=start, end=end)

    # -- text

    def text(self, raw: str) -> None:
        if "&" in raw:
            raw = entities.unescape(raw)
        if self.state.how:
            self.unsee(raw)
            return
        if not raw.isascii() and INVISIBLE.search(raw):
            raw = self.without_invisible(raw)
        if self.pre:
            self.preformatted(raw)
            return
        words = raw.split()
        if not words:
            if raw and not self.gap:
                self.gap = 1
            return
        if raw[0].isspace() and not self.gap:
            self.gap = 1
        self.put(" ".join(words))
        if raw[-1].isspace():
            self.gap = 1

    def put(self, words: str) -> None:
        if self.gap:
            if self.out:
                self.out.append(_BREAKS[self.gap])
                self.length += 2 if self.gap == 3 else 1
            self.gap = 0
        self.out.append(words)
        self.length += len(words)

    def preformatted(self, raw: str) -> None:
        first = True
        for line in raw.split("\n"):
            if not first:
                self.gap = 3 if self.gap >= 2 else 2
            first = False
            words = line.split()
            if words:
                if line[0].isspace() and not self.gap:
                    self.gap = 1
                self.put(" ".join(words))
                if line[-1].isspace():
                    self.gap = 1

    def without_invisible(self, raw: str) -> str:
        kept, runs = invisible_runs(raw)
        for run in runs:
            for said in run.text.split(" U+"):
                code, _, count = said.removeprefix("U+").partition(" ×")
                self.invisible[run.how, chr(int(code, 16))] += int(count)
        return kept

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
            self.note(self.unseen_how, " ".join(self.unseen))
            self.unseen.clear()
            self.unseen_chars = 0

    def note(self, how: str, text: str) -> None:
        text = " ".join(INVISIBLE.sub("", text[:MAX_HIDDEN_CHARS]).split())
        if (text or how.startswith("limit")) and len(self.hidden) < MAX_HIDDEN:
            self.hidden.append(Run(how, text))

    def comment(self, text: str) -> None:
        if text.startswith("[if") and "[endif]" in text:
            # Shown by Outlook's Word engine only: its links are real for those readers, its text repeats what is shown.
            self.outlook_links(text)
            return
        if self.state.tag not in {"style", "script"}:
            self.note("comment", text)

    def outlook_links(self, text: str) -> None:
        for m in markup.TOKEN.finditer(text):
            if m.lastindex == markup.ATTRIBUTES and not m[2] and len(self.places) < MAX_PLACES:
                name = m[3].lower()
                self.link_places(name, {k: v for k, v in markup.attributes(m[4]) if k in _URL_ATTRIBUTES})

    def raw(self, name: str, content: str) -> None:
        if name == "style":
            self.sheet.read(content)
            self.css_urls(content)
        elif name == "script":
            self.scripts.append(content[: MAX_HIDDEN_CHARS * 16])
        elif name == "title":
            self.note("title", entities.unescape(content[:MAX_HIDDEN_CHARS]))
        elif name in {"textarea", "xmp", "plaintext"}:
            self.text(content)
        else:
            self.note("attribute", content)

    # -- elements

    def breaks(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self.gap = 3
        elif name in _BLOCKS:
            if self.gap < 2:
                self.gap = 2
        elif name in _CELLS and not self.gap:
            self.gap = 1

    def open(self, name: str, attrs: str) -> None:
        if name == "br":
            if not self.state.how:
                self.gap = 3 if self.gap >= 2 else 2
            return
        self.breaks(name)
        state = self.state
        anchor = state.anchor
        if attrs and not attrs.isspace() and attrs != "/":
            found = dict(reversed(markup.attributes(attrs)))
            if not _URL_ATTRIBUTES.isdisjoint(found):
                anchor = self.link_places(name, found)
                if anchor < 0:
                    anchor = state.anchor
            state = self.styled(name, found)
        elif self.sheet.tags:
            state = self.styled(name, {})
        if name in markup.VOID:
            return
        if name == "pre":
            self.pre += 1
        elif name in {"template", "datalist"}:
            state = state._replace(hides="attribute", how="attribute")
        if len(self.stack) < MAX_STACK:
            self.state = state = state._replace(tag=name, anchor=anchor)
            self.stack.append(state)

    def close(self, name: str) -> None:
        self.breaks(name)
        if name == "br" or name in markup.VOID:
            return
        stack = self.stack
        low = max(0, len(stack) - 64)
        at = len(stack) - 1
        while at > low and stack[at].tag != name:
            at -= 1
        if at <= low and (at == 0 or stack[at].tag != name):
            return
        if name == "pre" and self.pre:
            self.pre -= 1
        while len(stack) > at:
            gone = stack.pop()
            if gone.tag == "a" and gone.anchor >= 0 and gone.anchor != stack[-1].anchor:
                self.places[gone.anchor] = self.places[gone.anchor]._replace(end=max(self.length, 0))
        self.state = stack[-1]

    def styled(self, name: str, found: dict[str, str]) -> _State:
        style = found.get("style", "")
        if "&" in style:
            style = entities.unescape(style)
        if style and "url(" in style.lower():
            self.css_urls(style)
        if self.sheet.count:
            style = self.sheet.style_for(name, found.get("class", ""), found.get("id", ""), style)
        look = look_of(style) if style else PLAIN
        colour = look.colour
        paper = look.background
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
        if "alt" in found or "title" in found:
            self.note("attribute", entities.unescape(f"{found.get('alt', '')} {found.get('title', '')}"))
        if name in {"input", "button"}:
            self.control(found)
        if look is PLAIN and colour == UNSET and paper == UNSET and "hidden" not in found:
            return self.state
        return self.changed(look, colour, paper, hidden="hidden" in found)

    def changed(self, look: Look, colour: Colour, paper: Colour, *, hidden: bool) -> _State:
        state = self.state
        hides = state.hides or look.hides or ("attribute" if hidden else "")
        visible = state.visible if look.visible is None else look.visible
        colour = state.colour if colour == UNSET else colour
        paper = state.paper if paper in {UNSET, CLEAR} else paper
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
        return _State(state.tag, hides, how, visible, colour, paper, px, state.anchor)

    def control(self, found: dict[str, str]) -> None:
        kind = found.get("type", "").lower()
        if kind == "hidden" or self.state.how:
            return
        shown = found.get("value") if kind in {"submit", "button", "reset"} else found.get("placeholder")
        if shown:
            self.gap = max(self.gap, 1)
            self.text(shown)
            self.gap = max(self.gap, 1)

    # -- places

    def place(self, kind: str, url: str) -> int:
        if "&" in url:
            url = entities.unescape(url)
        url = url.strip()
        if not url or url.startswith("#") or len(self.places) >= MAX_PLACES:
            return -1
        if kind in {"image", "css"} and url[:6].lower() in {"data:i", "data:f", "data:a"} or url[:4].lower() == "cid:":
            if url[:11].lower() == "data:image/" and len(self.images) < 32:
                self.images.append(url)
            return -1
        self.places.append(Place(kind, url, self.length, self.length))
        return len(self.places) - 1

    def link_places(self, name: str, found: dict[str, str]) -> int:
        """Note the places an element's attributes name; index of the anchor it opens, or -1."""
        anchor = -1
        for attribute in ("href", "xlink:href"):
            if attribute in found:
                kind = self.href_kind(name, found)
                if kind == "base":
                    self.base = self.base or entities.unescape(found[attribute]).strip()
                    continue
                index = self.place(kind, found[attribute])
                if name == "a" and anchor < 0:
                    anchor = index
        if "src" in found:
            self.place("html" if name in _FRAMES else "css" if name == "script" else "image", found["src"])
        for attribute in ("background", "poster", "lowsrc", "dynsrc"):
            if attribute in found:
                self.place("image", found[attribute])
        for attribute in ("srcset", "imagesrcset"):
            for candidate in found.get(attribute, "").split(",")[:32]:
                self.place("image", candidate.strip().partition(" ")[0])
        for attribute in ("action", "formaction"):
            if attribute in found:
                self.place("form", found[attribute])
        if name == "object" and "data" in found:
            self.place("html", found["data"])
        if name == "meta" and found.get("http-equiv", "").strip().lower() == "refresh":
            target = _REFRESH.match(entities.unescape(found.get("content", "")))
            if target and not target[1].strip().isdigit():
                self.place("refresh", target[1])
        return anchor

    @staticmethod
    def href_kind(name: str, found: dict[str, str]) -> str:
        if name in {"base", "area"}:
            return name
        if name == "link":
            return "css" if _LOADING & set(found.get("rel", "").lower().split()) else "meta"
        if name in {"image", "feimage", "use", "img"}:
            return "image"
        return "html"

    def css_urls(self, css: str) -> None:
        for m in _CSS_URL.finditer(css):
            self.place("css", m[1] or m[2])
            if len(self.places) >= MAX_PLACES:
                return
