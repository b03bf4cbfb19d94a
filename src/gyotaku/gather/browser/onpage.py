"""What is asked of a page in its own language, and what a request's body is called. Pure text, no browser library.

The scripts run in a hostile page: whatever they give back is the page's word, is cut at a limit, and is read as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, unquote_plus

from gyotaku.mail.encodings import base64_cores

MAX_HTML = 5_000_000
MAX_TEXT = 300_000
MAX_NAMES = 60
MAX_BODY = 200_000
"""Characters of a request's body whose field names are read."""

READ = """
() => {
  const cut = (text, most) => (text || "").slice(0, most);
  const live = document.querySelectorAll("input, textarea, select, option");
  const copy = document.documentElement.cloneNode(true);
  const dead = copy.querySelectorAll("input, textarea, select, option");
  for (let i = 0; i < Math.min(live.length, dead.length, 2000); i++) {
    const from = live[i], to = dead[i];
    if (from.tagName === "INPUT" && !["password", "file"].includes(from.type)) {
      if (from.value) to.setAttribute("value", from.value);
    } else if (from.tagName === "TEXTAREA" && from.value) to.textContent = from.value;
    else if (from.tagName === "INPUT") to.removeAttribute("value");
  }
  const icons = [...document.querySelectorAll("link[rel~=icon], link[rel='shortcut icon']")].map(l => l.href);
  const body = document.body, root = document.documentElement;
  return {
    html: cut("<!DOCTYPE html>" + copy.outerHTML, MOST_HTML),
    text: cut(body ? body.innerText : "", MOST_TEXT),
    title: cut(document.title, 1000),
    icons: icons.slice(0, 3),
    width: Math.max(root.scrollWidth, root.clientWidth),
    height: Math.max(root.scrollHeight, body ? body.scrollHeight : 0, root.clientHeight),
  };
}
""".replace("MOST_HTML", str(MAX_HTML)).replace("MOST_TEXT", str(MAX_TEXT))
"""The DOM as it stands, with what script filled in (no password) written into ``value``; the reader's view of the text.
The page itself is not touched."""

MOVES = r"""
() => {
  const meta = document.querySelector("meta[http-equiv=refresh i]");
  if (meta && /url/i.test(meta.content || "")) return Math.min(parseFloat(meta.content) || 0, 6) + 0.5;
  const goes = /location(\.href)?\s*=[^=]|location\.(replace|assign)\s*\(|\.submit\s*\(|location\.reload/;
  for (const script of document.scripts)
    if (goes.test(script.text) && /setTimeout|setInterval|onload|DOMContentLoaded|"load"/.test(script.text)) return 2.5;
  const shown = document.body ? document.body.innerText.trim().length : 0;
  return shown < 20 && document.scripts.length ? 2.0 : 0;
}
"""
"""Seconds for which the page may yet move on by itself: a refresh, a script with a timer, a page that is still bare."""

MASK = """
(words) => {
  const changed = [];
  const hidden = text => {
    let out = text;
    for (const word of words) {
      const low = out.toLowerCase(), parts = [];
      let at = 0, hit;
      while ((hit = low.indexOf(word, at)) >= 0) {
        parts.push(out.slice(at, hit), "●".repeat(word.length));
        at = hit + word.length;
      }
      if (at) out = parts.join("") + out.slice(at);
    }
    return out;
  };
  const put = (node, name) => {
    const old = node[name], text = typeof old === "string" ? hidden(old) : old;
    if (text === old) return;
    if (name === "value" && node.type === "email") { changed.push([node, "type", "email"]); node.type = "text"; }
    changed.push([node, name, old]);
    node[name] = text;
  };
  const roots = [document];
  for (let r = 0; r < roots.length && r < 200; r++) {
    const walk = document.createTreeWalker(roots[r], NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walk.nextNode(), n = 0; node && n < 50000; node = walk.nextNode(), n++) {
      if (node.nodeType === 3) { put(node, "data"); continue; }
      if (node.shadowRoot) roots.push(node.shadowRoot);
      if (node.tagName === "IFRAME") try { if (node.contentDocument) roots.push(node.contentDocument); } catch (e) {}
      if ("value" in node && node.type !== "hidden") put(node, "value");
      if ("placeholder" in node) put(node, "placeholder");
    }
  }
  return () => { for (const [node, name, old] of changed.reverse()) node[name] = old; };
}
"""
"""Every one of the words (lower case) in texts, fields and placeholders becomes dots; gives back the way to undo it.
Runs before the picture is taken."""

ICON = """
(url) => Promise.race([
  new Promise(done => { const i = new Image(); i.onload = i.onerror = () => done(); i.src = url; }),
  new Promise(done => setTimeout(done, 1500)),
])
"""
"""Loads the favicon, which a headless browser leaves out."""

FIELDS = """
() => {
  const shown = e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && !e.disabled && !e.readOnly;
  };
  const others = "hidden submit button image reset checkbox radio file range color".split(" ");
  const secret = [...document.querySelectorAll("input[type=password]")].find(shown);
  if (!secret) return null;
  const form = secret.form;
  const all = [...(form ? form.elements : document.querySelectorAll("input, textarea, button"))];
  const forms = [...document.forms].filter(f => f.querySelector("input, select, textarea"));
  let n = 0;
  const typed = e => (e.tagName === "INPUT" || e.tagName === "TEXTAREA") && shown(e) && !others.includes(e.type);
  const fields = all.filter(typed).slice(0, 20).map(e => {
    e.setAttribute("data-gyotaku", String(n));
    const label = e.labels && e.labels[0] ? e.labels[0].innerText : "";
    const hint = [e.name, e.id, e.autocomplete, e.placeholder, label].join(" ").slice(0, 300);
    return { at: n++, type: e.type, filled: !!e.value, hint };
  });
  const press = all.find(e => shown(e) && (e.type === "submit" || e.type === "image"))
    || [...(form || document).querySelectorAll("button, input[type=button], a[role=button], [onclick]")].find(shown);
  if (press) press.setAttribute("data-gyotaku", "press");
  return { form: form ? Math.max(0, forms.indexOf(form)) : forms.length, fields, press: !!press };
}
"""
"""The fields beside the first password that a visitor sees, and what to press; marks them ``data-gyotaku``."""


def field_names(body: str | None, content_type: str) -> tuple[str, ...]:
    """Names of the fields of a request's body, in order; never a value. ``()`` for a shape that is not known."""
    if not body:
        return ()
    text = body[:MAX_BODY]
    if "json" in content_type or text[:1] in "{[":
        try:
            return tuple(dict.fromkeys(_keys(json.loads(text))))[:MAX_NAMES]
        except (ValueError, RecursionError):
            return ()
    if "multipart/form-data" in content_type:
        found = re.findall(r'^content-disposition:[^\r\n]{0,40}\bname="([^"\r\n]{1,80})"', text, re.I | re.M)
        return tuple(dict.fromkeys(found))[:MAX_NAMES]
    if "=" in text and ("urlencoded" in content_type or re.match(r"[\w.\[\]%-]{1,80}=", text)):
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=None)
        return tuple(dict.fromkeys(name[:80] for name, _ in pairs))[:MAX_NAMES]
    return ()


def _keys(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)[:80]
            if isinstance(inner, dict):
                yield from _keys(inner)


def carried(text: str, values: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Which of the (name, value) pairs stand in ``text``: in clear, percent-encoded, in base64 or reversed."""
    if not text:
        return ()
    plain = unquote_plus(text[: MAX_BODY * 2])
    found = []
    for name, value in values:
        forms = (value, quote(value, safe=""), value[::-1], *base64_cores(value.encode()))
        if name not in found and any(form in plain or form in text for form in forms):
            found.append(name)
    return tuple(found)


def mask_words(addresses: Iterable[str]) -> tuple[str, ...]:
    """What is dotted out in pictures: addresses, their base64, domains, and local parts of four letters or more."""
    words: dict[str, None] = {}
    for address in addresses:
        local, _, domain = address.lower().rpartition("@")
        words |= dict.fromkeys((address.lower(), domain))
        words |= dict.fromkeys(core.lower() for core in base64_cores(address.encode()))
        if len(local) >= 4:
            words[local] = None
    return tuple(sorted((w for w in words if len(w) >= 4), key=len, reverse=True))
