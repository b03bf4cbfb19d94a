"""A mailing list handed the mail on, and its signature holds."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, is_list_mail, of_header
from gyotaku.judge.signs.shapes import same_org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """COUNTER when the list's host is also the envelope's or a passing signature's; the headers alone prove nothing."""
    field = first(d, "list-id")
    if field is None or not is_list_mail(d):
        return
    host = field.value.rpartition("<")[2].strip("<> \t").lower()
    envelope = (d.sender.return_path or "").rpartition("@")[2].strip("<> ").lower()
    signed = any(r.method == "dkim" and r.status == "pass" and same_org(r.domain or "", host) for r in d.auth)
    if signed or (envelope and same_org(envelope, host)):
        yield Finding("list-mail", Strength.COUNTER, (of_header(field),), {"list": host[:200]})


SIGN = Sign(
    id="list-mail",
    viewpoint="sender",
    benign="all mailing lists; a fraud posted to a list shows it too",
    look=look,
)
