"""A warning sign or another alarm picture stands in the subject."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength

_ALARMS = frozenset("⚠⛔🚨🚫🛑🔴❗❕‼⁉🔒🔓🔐🔔❌☠⏰⌛⏳🛡📛🆘✉📩📨📧📬🔑💳🆔")


def look(d: Dissection) -> Iterator[Finding]:
    """Pictures that press; flowers, gifts and stars of ordinary advertising are passed over."""
    if d.subject.text.isascii():
        return
    found = "".join(dict.fromkeys(char for char in d.subject.text if char in _ALARMS))
    if found:
        yield Finding("alarm-symbol", Strength.WEAK, of_subject(d), {"symbols": found})


SIGN = Sign(
    id="alarm-symbol",
    viewpoint="subject",
    benign="shops counting down a sale; security newsletters; monitoring systems",
    look=look,
)
