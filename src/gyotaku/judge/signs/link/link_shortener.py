"""The link hides its target behind a public short-link service."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.judge.signs.shapes import org
from gyotaku.judge.signs.ways import SHORTENERS, end, of_link, ways
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Brands' own short links (r10.to, amzn.to) are not meant."""
    for link in ways(d):
        host = end(d, link).host or link.host
        if org(host) in SHORTENERS or host in SHORTENERS:
            strength = Strength.NOTE if aligned_pass(d) or is_list_mail(d) else Strength.WEAK
            yield Finding("link-shortener", strength, (of_link(link),), {"host": host})
            return


SIGN = Sign(
    id="link-shortener",
    viewpoint="link",
    benign="SMS-like notices and small firms' newsletters",
    look=look,
)
