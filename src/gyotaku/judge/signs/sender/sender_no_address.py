"""The From field holds no address that could be answered, or there is no From field."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, handed_over, of_from
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """RFC 5322 section 3.6.2 wants one; a mail server adds it when a person forgets."""
    address = d.sender.address
    if not d.mail.headers or (address and address.domain and "." in address.domain):
        return
    field = first(d, "from")
    if field is None:
        if d.hops:
            yield Finding("sender-no-address", Strength.WEAK, of_from(d), {"variant": "missing"})
        return
    if address and address.domain:
        if handed_over(d):  # inside one network a bare host name is usual; this mail came from outside
            facts = {"variant": "bare", "domain": address.domain[:100]}
            yield Finding("sender-no-address", Strength.WEAK, of_from(d), facts)
        return
    yield Finding("sender-no-address", Strength.STRONG, of_from(d), {"shown": field.value.strip()[:100]})


SIGN = Sign(
    id="sender-no-address",
    viewpoint="sender",
    benign="cron jobs and devices inside one network; archives that hide addresses",
    look=look,
)
