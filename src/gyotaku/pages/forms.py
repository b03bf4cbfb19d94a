"""What a page asks for, and where it sends it: forms, and inputs that stand in no form and are gathered by script."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from gyotaku.domains import is_public_mail_domain, parse_url
from gyotaku.model import Form, Recipient
from gyotaku.pages.asking import Asked, asks_for
from gyotaku.pages.capture import Request
from gyotaku.pages.destinations import destination, sent_by_script
from gyotaku.pages.document import Document, Node, attribute, few_words, folded, is_hidden, squeeze
from gyotaku.pages.notes import Notes
from gyotaku.patterns import pattern

MAX_FORMS = 20
MAX_FIELDS = 60
"""Fields read of one form; a page of ten thousand inputs asks for nothing more by its last."""
MAX_HINT = 300
MAX_URL = 2_000

_CONTROLS = "input, select, textarea"
_CONTROL_TAGS = frozenset(("input", "select", "textarea", "form"))
_CAMEL = pattern(r"(?<=[a-z])(?=[A-Z])")
_GLUE = pattern(r"[_\-\[\].:]+")
_MASKED = pattern(r"text-security\s{0,3}:\s{0,3}(?:disc|circle|square)", re.I)
_APPS = pattern(r"\.(?:apk|xapk|aab|ipa|mobileconfig|msi|exe|scr|dmg|pkg|hta|jar)(?:[?#]|$)", re.I)
"""Files that install something."""
_TAKES_OVER = pattern(r"preventDefault|return\s{1,3}false", re.I)
_SELF = frozenset(("", "#", "javascript:void(0)", "javascript:void(0);", "javascript:;", "javascript:"))
_LABEL_TAGS = frozenset(("-text", "span", "b", "strong", "font", "p", "div", "em", "i", "label", "dt", "th", "td"))


class Read(NamedTuple):
    """What was read of a page's forms."""

    forms: tuple[Form, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page stands and what it was seen to do."""

    url: str
    base: str
    """What relative addresses start from."""
    requests: tuple[Request, ...]
    downloads: tuple[str, ...]


def read_forms(document: Document, place: Place, visitor: Recipient, first: int = 0) -> Read:
    """Forms in document order, then the loose inputs as one form of method ``script``, then offers to install.

    ``visitor`` is whom the page took us for (the decoy, or the recipient in a page that somebody else saved); ``first``
    is the index of the first form in ``Page.forms``. Never raises; time linear in the page.
    """
    notes: Notes = []
    labels = _labels(document)
    targets = sent_by_script(_all_script(document))
    script_targets = tuple(dict.fromkeys(t for t in (_absolute(one, place.base) for one in targets) if t))
    forms: list[Form] = []
    for node, controls in _grouped(document):
        if len(forms) >= MAX_FORMS:
            break
        form = _form(node, controls, (place, document, script_targets, labels))
        if form is None:
            continue
        notes += _prefilled(controls, first + len(forms), visitor)
        forms.append(form)
    forms += _offers(document, place)
    for index, form in enumerate(forms, first):
        if form.asks_for:
            how, host = destination(form.action, place.url)
            notes.append(("posts", f"form {index}: {how} {host}".rstrip()))
    taken = {form.action for form in forms}
    notes += [("script-posts", target[:MAX_URL]) for target in script_targets if target not in taken]
    notes += _seen_on_wire(place)
    return Read(tuple(forms), notes)


def _all_script(document: Document) -> str:
    """Scripts, and what stands in event attributes of forms and buttons."""
    inline = [
        value
        for node in document.css("[onsubmit], [onclick]")[:200]
        for value in (attribute(node, "onsubmit"), attribute(node, "onclick"))
        if value
    ]
    return "\n".join((document.script, *inline))


def _grouped(document: Document) -> Iterable[tuple[Node | None, list[Node]]]:
    """Each form with its controls, then ``None`` with the controls of no form; ``form=`` attributes obeyed."""
    forms = document.css("form")[: MAX_FORMS * 5]
    groups: dict[int, list[Node]] = {form.mem_id: [] for form in forms}
    by_name = {attribute(form, "id"): form.mem_id for form in reversed(forms) if attribute(form, "id")}
    loose: list[Node] = []
    inside: dict[int, int] = {}
    for form in forms:
        for control in form.css(_CONTROLS):
            inside[control.mem_id] = form.mem_id
    for control in document.css(_CONTROLS):
        owner = by_name.get(attribute(control, "form"), inside.get(control.mem_id))
        group = loose if owner is None else groups[owner]
        if len(group) < MAX_FIELDS:
            group.append(control)
    for form in forms:
        yield form, groups[form.mem_id]
    if loose:
        yield None, loose


def _labels(document: Document) -> dict[str, str]:
    """Label text by the id it is for."""
    return {
        attribute(node, "for"): few_words(node, _CONTROL_TAGS)[:100]
        for node in reversed(document.css("label[for]")[:500])
    }  # fmt: skip


_Context = tuple[Place, Document, tuple[str, ...], dict[str, str]]


def _form(node: Node | None, controls: list[Node], context: _Context) -> Form | None:
    """One form; ``None`` for loose inputs that ask for nothing."""
    place, document, script_targets, labels = context
    fields: list[tuple[str, str]] = []
    asked: dict[str, None] = {}
    for control in controls:
        one = _asked(control, labels)
        fields.append((one.name[:100], one.kind[:20]))
        what = asks_for(one)
        if what and not (is_hidden(control) and one.kind != "file"):
            asked[what] = None
    if "account" in asked and _is_mailbox(asked, controls, labels):
        asked["mail"] = None
    if node is None:
        if not asked:
            return None
        return Form(_script_target(place, script_targets), "script", tuple(fields), tuple(asked))
    action = attribute(node, "action").strip()
    button = next((b for b in node.css("[formaction]")), None)
    if button is not None:
        action = attribute(button, "formaction").strip()
    own = attribute(node, "onsubmit") or ("" if "submit" not in document.script else document.script)
    by_script = action.lower() in _SELF and bool(script_targets) and bool(asked) and bool(_TAKES_OVER.search(own))
    if by_script:
        return Form(_script_target(place, script_targets), "script", tuple(fields), tuple(asked))
    method = attribute(node, "method").lower()
    absolute = place.url if action.lower() in _SELF else _absolute(action, place.base) or place.url
    return Form(absolute[:MAX_URL], method if method in ("post", "dialog") else "get", tuple(fields), tuple(asked))


def _script_target(place: Place, targets: tuple[str, ...]) -> str:
    """Where script takes the values: what was seen on the wire, else what the script names, else the page itself."""
    seen = next((r.url for r in place.requests[1:] if r.names or "password" in r.carries), None)
    return (seen or (targets[0] if targets else place.url))[:MAX_URL]


def _asked(control: Node, labels: dict[str, str]) -> Asked:
    """A control with the words about it."""
    kind = {"input": attribute(control, "type").lower().strip() or "text"}.get(control.tag, control.tag)
    name = attribute(control, "name") or attribute(control, "id")
    label = labels.get(attribute(control, "id")) if attribute(control, "id") else None
    told = [attribute(control, key) for key in ("name", "id", "placeholder", "aria-label", "title")]
    spoken = label or _label_round(control) or ("" if told[2] or told[3] else _text_before(control))
    names = _GLUE.sub(" ", _CAMEL.sub(" ", " ".join(told[:2])[:120]))
    hint = folded(f"{names} {told[2][:80]} {told[3][:80]} {told[4][:60]} {spoken[:80]}")[:MAX_HINT]
    masked = bool(_MASKED.search(attribute(control, "style")[:500]))
    return Asked(name, kind, attribute(control, "autocomplete").lower()[:60], hint, masked)


def _label_round(control: Node) -> str:
    """Text of a label that the control stands in."""
    parent = control.parent
    for _ in range(3):
        if parent is None or parent.tag in ("form", "body"):
            break
        if parent.tag == "label":
            return few_words(parent, frozenset())[:100]
        parent = parent.parent
    return ""


def _text_before(control: Node) -> str:
    """The words just before a control: beside it, in the cell or row before, as old tables lay forms out."""
    node = control
    for _ in range(3):
        before = node.prev
        for _ in range(6):
            if before is None:
                break
            if before.tag in _CONTROL_TAGS:
                return ""
            if before.tag in _LABEL_TAGS:
                text = squeeze(before.text_content or "") if before.tag == "-text" else few_words(before, _CONTROL_TAGS)
                if text:
                    return text[-80:]
            before = before.prev
        node = node.parent
        if node is None or node.tag in ("form", "body", "html"):
            break
    return ""


def _is_mailbox(asked: dict[str, None], controls: list[Node], labels: dict[str, str]) -> bool:
    """Whether the account asked for is a mail address: a field's words name an address or show one."""
    if "mail" in asked:
        return False
    for control in controls[:10]:
        shown = attribute(control, "placeholder")
        if "@" in shown or "@" in labels.get(attribute(control, "id"), ""):
            return True
    return False


def _absolute(url: str, base: str) -> str:
    """The address as a browser would read it on this page; ``""`` when it leads nowhere."""
    from urllib.parse import urljoin

    if url[:7].lower() == "mailto:":
        return url
    try:
        joined = urljoin(base, url.strip()[:MAX_URL])
    except ValueError:
        return ""
    read = parse_url(joined)
    return read.href if read is not None and read.scheme in ("http", "https", "ws", "wss") else ""


def _offers(document: Document, place: Place) -> list[Form]:
    """Things to install that the page offers by a link or pushed by itself."""
    found: dict[str, None] = {}
    for node in document.css("a[href]")[:2_000]:
        href = attribute(node, "href")
        if _APPS.search(href[-200:]):
            found[_absolute(href, place.base) or href[:MAX_URL]] = None
    if not found and any(_APPS.search(name[-200:]) for name in place.downloads):
        found[place.url] = None
    return [Form(url, "download", (), ("app",)) for url in list(found)[:3]]


# -- The visitor's address in it ---------------------------------------------------------------------------------------


def carries(text: str, visitor: Recipient) -> bool:
    """Whether an address of the visitor, or their own domain, stands in ``text``: plain, percent-encoded or base64."""
    if not text or not visitor.addresses:
        return False
    low = text[:4_000].lower()
    forms = [low, unquote(low)]
    if len(text) <= 400 and text.isascii():
        forms.append(_plain(text))
    needles = [address for address in visitor.addresses if "@" in address]
    domains = (address.rpartition("@")[2] for address in needles)
    needles += [domain for domain in domains if domain and not is_public_mail_domain(domain)]
    return any(needle in form for needle in needles for form in forms)


def _plain(text: str) -> str:
    try:
        data = base64.b64decode(text.strip().replace("-", "+").replace("_", "/") + "=" * (-len(text.strip()) % 4))
    except (binascii.Error, ValueError):
        return ""
    return data.decode("utf-8", "replace").lower()


def _prefilled(controls: list[Node], index: int, visitor: Recipient) -> Notes:
    """Fields that came filled in with the visitor's address; the value itself is not kept."""
    return [
        ("prefilled", f"form {index}: {(attribute(c, 'name') or attribute(c, 'id') or c.tag)[:60]}")
        for c in controls
        if carries(attribute(c, "value"), visitor)
    ]


def _seen_on_wire(place: Place) -> Notes:
    """Requests with a body: where to, and the names they carried."""
    notes: Notes = []
    for request in place.requests[1:]:
        if request.names or request.carries:
            how, host = destination(request.url, place.url)
            names = " ".join(request.names[:10])
            notes.append(("sent", f"{how} {host} {names}".strip()))
    return notes
