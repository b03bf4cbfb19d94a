"""The sending address has no name in reverse DNS."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import handed_over, of_hop
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Noted by the receiving server itself. Nine of ten phishing mails in Japan lack one (antiphishing.jp 2025)."""
    hop = handed_over(d)
    if hop is not None and hop.ptr == "" and hop.ip:
        yield Finding("no-reverse-name", Strength.WEAK, (of_hop(hop),), {"ip": hop.ip})


SIGN = Sign(
    id="no-reverse-name",
    viewpoint="path",
    benign="small firms' own servers; a name server that did not answer at that moment",
    look=look,
)
