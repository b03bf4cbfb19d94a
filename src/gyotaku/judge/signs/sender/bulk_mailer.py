"""The mail program named in the mail is one that frauds favour, or one set up in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_KITS = pattern(
    r"leaf ?phpmailer|phpmailer \[version 1\.|the bat! \(v[12]\.|dreammail|supermailer|turbo-?mailer|atomic mail|"
    r"gammadyne|mailking|king ?mailer|send-?blaster|\bams\b|advanced mail sender|massmail|mass sender|igmail|"
    r"bulk|^[a-z]{5,8} [0-9]{1,2}\.[0-9]{3,}$",
    re.IGNORECASE,
)
_FOREIGN = pattern(r"foxmail[^\[]{0,40}\[(cn|tw)\]|aliyun|coremail|netease|\[zh[_-]cn\]", re.IGNORECASE)


def look(d: Dissection) -> Iterator[Finding]:
    """Chosen freely by the sender: weak, but real firms do not send by these."""
    text = d.sender.x_mailer
    field = first(d, "x-mailer") or first(d, "user-agent")
    if not text or not field:
        return
    mailer = text.strip()[:200]
    if _FOREIGN.search(mailer) and (d.body.language == "ja" or (d.claimed and d.claimed.name != d.claimed.name_en)):
        yield Finding("bulk-mailer", Strength.WEAK, (of_header(field),), {"variant": "foreign", "mailer": mailer})
    elif _KITS.search(mailer):
        yield Finding("bulk-mailer", Strength.WEAK, (of_header(field),), {"mailer": mailer})


SIGN = Sign(
    id="bulk-mailer",
    viewpoint="sender",
    benign="small shops with a cheap newsletter program, partners in China",
    look=look,
)
