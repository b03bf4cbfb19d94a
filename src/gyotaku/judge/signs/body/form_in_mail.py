"""The mail itself holds a form that sends what is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.judge.signs.ways import of_link
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength
from gyotaku.patterns import pattern

_PASSWORD: Final = pattern(r"<input[^>]{0,300}type\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
MAX_HTML = 300_000


def look(d: Dissection) -> Iterator[Finding]:
    """Strong with a field for a password, in the mail or in an attached page."""
    forms = [link for link in d.links if link.kind == "form"]
    for part in d.mail.parts:
        if part.text and part.media_type.endswith("html") and _PASSWORD.search(part.text[:MAX_HTML]):
            facts = {"host": forms[0].host if forms else "", "variant": "password"}
            evidence = of_link(forms[0]) if forms else Evidence(f"part:{part.path}", "<input type=password>")
            yield Finding("form-in-mail", Strength.STRONG, (evidence,), facts)
            return
    for link in forms:
        if link.host and not (aligned_pass(d) or is_list_mail(d)):
            yield Finding("form-in-mail", Strength.WEAK, (of_link(link),), {"host": link.host, "variant": "plain"})
            return


SIGN = Sign(
    id="form-in-mail",
    viewpoint="body",
    benign="surveys and one-click answers of newsletters",
    look=look,
)
