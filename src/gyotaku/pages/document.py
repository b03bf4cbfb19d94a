"""A page's HTML as a tree that is safe to ask, with its scripts and comments taken out first.

The tree is lexbor's (WHATWG HTML, as browsers build it). A browser stops nesting at 512 elements and so do the pages it
serialises; what a plain client fetched may be a bomb, and is then read flat: only the elements that ask or lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from unicodedata import normalize

from gyotaku.patterns import pattern

MAX_HTML = 4_000_000
"""Characters read; the gate ends a page at some megabytes anyway."""
MAX_DEPTH = 512
"""Open elements, as in browsers. Tree building costs depth times tags beyond it."""
MAX_ATTRIBUTES = 300
"""Of one tag: each is compared with all before it."""
MAX_TEXT = 200_000
"""Characters of visible text kept."""
MAX_SCRIPT = 1_000_000
"""Characters of script kept, over all of a page's own scripts."""
MAX_COMMENTS = 50
MAX_NODES = 300_000

Node = Any
"""``selectolax.lexbor.LexborNode``, which carries no types."""

_RAW = pattern(r"<(script|style)(?=[\s/>])([^<>]{0,4000}+)>|<!--", re.I)
_RAW_END = {"script": pattern(r"</script", re.I), "style": pattern(r"</style", re.I)}
_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40}+)")
_OPEN = pattern(r"<[a-zA-Z]")
_VOID = frozenset("area base br col embed frame hr img input keygen link meta param source track wbr".split())
_FLAT = frozenset("form input textarea select option button a img link meta title iframe script".split())
_UNSEEN = frozenset("head script style template noscript title option iframe svg math object audio video".split())
_BLOCK = frozenset(
    "address article aside blockquote br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table tbody td th tr ul label button".split()
)
_HIDDEN = pattern(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_SPACE = pattern(r"[^\S\n]+")


@dataclass(frozen=True)
class Document:
    """One page, parsed."""

    tree: Node
    """``LexborHTMLParser``; its scripts are empty, they stand in ``scripts``."""
    scripts: tuple[str, ...]
    """Bodies of the page's own scripts, in order; ``""`` for one that is loaded."""
    script_types: tuple[str, ...]
    """Attributes of each script tag, as written."""
    comments: tuple[str, ...]
    styles: str
    whole: bool
    """False when the markup was a bomb and was read flat."""

    @cached_property
    def script(self) -> str:
        """All own script in one text."""
        return "\n".join(self.scripts)

    def css(self, selector: str) -> list[Node]:
        """Elements by CSS selector, in document order."""
        return list(self.tree.css(selector))

    @cached_property
    def title(self) -> str:
        """``<title>`` folded to one line; ``""`` = none."""
        node = self.tree.css_first("title")
        return squeeze(node.text() if node else "")[:500]

    @cached_property
    def text(self) -> str:
        """What a reader sees, by the markup and its inline styles: lines, white space folded."""
        root = self.tree.body or self.tree.root
        return "" if root is None else visible_text(root, MAX_TEXT)


def squeeze(text: str) -> str:
    """One line, white space folded, ends trimmed."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """NFKC, lower case, one line: for looking words up."""
    return squeeze(normalize("NFKC", text).lower())


def attribute(node: Node, name: str) -> str:
    """An attribute's value; ``""`` when it is absent or has none."""
    return node.attributes.get(name) or ""


@lru_cache(maxsize=8)
def read_document(html: bytes) -> Document:
    """Parse a page. Never raises; time linear in the size."""
    from selectolax.lexbor import LexborHTMLParser

    text = html[: MAX_HTML * 4].decode("utf-8", "replace")[:MAX_HTML]
    rest, scripts, kinds, comments, styles = _without_raw(text)
    whole = not _is_bomb(rest)
    if not whole:
        rest = _flat(rest)
    try:
        tree = LexborHTMLParser(rest)
    except Exception:  # the tree builder's refusals have no common type; an empty page is always readable
        tree, whole = LexborHTMLParser(""), False
    return Document(tree, scripts, kinds, comments, styles, whole)


def _without_raw(html: str) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str]:
    """The markup with scripts, styles and comments emptied, and those."""
    out: list[str] = []
    scripts: list[str] = []
    kinds: list[str] = []
    comments: list[str] = []
    styles: list[str] = []
    at = kept = 0
    while (found := _RAW.search(html, at)) is not None:
        name = (found[1] or "").lower()
        if not name:
            end = html.find("-->", found.end())
            end = len(html) if end < 0 else end
            if len(comments) < MAX_COMMENTS and (said := squeeze(html[found.end() : min(end, found.end() + 600)])):
                comments.append(said)
            out.append(html[at : found.start()])
            at = end + 3
            continue
        closing = _RAW_END[name].search(html, found.end())
        end = closing.start() if closing else len(html)
        if name == "script":
            body = html[found.end() : min(end, found.end() + MAX_SCRIPT - kept)]
            kept += len(body)
            scripts.append(body)
            kinds.append(found[2])
        elif len(styles) < 20:
            styles.append(html[found.end() : min(end, found.end() + 50_000)])
        out.append(html[at : found.end()])
        at = end
    out.append(html[at:])
    return "".join(out), tuple(scripts), tuple(kinds), tuple(comments), "\n".join(styles)


def _is_bomb(html: str) -> bool:
    """Whether a tree builder would take more than linear time."""
    for piece in html.split(">"):
        if len(piece) > 2 * MAX_ATTRIBUTES:
            opened = _OPEN.search(piece)
            if opened and len(re.split(r"[\s/]+", piece[opened.start() :], maxsplit=MAX_ATTRIBUTES)) > MAX_ATTRIBUTES:
                return True
    depth: dict[str, int] = {}
    stack: list[str] = []
    for slash, name in _TAG.findall(html):
        name = name.lower()
        if name in _VOID:
            continue
        if not slash:
            stack.append(name)
            depth[name] = depth.get(name, 0) + 1
            if len(stack) > MAX_DEPTH:
                return True
        elif depth.get(name):
            while stack:
                top = stack.pop()
                depth[top] -= 1
                if top == name:
                    break
    return False


def _flat(html: str) -> str:
    """Only the tags that ask or lead, their attributes cut, and the text between."""
    out = []
    for piece in html.split(">"):
        text, opened, tag = piece.partition("<")
        out.append(text)
        name = _TAG.match(opened + tag)
        if name and name[2].lower() in _FLAT:
            out.append(" ".join((opened + tag[:2_000]).replace("/>", ">").split()[:40]) + ">")
    return "".join(out)


def is_hidden(node: Node) -> bool:
    """Whether an element's own attributes take it out of sight."""
    attributes = node.attributes
    return (
        "hidden" in attributes
        or (attributes.get("type") or "").lower() == "hidden"
        or bool(_HIDDEN.search((attributes.get("style") or "")[:2_000]))
    )


def visible_text(root: Node, limit: int) -> str:
    """Text below ``root`` that inline styles leave in sight; iterative, so that depth costs nothing."""
    out: list[str] = []
    length = 0
    for node, closing in _walk(root):
        tag = node.tag
        if tag == "-text":
            if not closing:
                text = node.text_content or ""
                out.append(text)
                length += len(text)
                if length > 4 * limit:
                    break
        elif tag in _BLOCK:
            out.append("\n")
    text = _SPACE.sub(" ", "".join(out))
    return "\n".join(line for line in (part.strip() for part in text.split("\n")) if line)[:limit]


def few_words(root: Node, stop: frozenset[str]) -> str:
    """The first words in sight below ``root``; ``""`` when an element of ``stop`` is met among them."""
    out = []
    for node, _ in _walk(root, 120):
        if node.tag in stop:
            return ""
        if node.tag == "-text":
            out.append((node.text_content or "")[:200])
    return squeeze(" ".join(out)[:1_000])


def _walk(root: Node, limit: int = MAX_NODES) -> Iterator[tuple[Node, bool]]:
    """Depth first, each element at its opening and (True) at its closing; what is out of sight is passed over."""
    stack: list[tuple[Node, bool]] = [(root, False)]
    seen = 0
    while stack and seen < limit:
        node, closing = stack.pop()
        seen += 1
        yield node, closing
        if closing or node.tag == "-text":
            continue
        if node is not root:
            stack.append((node, True))
        children = []
        child = node.child
        while child is not None:
            if child.tag == "-text" or (child.tag not in _UNSEEN and child.is_element_node and not is_hidden(child)):
                children.append(child)
            child = child.next
        stack.extend((c, False) for c in reversed(children))
