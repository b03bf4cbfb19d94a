"""Where a page sends what is typed: to its own host, to another's, to a messenger's bot, to a form service.

The hosts are the documented endpoints of those services (core.telegram.org/bots/api, discord.com/developers webhooks,
api.slack.com/messaging/webhooks, the form services' own set-up pages); kits were seen to use each of them.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from gyotaku.domains import parse_url, registrable
from gyotaku.model import under
from gyotaku.patterns import pattern

_MESSENGERS = {
    "api.telegram.org": "/",
    "discord.com": "/api/",
    "discordapp.com": "/api/",
    "hooks.slack.com": "/",
    "api.vk.com": "/",
    "chat.googleapis.com": "/",
    "oapi.dingtalk.com": "/robot",
    "open.feishu.cn": "/open-apis/bot",
    "qyapi.weixin.qq.com": "/cgi-bin/webhook",
    "api.line.me": "/",
    "notify-api.line.me": "/",
    "graph.facebook.com": "/",
    "api.green-api.com": "/",
}
"""Host and the path that an endpoint of its bots begins with."""

_FORM_SERVICES = {
    "docs.google.com": "/forms",
    "forms.gle": "/",
    "script.google.com": "/macros",
    "forms.office.com": "/",
    "forms.cloud.microsoft": "/",
    "formspree.io": "/",
    "getform.io": "/",
    "getform.com": "/",
    "formsubmit.co": "/",
    "submit-form.com": "/",
    "usebasin.com": "/",
    "api.web3forms.com": "/",
    "formcarry.com": "/",
    "formbold.com": "/",
    "formester.com": "/",
    "formspark.io": "/",
    "herotofu.com": "/",
    "sheetdb.io": "/",
    "api.sheetmonkey.io": "/",
    "api.staticforms.xyz": "/",
    "submit.jotform.com": "/",
    "form.jotform.com": "/",
    "typeform.com": "/",
    "form.run": "/",
    "ssgform.com": "/",
    "api.emailjs.com": "/",
    "webhook.site": "/",
    "pipedream.net": "/",
    "hooks.zapier.com": "/",
    "hook.make.com": "/",
    "hook.eu1.make.com": "/",
    "hook.us1.make.com": "/",
    "requestbin.net": "/",
    "beeceptor.com": "/",
    "firebaseio.com": "/",
    "firestore.googleapis.com": "/",
    "supabase.co": "/",
    "api.airtable.com": "/",
}
"""Services that take anybody's forms, and the path they take them at."""

MAX_SCRIPT_READ = 400_000
"""Characters of script searched for addresses."""
MAX_LITERALS = 60
"""Encoded literals that are opened."""

_CALL = pattern(
    r"""(?:fetch|post|ajax|axios|open|sendBeacon|request|WebSocket)\s{0,5}\(\s{0,20}(?:["']POST["']\s{0,9},\s{0,9})?"""
    r"""["'`]([^"'`\s]{2,500})["'`]""",
    re.I,
)
_KEYED = pattern(r"""\b(?:url|action|endpoint|webhook|api)["']?\s{0,9}[:=]\s{0,9}["'`]([^"'`\s]{2,500})["'`]""", re.I)
_KNOWN = pattern(
    r"https?://(?:api\.telegram\.org/|discord(?:app)?\.com/api/|hooks\.slack\.com/|script\.google\.com/macros/)"
    r"[^\s\"'`<>]{0,300}",
    re.I,
)
_BASE64 = pattern(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{20,}+={0,2}+(?![A-Za-z0-9+/=])")
_PERCENT = pattern(r"(?:%[0-9a-fA-F]{2}[^\s\"'`%]{0,40}){6,4000}+")
_STATIC = pattern(r"\.(?:js|mjs|css|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|map|json|html?)(?:[?#]|$)", re.I)


class Destination(NamedTuple):
    """Where values go."""

    how: str
    """``same-host``, ``same-domain``, ``other-domain``, ``messenger``, ``form-service``, ``mail``, ``nowhere``."""
    host: str
    """A-label; ``""`` when there is none."""


def destination(url: str, page: str) -> Destination:
    """Where ``url`` lies, seen from the page at ``page``."""
    if url[:7].lower() == "mailto:":
        return Destination("mail", url[7:].partition("?")[0].rpartition("@")[2].lower()[:255])
    target, own = parse_url(url), parse_url(page)
    if target is None or target.scheme not in ("http", "https", "ws", "wss") or not target.host:
        return Destination("nowhere", "")
    for how, table in (("messenger", _MESSENGERS), ("form-service", _FORM_SERVICES)):
        part = under(target.host, table)
        if part and target.path.startswith(table[part]):
            if own is not None and own.host == target.host:
                break  # a form on the service's own page
            return Destination(how, target.host)
    if own is None or target.host == own.host:
        return Destination("same-host", target.host)
    same = registrable(target.host) and registrable(target.host) == registrable(own.host)
    return Destination("same-domain" if same else "other-domain", target.host)


def is_form_service(host: str, path: str) -> bool:
    """Whether a page there is a form that anybody could have made (Google Forms and the like)."""
    part = under(host, _FORM_SERVICES)
    return bool(part) and path.startswith(_FORM_SERVICES[part or ""])


def layers(script: str) -> Iterator[str]:
    """The script, and what its base64 and percent-encoded literals hold, two deep."""
    script = script[:MAX_SCRIPT_READ]
    yield script
    texts, left = [script], MAX_LITERALS
    for _ in range(2):
        opened: list[str] = []
        for text in texts:
            for literal in _BASE64.finditer(text):
                if left <= 0:
                    break
                left -= 1
                plain = _from_base64(literal[0])
                if plain:
                    opened.append(plain)
            for literal in _PERCENT.finditer(text):
                if left <= 0:
                    break
                left -= 1
                opened.append(unquote(literal[0]))
        yield from opened
        texts = opened


def _from_base64(literal: str) -> str:
    """The text inside, when it is mostly printable; else ``""``."""
    try:
        data = base64.b64decode(literal + "=" * (-len(literal) % 4))
    except (binascii.Error, ValueError):
        return ""
    text = data.decode("utf-8", "replace")
    odd = sum(1 for c in text[:400] if c == "\ufffd" or (c < " " and c not in "\t\r\n"))
    return "" if odd * 10 > len(text[:400]) else text


def sent_by_script(script: str) -> tuple[str, ...]:
    """Addresses that the page's script sends to, as written; at most ten, known drop points first."""
    known: dict[str, None] = {}
    called: dict[str, None] = {}
    for text in layers(script):
        known |= dict.fromkeys(match[0] for match in _KNOWN.finditer(text))
        for way in (_CALL, _KEYED):
            for match in way.finditer(text):
                if not _STATIC.search(match[1]) and ("/" in match[1] or "." in match[1]):
                    called[match[1]] = None
    return tuple((known | called).keys())[:10]
