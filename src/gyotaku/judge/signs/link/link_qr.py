"""A QR code in a picture leads away: filters do not read it, telephones do."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.ways import of_link, own, sender_proven
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Weak alone; strong when the mail claims a brand whose site it is not."""
    for link in d.links:
        if link.kind != "qr" or not link.host:
            continue
        brand = d.claimed
        strange = brand is not None and not own(brand, link.host) and not sender_proven(d)
        yield Finding("link-qr", Strength.STRONG if strange else Strength.WEAK, (of_link(link),), {"host": link.host})
        return


SIGN = Sign(
    id="link-qr",
    viewpoint="link",
    benign="tickets, membership cards and boarding passes",
    look=look,
)
