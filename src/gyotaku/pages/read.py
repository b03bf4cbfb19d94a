"""A capture to a :class:`~gyotaku.model.Page`: pure, never raises on any bytes, time linear in the page."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from gyotaku.domains import parse_url, registrable
from gyotaku.model import Page, Recipient
from gyotaku.pages.capture import Capture
from gyotaku.pages.document import MAX_TEXT, Document, Node, attribute, few_words, folded, read_document, squeeze
from gyotaku.pages.forms import Place, carries, read_forms
from gyotaku.pages.frames import Frame, read_frames, relative_to
from gyotaku.pages.imitates import read_face
from gyotaku.pages.kits import read_kit
from gyotaku.pages.liveness import Seen, state_of
from gyotaku.pages.notes import Notes, trimmed
from gyotaku.patterns import pattern

MAX_LINKS = 3_000
MAX_ASSET_HOSTS = 15
MIN_HIDDEN_CODE = 200
"""Characters of encoded text below which it is a small picture or a key, not a hidden page."""

_NOBODY = Recipient(())

_GATES = (
    ("turnstile", pattern(r"challenges\.cloudflare\.com/turnstile|cf-turnstile|turnstile\.render", re.I)),
    ("recaptcha", pattern(r"google\.com/recaptcha|recaptcha\.net|g-recaptcha|grecaptcha", re.I)),
    ("hcaptcha", pattern(r"hcaptcha\.com|h-captcha", re.I)),
    (
        "captcha",
        pattern(r"geetest|arkoselabs|funcaptcha|datadome|perimeterx|awswafcaptcha|captcha\.(?:php|png)", re.I),
    ),
    ("debugger", pattern(r"(?:setInterval|Function|constructor|while)[^;]{0,120}debugger|\bdebugger\s{0,3};", re.I)),
    ("webdriver", pattern(r"navigator\.webdriver|__webdriver|_phantom|callPhantom|HeadlessChrome", re.I)),
    ("right-click", pattern(r"oncontextmenu|addEventListener\(\s{0,3}['\"]contextmenu", re.I)),
    ("fragment-key", pattern(r"(?:decrypt|CryptoJS|subtle)[^;]{0,200}location\.hash", re.I)),
    ("notification", pattern(r"Notification\.requestPermission", re.I)),
    ("pointer", pattern(r"addEventListener\(\s{0,3}['\"](?:mousemove|touchstart)['\"]", re.I)),
    ("alert", pattern(r"(?:^|[\s;{(])(?:window\.)?alert\(", re.I)),
    ("confirm", pattern(r"(?:^|[\s;{(!=])(?:window\.)?confirm\(", re.I)),
)
"""What a page puts before its content to keep machines out, or to keep people from looking. Only seen, never passed."""

_HIDING = (
    ("atob", pattern(r"atob\(\s{0,9}['\"`]([A-Za-z0-9+/=\s]{200,}+)", re.I)),
    (
        "unescape",
        pattern(r"(?:unescape|decodeURIComponent)\(\s{0,9}['\"`]((?:%[0-9A-Fa-f]{2}|[^'\"`%]){200,}+)", re.I),
    ),
    (
        "char-codes",
        pattern(r"(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}){60,}+|fromCharCode\((?:\s{0,3}\d{1,6},){60,}+", re.I),
    ),
)

_HANDLERS = frozenset(
    "onclick onmousedown onmouseup onpointerdown ontouchstart onkeydown jsaction ng-click data-toggle data-bs-toggle "
    "data-target data-action data-href x-on:click @click v-on:click (click) hx-get hx-post aria-controls aria-haspopup "
    "role data-dismiss data-modal name id".split()
)
"""Attributes by which a link without a target may still do something."""
_NOWHERE = pattern(r"(?:#!?|javascript:(?:\s{0,3}void\s{0,3}\(?\s{0,3}[01]?\s{0,3}\)?)?;?|about:blank)?\s*\Z", re.I)
_LANGUAGES = frozenset(
    "日本語 english 中文 简体中文 繁體中文 한국어 français deutsch español italiano português русский ja en zh ko "
    "fr de es japanese chinese korean french german spanish".split()
)
_MENU_WORDS = pattern(r"言語|language|lang|locale|idioma|langue|sprache|语言|언어", re.I)
_KANA = pattern(r"[ぁ-ヶ]")


def read_page(capture: Capture, recipient: Recipient = _NOBODY) -> Page:
    """The page of a capture.

    ``recipient`` is whom the page took the visitor for: the decoy identity of the visit, or the recipient in a page
    saved by somebody else. What it shows of them is noted, not kept; titles and texts are redacted later.
    """
    document = read_document(capture.html)
    url = capture.final_url or capture.url
    title = squeeze(capture.title)[:500] if capture.title is not None else document.title
    frames = read_frames(document, capture, url)
    text = capture.text if capture.text is not None else document.text
    text = "\n".join((text, *(frame.document.text for frame in frames)))[:MAX_TEXT] if frames else text[:MAX_TEXT]
    place = Place(url, relative_to(Frame(document, url)), capture.requests, capture.downloads)
    forms, asked = read_forms(document, place, recipient)
    for frame in frames:
        inner = Place(frame.url, relative_to(frame), (), ())
        more, also = read_forms(frame.document, inner, recipient, len(forms))
        forms, asked = forms + more, asked + also
    gates = _gates(document, capture)
    if capture.status == 200 and not text.strip() and not forms and not capture.pictures:
        gates.append(("gate", "blank"))
    kinds = tuple(str(kind) for _, kind in gates)
    state = state_of(Seen(url, capture.status, title, text, forms, kinds, capture.stopped_by, capture.headers))
    notes: Notes = [
        ("persona", capture.persona or None),
        ("stopped-by", capture.stopped_by or None),
        ("closed-words", state.words or None),
        ("refused", capture.status if capture.status in (401, 403, 451) else None),
        ("language", _language(document, text)),
        ("shows-visitor", True if carries(f"{title} {text[:3_000]}", recipient) else None),
        *asked,
        *_dead_controls(document),
        *gates,
        *_looks(document, capture, place),
        *read_face(document, text, capture.pictures),
        *read_kit(document, url, forms, capture.requests, capture.pictures),
    ]
    return Page(
        trail=capture.trail,
        url=url,
        status=capture.status,
        title=title,
        text=text,
        forms=forms,
        liveness=state.liveness,
        html_blob=capture.html_blob,
        picture_blob=capture.picture_blob,
        captured_at=capture.at,
        notes=tuple(trimmed([(key, value) for key, value in notes if value is not None])),
    )


def _looks(document: Document, capture: Capture, place: Place) -> Notes:
    """How the page hides, what it borrows, and what it pushes at the visitor."""
    offered: Notes = [("download", squeeze(name)) for name in capture.downloads[:10]]
    return _hiding(document) + _assets(document, capture, place) + _robots(document) + offered


def _language(document: Document, text: str) -> str | None:
    """What the text shows, else what the markup says."""
    if len(_KANA.findall(text[:2_000])) >= 5:
        return "ja"
    node = document.tree.css_first("html[lang]")
    return attribute(node, "lang").strip().lower()[:20] or None if node is not None else None


def _script_and_events(document: Document) -> str:
    """Scripts, script addresses and event attributes, as one text."""
    nodes = document.css("script[src], [onload], [oncontextmenu], [class*=captcha], [class*=turnstile], iframe[src]")[
        :300
    ]
    names = ("src", "onload", "class")
    told = [attribute(node, name)[:300] for node in nodes for name in names]
    told += ["oncontextmenu" for node in nodes if "oncontextmenu" in node.attributes]
    return "\n".join((*told, document.script[:400_000]))


def _gates(document: Document, capture: Capture) -> Notes:
    source = _script_and_events(document)
    found = {name for name, words in _GATES if words.search(source)}
    found |= {f"{kind}-shown" for kind, _ in capture.dialogs if kind in ("alert", "confirm", "prompt")}
    for request in capture.requests[:500]:
        found |= {name for name, words in _GATES[:4] if words.search(request.url[:300])}
    return [("gate", name) for name in sorted(found)]


def _hiding(document: Document) -> Notes:
    """How much of the page is written in code, by way of hiding it."""
    notes: Notes = []
    script = document.script
    for how, words in _HIDING:
        size = sum(len(match[0]) for match in words.finditer(script))
        if size >= MIN_HIDDEN_CODE:
            notes.append(("obfuscated", f"{how} {size}"))
    written = sum(1 for _ in re.finditer(r"document\.write(?:ln)?\(", script))
    if written and notes:
        notes.append(("obfuscated", f"document.write {written}"))
    inner = [attribute(n, "src") for n in document.css("iframe[src], embed[src], object[data]")[:20]]
    size = sum(len(src) for src in inner if src[:10].lower().startswith(("data:text/", "data:appli")))
    if size:
        notes.append(("obfuscated", f"data-url {size}"))
    return notes


def _robots(document: Document) -> Notes:
    content = [
        attribute(n, "content").lower() for n in document.css("meta[name]") if attribute(n, "name").lower() == "robots"
    ]
    return [("robots", c[:60]) for c in content[:1] if "noindex" in c or "none" in c]


def _assets(document: Document, capture: Capture, place: Place) -> Notes:
    """Hosts that pictures, icons and styles come from, when they are not the page's own house."""
    urls = [attribute(n, "src") for n in document.css("img[src], input[src], source[src], video[poster]")[:300]]
    urls += [attribute(n, "href") for n in document.css("link[href]")[:100]]
    urls += [r.url for r in capture.requests[1:500] if r.kind in ("image", "stylesheet", "font", "media")]
    own = parse_url(place.url)
    own_domain = registrable(own.host) if own else ""
    hosts: dict[str, None] = {}
    for url in urls:
        if not url or url[:5].lower() in ("data:", "blob:"):
            continue
        try:
            read = parse_url(urljoin(place.base, url[:2_000]))
        except ValueError:
            continue
        if read and read.host and registrable(read.host) != own_domain and len(hosts) < MAX_ASSET_HOSTS:
            hosts[read.host] = None
    return [("asset-host", host) for host in hosts]


# -- Controls that do nothing ------------------------------------------------------------------------------------------


def _dead_controls(document: Document) -> Notes:
    """Links that lead nowhere and selections nobody listens to, as far as the markup can tell.

    A page whose script gives out handlers wholesale (a framework, delegated clicks) is not accused.
    """
    links = document.css("a")[:MAX_LINKS]
    dead = [node for node in links if _is_dead(node)]
    notes: Notes = [("links", len(links))]
    if dead and not _delegates_clicks(document):
        notes.append(("dead-links", len(dead)))
    notes += [("dead-menu", label) for node in document.css("select")[:20] if (label := _dead_menu(node, document))]
    return notes


def _is_dead(node: Node) -> bool:
    attributes = node.attributes
    if "href" not in attributes:
        return False  # a named place, or something that script brings to life
    return bool(_NOWHERE.match(attributes["href"] or "")) and not (_HANDLERS & attributes.keys())


_DELEGATED = pattern(
    r"addEventListener\(\s{0,3}['\"](?:click|change)|\.on\(\s{0,3}['\"](?:click|change)|\.click\(|\.change\(|onclick\s{0,3}=|onchange\s{0,3}="
    r"|react|vue|angular|svelte|__NEXT_DATA__|createRoot",
    re.I,
)


def _delegates_clicks(document: Document) -> bool:
    return bool(_DELEGATED.search(document.script[:400_000])) or _has_framework(document)


def _has_framework(document: Document) -> bool:
    """Whether a loaded script may hang handlers on anything: we cannot see into it."""
    own = [attribute(n, "src").lower() for n in document.css("script[src]")[:100]]
    return any(
        src
        and not re.search(
            r"jquery(?:[.-]\d|\.min|\.js)|bootstrap|popper|gtag|analytics|recaptcha|turnstile|beacon", src
        )
        for src in own
    )


def _dead_menu(node: Node, document: Document) -> str:
    """Label of a selection that changes nothing: no handler, no form to be sent with, no script naming it."""
    attributes = node.attributes
    if any(key.startswith(("on", "@", "v-", "ng-", "x-on", "hx-", "data-")) for key in attributes):
        return ""
    names = [name for name in (attributes.get("id"), attributes.get("name")) if name]
    options = [squeeze(option.text() or "") for option in node.css("option")[:30]]
    language = _is_language_menu(node, options, names)
    if node.css_first("option") is None or len(options) < 2:
        return ""
    if _inside_form(node):
        return ""  # it is sent with the rest: Active! mail and Zimbra ask for the language so
    if any(name in document.script for name in names) or _delegates_clicks(document):
        return ""
    label = squeeze(attributes.get("aria-label") or "") or _named_before(node)
    return (label or ("language" if language else " / ".join(options[:3])))[:80]


def _named_before(node: Node) -> str:
    """The words just before a selection, when they stand alone."""
    before = node.prev
    if before is not None and before.tag == "-text" and not squeeze(before.text_content or ""):
        before = before.prev
    if before is None or before.tag not in ("-text", "label", "span", "b", "strong", "dt", "p"):
        return ""
    return squeeze(before.text_content or "") if before.tag == "-text" else few_words(before, frozenset(("select",)))


def _is_language_menu(node: Node, options: list[str], names: list[str]) -> bool:
    known = sum(folded(option).partition(" ")[0] in _LANGUAGES for option in options)
    return known >= 2 or any(_MENU_WORDS.search(name[:60]) for name in names)


def _inside_form(node: Node) -> bool:
    parent = node.parent
    for _ in range(60):
        if parent is None:
            return False
        if parent.tag == "form":
            return True
        parent = parent.parent
    return True
