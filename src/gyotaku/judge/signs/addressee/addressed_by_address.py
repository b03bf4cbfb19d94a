"""The text speaks to the recipient by their mail address, or by the part before the @."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import is_list_mail, sender_is_official
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength

_TITLES = "様さま殿御中,、, :："
_GREETINGS = ("dear", "hello", "hi", "attention", "尊敬的", "親愛なる", "拝啓")


def look(d: Dissection) -> Iterator[Finding]:
    """Who has an account with a firm is known there by name; a fraud knows the address only."""
    who = d.addressee
    if is_list_mail(d) or d.sender.return_path == "" or who.kind not in ("address", "name"):
        return
    evidence = (who.evidence or Evidence("mail", who.text[:200]),)
    if who.kind == "address":
        strength = Strength.NOTE if sender_is_official(d) else Strength.WEAK
        yield Finding("addressed-by-address", strength, evidence, {"variant": "address"})
        return
    name = _bare(who.text)
    locals_ = {a.partition("@")[0] for a in d.recipient.addresses}
    if len(name) > 2 and name in locals_ and not _is_known_name(d, name):
        yield Finding("addressed-by-address", Strength.WEAK, evidence, {"variant": "local"})


def _bare(text: str) -> str:
    name = text.strip().lower()
    for greeting in _GREETINGS:
        name = name.removeprefix(greeting).strip()
    return name.strip(_TITLES).strip()


def _is_known_name(d: Dissection, name: str) -> bool:
    """True when the local part is also (part of) a name written in To: Hanako <hanako@…>."""
    return any(name in other.lower() and len(other) > len(name) for other in d.recipient.names)


SIGN = Sign(
    id="addressed-by-address",
    viewpoint="addressee",
    benign="delivery reports; services that only ever asked for an address; friends who use the first name",
    look=look,
)
