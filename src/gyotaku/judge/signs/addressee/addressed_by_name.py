"""The text speaks to the recipient by a name that the address does not give away."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import every
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength

_TITLES = ("様", "さま", "殿", "さん", "御中")
_GREETINGS = ("dear", "hello", "hi", "hey", "good morning", "good afternoon", "hallo", "liebe", "lieber")


def look(d: Dissection) -> Iterator[Finding]:
    """COUNTER, light: names leak with addresses, and targeted frauds have them."""
    if d.addressee.kind != "name":
        return
    name = _bare(d.addressee.text)
    if len(name) < 2:
        return
    for field in (*every(d, "to"), *every(d, "cc")):
        known = field.value.lower()
        if "@" in name or not _says(known.partition("<")[0], name):
            continue
        if not any(_says(a.partition("@")[0].lower(), part) for a in d.recipient.addresses for part in name.split()):
            evidence = d.addressee.evidence or Evidence("part:1", d.addressee.text[:200])
            yield Finding("addressed-by-name", Strength.COUNTER, (evidence,), {})
            return


def _says(text: str, name: str) -> bool:
    return name.replace(" ", "").replace("\u3000", "") in text.replace(" ", "").replace("\u3000", "")


def _bare(text: str) -> str:
    name = text.strip().lower()
    for greeting in _GREETINGS:
        if name.startswith(greeting + " "):
            name = name[len(greeting) :].strip()
    name = name.strip(" ,、:：")
    for title in _TITLES:
        name = name.removesuffix(title).strip()
    return name


SIGN = Sign(
    id="addressed-by-name",
    viewpoint="addressee",
    benign="nearly all mail that knows its reader; targeted fraud does too",
    look=look,
)
