"""What a style does to a reader's eye: hides text, shrinks it, paints it in the colour of the paper.

Only the properties that can hide text are read (CSS 2.2, CSS Color 4, CSS Overflow 3), and only simple selectors of a
sheet (``tag``, ``.class``, ``tag.class``, ``#id``): what a mail reader can be trusted to apply and what hidden text in
real mails is done with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from gyotaku.patterns import pattern

MAX_SHEET_CHARS = 256_000
"""Of a style sheet, comments removed: real mails stay below 60,000; what is beyond is padding."""
MAX_RULES = 2_000
"""Rules kept of all sheets of a part; real mails have below 300."""
MAX_STYLE_CHARS = 8_000
"""Of one ``style`` attribute; what hides text stands at its front in every mail seen."""
UNREADABLE_PX = 2.0
"""Text of this size or smaller cannot be read. Preheaders use 0 and 1."""
OFF_SCREEN_PX = 500.0
"""A box moved this far to the left or the top is off the paper: the smallest shift seen in real mails is 999."""
NEAR = 20
"""Two colours whose channels all differ by at most this much look the same (contrast about 1.2:1 on white)."""

Colour = tuple[int, ...]
"""``(r, g, b)``, 0..255, or one of the three below."""
UNSET: Colour = ()
UNKNOWN: Colour = (-1,)
"""Said, but not readable here: a picture, a gradient, a variable."""
CLEAR: Colour = (-2,)
"""Transparent."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
LINK: Colour = (0, 0, 238)

# The CSS names that text is hidden with: the sixteen of HTML 3.2, and those near white and near black.
_NAMES: dict[str, Colour] = {
    name: (int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16))
    for name, value in (
        pair.split(":")
        for pair in (
            "white:ffffff black:000000 red:ff0000 green:008000 blue:0000ff yellow:ffff00 gray:808080 grey:808080 "
            "silver:c0c0c0 maroon:800000 purple:800080 fuchsia:ff00ff magenta:ff00ff lime:00ff00 olive:808000 "
            "navy:000080 teal:008080 aqua:00ffff cyan:00ffff orange:ffa500 snow:fffafa ivory:fffff0 "
            "ghostwhite:f8f8ff floralwhite:fffaf0 whitesmoke:f5f5f5 azure:f0ffff mintcream:f5fffa seashell:fff5ee "
            "aliceblue:f0f8ff honeydew:f0fff0 lavenderblush:fff0f5 linen:faf0e6 oldlace:fdf5e6 cornsilk:fff8dc "
            "lightyellow:ffffe0 beige:f5f5dc gainsboro:dcdcdc lightgray:d3d3d3 lightgrey:d3d3d3 darkgray:a9a9a9 "
            "darkgrey:a9a9a9 dimgray:696969 dimgrey:696969 lavender:e6e6fa midnightblue:191970 darkblue:00008b "
            "windowtext:000000 window:ffffff"
        ).split()
    )
}
_HEX = pattern(r"#?([0-9a-f]{3,8})$")
_RGB = pattern(r"rgba?\(([^)]{1,80})")
_LENGTH = pattern(r"([-+]?\d{0,9}\.?\d{1,9})(px|pt|rem|em|%|vw|vh|cm|mm|in|pc|ex|ch)?")
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "vw": 8.0, "vh": 6.0}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_COMMENT = pattern(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPE = pattern(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
_BRACE = pattern(r"([^{}]*+)([{}]|\Z)")
_SELECTOR = pattern(r"([a-z][a-z0-9]*|\*)?(?:([.#])([\w-]+))?$", re.I)
_CLEAR_CLIP = pattern(r"rect\(\s*(?:0|1px)|inset\(\s*(?:50|100)%|circle\(\s*0")
_CLEAR_MOVE = pattern(r"scale[xy]?\(\s*0*\.?0*\s*[,)]|translate[xy]?\(\s*-\d{3,}")

_BOXES = ("max-height", "height", "max-width", "width")
_SHIFTS = ("left", "top", "margin-left", "margin-top", "text-indent")
_WATCHED = frozenset(
    "display visibility mso-hide opacity overflow overflow-x overflow-y position font font-size color background "
    "background-color background-image clip clip-path transform -webkit-text-fill-color right bottom".split()
) | {*_BOXES, *_SHIFTS}


class Look(NamedTuple):
    """What one element's style says; the defaults say nothing."""

    hides: str = ""
    """How it takes its whole content away, past any style of the content; ``""`` when it does not."""
    visible: bool | None = None
    """``visibility``; inherited and revocable, unlike ``hides``."""
    colour: Colour = UNSET
    background: Colour = UNSET
    size: float | None = None
    """Font size in px, or as a factor of the parent's when ``relative``."""
    relative: bool = False


PLAIN = Look()


def colour_of(text: str) -> Colour:
    """The colour that a CSS value or an HTML attribute names; ``UNKNOWN`` when it cannot be told."""
    text = text.strip().lower()
    if text in _NAMES:
        return _NAMES[text]
    if text == "transparent":
        return CLEAR
    if found := _HEX.match(text):
        digits = found[1]
        if len(digits) in {3, 4}:
            digits = "".join(d + d for d in digits)
        if len(digits) == 8 and int(digits[6:], 16) < 13:
            return CLEAR
        if len(digits) >= 6:
            return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
        return UNKNOWN
    if found := _RGB.match(text):
        return _rgb(re.split(r"[\s,/]+", found[1].strip()))
    return UNKNOWN


def _rgb(fields: list[str]) -> Colour:
    try:
        values = [float(f[:-1]) * 2.55 if f.endswith("%") else float(f) for f in fields[:3]]
        if len(fields) > 3:
            alpha = float(fields[3][:-1]) / 100 if fields[3].endswith("%") else float(fields[3])
            if alpha < 0.05:
                return CLEAR
            if alpha < 0.5:
                return UNKNOWN
        return tuple(int(min(255.0, max(0.0, v))) for v in values) if len(values) == 3 else UNKNOWN
    except (ValueError, OverflowError):
        return UNKNOWN


def same_colour(text: Colour, paper: Colour) -> bool:
    """True when text of the first colour cannot be told from paper of the second."""
    if text == CLEAR:
        return True
    if len(text) != 3 or len(paper) != 3:
        return False
    return all(abs(a - b) <= NEAR for a, b in zip(text, paper, strict=True))


def _px(value: str) -> float | None:
    found = _LENGTH.match(value)
    if not found:
        return None
    unit = found[2] or ""
    return float(found[1]) * _PX[unit] if unit in _PX else (0.0 if float(found[1]) == 0 else None)


def declarations(style: str) -> dict[str, str]:
    """The watched properties of a declaration block, lower case; later and ``!important`` ones win."""
    if "/*" in style:
        style = _COMMENT.sub("", style)
    if "\\" in style:
        style = _ESCAPE.sub(_unescaped, style)
    found: dict[str, str] = {}
    important: set[str] = set()
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name not in _WATCHED:
            continue
        value = value.strip().lower()
        if value.endswith("important"):
            value = value[:-9].rstrip().removesuffix("!").rstrip()
            important.add(name)
        elif name in important:
            continue
        if value:
            found[name] = value
    return found


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        point = int(found[1], 16)
        return chr(point) if 0 < point < 0xD800 else ""
    return found[2]


@lru_cache(maxsize=4096)
def look_of(style: str) -> Look:
    """What a declaration block does to the text under it."""
    said = declarations(style[:MAX_STYLE_CHARS])
    if not said:
        return PLAIN
    size, relative = _font(said)
    visibility = said.get("visibility")
    return Look(
        hides=_hides(said),
        visible=None if visibility in {None, "inherit"} else visibility not in {"hidden", "collapse"},
        colour=_colour(said),
        background=_background(said),
        size=size,
        relative=relative,
    )


def _hides(said: dict[str, str]) -> str:
    if said.get("display") == "none":
        return "display-none"
    if said.get("mso-hide") == "all":
        return "mso-hide"
    if "opacity" in said and (_px(said["opacity"].rstrip("%")) or 0.0) <= 0.05:
        return "opacity"
    overflow = said.get("overflow") or said.get("overflow-x") or said.get("overflow-y") or ""
    if overflow.startswith(("hidden", "clip")):
        for name in _BOXES:
            size = _px(said[name]) if name in said else None
            if size is not None and size <= 1:
                return "zero-size"
    for name in _SHIFTS:
        shift = _px(said[name]) if name in said else None
        if shift is not None and shift <= -OFF_SCREEN_PX:
            return "off-screen"
    if _CLEAR_MOVE.search(said.get("transform", "")):
        return "off-screen"
    if _CLEAR_CLIP.search(said.get("clip", "") + said.get("clip-path", "")) and "position" in said:
        return "clip"
    return ""


def _colour(said: dict[str, str]) -> Colour:
    value = said.get("-webkit-text-fill-color") or said.get("color")
    return UNSET if value is None or value == "inherit" else colour_of(value)


def _background(said: dict[str, str]) -> Colour:
    if said.get("background-image", "none") != "none":
        return UNKNOWN
    for name in ("background-color", "background"):
        value = said.get(name)
        if value is None or value in {"none", "inherit", "initial"}:
            continue
        if "url(" in value or "gradient" in value:
            return UNKNOWN
        for word in value.split() if "(" not in value else [value]:
            colour = colour_of(word)
            if colour != UNKNOWN:
                return UNSET if colour == CLEAR else colour
        return UNKNOWN
    return UNSET


def _font(said: dict[str, str]) -> tuple[float | None, bool]:
    value = said.get("font-size")
    if value is None:
        value = next(
            (w for w in said.get("font", "").split() if (w[:1].isdigit() and not w.isdigit()) or w[:1] == "0"), ""
        )
    value = value.partition("/")[0]
    if value in _SIZES:
        return _SIZES[value], False
    found = _LENGTH.match(value)
    if not found:
        return None, False
    number, unit = float(found[1]), found[2] or ""
    if unit == "rem":
        return number * 16, False
    if unit in {"em", "%", "ex", "ch"}:
        return number / 100 if unit == "%" else number, True
    return number * _PX[unit], False


@lru_cache(maxsize=512)
def _watched(style: str) -> str:
    """The declarations that count. Remembered: mails made from one template repeat each other's rules."""
    return ";".join([d for d in style.split(";") if d.partition(":")[0].strip().lower() in _WATCHED])


@dataclass(slots=True)
class Sheet:
    """The simple rules of a part's style sheets, in the order of their force: tag, class, id."""

    tags: dict[str, str] = field(default_factory=dict)
    classes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Class name to (tag or ``""``, declarations)."""
    ids: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def style_for(self, tag: str, classes: str, identity: str, inline: str) -> str:
        """All declarations that hold for an element, weakest first."""
        found = [self.tags.get("*", ""), self.tags.get(tag, "")]
        for name in classes.split()[:20]:
            found += [style for only, style in self.classes.get(name, ()) if not only or only == tag]
        if identity:
            found.append(self.ids.get(identity, ""))
        found.append(inline)
        return ";".join(part for part in found if part)

    def read(self, css: str) -> None:
        """Add the rules of one sheet. Blocks under ``@media`` other than plain ``screen``/``all`` are passed over."""
        if "/*" in css:
            css = _COMMENT.sub("", css)
        css = css[:MAX_SHEET_CHARS].replace("<!--", "").replace("-->", "")
        open_rules: list[str] = []
        skipping = 0
        for text, brace in _BRACE.findall(css):
            if brace == "{":
                prelude = text.rpartition(";")[2].strip()
                open_rules.append(prelude)
                if prelude.startswith("@") and prelude.lower() not in {"@media screen", "@media all"}:
                    skipping += 1
            elif brace and open_rules:
                prelude = open_rules.pop()
                if prelude.startswith("@"):
                    skipping -= prelude.lower() not in {"@media screen", "@media all"}
                elif not skipping:
                    self._add(prelude, text)
            if len(open_rules) > 32 or self.count > MAX_RULES:
                return

    def _add(self, prelude: str, style: str) -> None:
        style = _watched(style[:MAX_STYLE_CHARS])
        if not style:
            return
        for selector in prelude.split(",")[:64]:
            found = _SELECTOR.match(selector.strip())
            if not found or not found[0]:
                continue
            self.count += 1
            tag, mark, name = (found[1] or "").lower(), found[2], found[3]
            if mark == ".":
                self.classes.setdefault(name, []).append((tag, style))
            elif mark == "#":
                self.ids[name] = f"{self.ids.get(name, '')};{style}"
            else:
                self.tags[tag] = f"{self.tags.get(tag, '')};{style}"
