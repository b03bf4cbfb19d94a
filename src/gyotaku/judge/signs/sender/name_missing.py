"""The sender shows no name, or only an address as its name."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_from
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Real notices of Japanese card firms do without a name too, so this is only said."""
    address = d.sender.address
    if not address or not address.domain:
        return
    display = d.sender.display.strip(" \"'").lower()
    if not display or display == address.spec.lower():
        yield Finding("name-missing", Strength.NOTE, of_from(d), {"domain": address.domain})


SIGN = Sign(
    id="name-missing",
    viewpoint="sender",
    benign="automatic notices of banks and card firms, private people",
    look=look,
)
