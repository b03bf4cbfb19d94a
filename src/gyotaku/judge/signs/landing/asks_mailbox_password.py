"""A login for the mailbox on a host that is neither the mailbox's provider nor the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import (
    in_own_house,
    is_strange,
    landings,
    of_forms,
    of_page,
    software,
    suspect,
    worn,
)
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_MAILBOX = pattern(
    r"web ?-?mail|ウェブメール|メールボックス|メールサーバ|mailbox|mail ?login|email ?portal|outlook web"
    r"|active! ?mail|roundcube|zimbra|cpanel",
    re.I,
)


def look(d: Dissection) -> Iterator[Finding]:
    """Strong; silent where a brand's name is used (another sign speaks) and on the recipient's own provider."""
    for landing in landings(d):
        if "password" not in landing.secrets or suspect(d, landing) is not None:
            continue
        face = worn(d, landing)
        called = _MAILBOX.search(f"{landing.page.title}\n{landing.page.text[:600]}")
        if called is None and not (face is not None and software(face)):
            continue
        if not is_strange(d, landing.host) or in_own_house(d, landing.host):
            continue
        quote = landing.page.title or (called[0] if called else "")
        evidence = (of_page(landing, quote), *of_forms(landing))
        yield Finding("asks-mailbox-password", Strength.STRONG, evidence, {"host": landing.host})


SIGN = Sign(
    id="asks-mailbox-password",
    viewpoint="landing",
    benign="a provider whose webmail stands under another domain than its customers' mailboxes and its notices",
    look=look,
)
