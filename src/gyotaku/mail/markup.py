"""HTML as a flat run of tags and texts, in time linear in its size.

The tree is built by lexbor (WHATWG HTML, as browsers build it) and written out again; the written-out form is well
nested and well quoted, so one regular expression reads it faster than the tree could be walked. Markup made to break
tree builders (nesting, reopened formatting elements, attribute bombs) is recognised before and read flat, as written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gyotaku.patterns import pattern

MAX_HTML_CHARS = 16_000_000
"""Of one part; above it the rest is not read. A mail of 25 MB cannot carry more in base64."""
MAX_DEPTH = 512
"""Open elements; browsers stop nesting at 512 as well. Tree building costs depth times tags beyond it."""
MAX_REOPENED = 400_000
"""Formatting elements that tree building would open again (WHATWG HTML 13.2.4.3): a node each, so memory."""
MAX_ATTRIBUTES = 2_000
"""Of one tag: each is compared with all before it."""
MAX_ATTRIBUTE_CHARS = 4_000_000
"""Of one tag's attributes: a picture in a ``data:`` URL fits."""
FREE_TAGS = 1_000
"""Markup with fewer ``<`` cannot hurt, whatever it is; most mails stay below and skip the check."""
FREE_CHARS = 64_000
"""Markup shorter than this has no room for an attribute bomb that costs a second."""
LONG_TAG = 16_000
"""Characters of a tag from which it is suspected of being one."""

# Every alternative takes at least one character and none can fail after taking some: linear on any input.
TOKEN = pattern(
    r"([^<]+)"
    r"|<(/?)([a-zA-Z][^\s/>]*+)([^>=]*+(?:=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?+[^>=]*+)*+)>?"
    r"|<!--(.*?)(?:-->|\Z)"
    r"|<(?:[!?/][^>]*+>?)?",
    re.S,
)
TEXT, SLASH, NAME, ATTRIBUTES, COMMENT = 1, 2, 3, 4, 5
# The same grammar, a tag and the text behind it at once: half the steps for who reads a whole part.
TAG = pattern(
    r"<(?:(/?[a-zA-Z][^\s/>]*+[^>=]*+(?:=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?+[^>=]*+)*+)>?"
    r"|!--(.*?)(?:-->|\Z)"
    r"|(?:[!?/][^>]*+>?)?)"
    r"([^<]*+)",
    re.S,
)
BEHIND = 3
_NAME_ENDS = pattern(r"[\s/>]")
_ATTRIBUTE = pattern(r"""([^\s=/>"']+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>"']*+)))?""")

RAW = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"))
"""Elements whose content is text to the tag reader (WHATWG HTML 13.2.5)."""
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr image".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Closed by their own kind or by their table: nested only inside something that is counted.
_SELF_CLOSING = VOID | frozenset(
    "p li td th tr tbody thead tfoot option optgroup dd dt colgroup caption html head body rt rp".split()
)
_OPENING = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40}+)")


def attributes(text: str) -> dict[str, str]:
    """Name (lower case) and raw value of each attribute of a tag; the first of a name counts, as in browsers."""
    if len(text) > MAX_ATTRIBUTE_CHARS:
        text = text[:MAX_ATTRIBUTE_CHARS]
    found = _ATTRIBUTE.findall(text)
    if len(found) > 1:
        found.reverse()
    return {name if name.islower() else name.lower(): double or single or bare for name, double, single, bare in found}


def tag(written: str) -> tuple[bool, str, str]:
    """Whether what stands in a tag closes, the name in lower case, and the attributes as written."""
    slash = written[0] == "/"
    if not slash:
        name, _, attrs = written.partition(" ")
        if name.isalnum():
            return False, name.lower(), attrs
    elif written[1:].isalnum():
        return True, written[1:].lower(), ""
    end = _NAME_ENDS.search(written, 1)
    at = end.start() if end else len(written)
    return slash, written[slash:at].lower(), written[at:]


def normalised(html: str) -> tuple[str, bool]:
    """The markup as a browser would nest it, and True; as written, and False, when nesting it would cost too much."""
    html = html[:MAX_HTML_CHARS]
    if _is_bomb(html):
        return html, False
    from selectolax.lexbor import LexborHTMLParser

    try:
        written = LexborHTMLParser(html).html
    except Exception:  # the tree builder's own refusals have no common type; as written is always readable
        return html, False
    return (written, True) if written else (html, False)


def _is_bomb(html: str) -> bool:
    if len(html) > FREE_CHARS and _has_attribute_bomb(html):
        return True
    return html.count("<") > FREE_TAGS and _nests_too_deep(html)


def _has_attribute_bomb(html: str) -> bool:
    """True when one tag might have too many attributes, whatever is quoted in it: every one needs a blank, = or /."""
    for m in TOKEN.finditer(html):
        if m.end() - m.start() > LONG_TAG and m.lastindex == ATTRIBUTES:
            tag = m[0]
            if len(tag.split()) > MAX_ATTRIBUTES or tag.count("=") > MAX_ATTRIBUTES:
                return True
            # A picture in a data: URL is full of slashes.
            if tag.count("/") > MAX_ATTRIBUTES and (
                "data:" not in tag or len(_ATTRIBUTE.findall(tag)) > MAX_ATTRIBUTES
            ):
                return True
    return False


def _nests_too_deep(html: str) -> bool:
    stack: list[str] = []
    count: dict[str, int] = {}
    formatting = 0
    reopened = 0
    for slash, name in _OPENING.findall(html):
        name = name.lower()
        reopened += formatting
        if name in _FORMATTING:
            formatting = max(0, formatting - 1) if slash else formatting + 1
        if name in _SELF_CLOSING:
            continue
        if not slash:
            stack.append(name)
            count[name] = count.get(name, 0) + 1
            if len(stack) > MAX_DEPTH or reopened > MAX_REOPENED:
                return True
        elif count.get(name):
            while stack:
                top = stack.pop()
                count[top] -= 1
                if top == name:
                    break
    return reopened > MAX_REOPENED


@lru_cache(maxsize=64)
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.I)


def raw_end(html: str, name: str, start: int) -> int:
    """Where the content of a raw-text element that starts at ``start`` ends: at its closing tag or the end."""
    if name == "plaintext":
        return len(html)
    found = _closing(name).search(html, start)
    return found.start() if found else len(html)
