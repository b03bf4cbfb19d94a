"""Links and ways as several signs need them."""

from __future__ import annotations

from typing import Final

from gyotaku.judge.signs.proof import aligned_pass, from_domain, is_official, once
from gyotaku.judge.signs.shapes import is_mailing_service, org, same_org
from gyotaku.model import BrandClaim, Dissection, Evidence, Link, Step, under

QUOTE = 300

NEUTRAL: Final = frozenset(
    """
    twitter.com x.com t.co facebook.com fb.com fb.me instagram.com youtube.com youtu.be linkedin.com pinterest.com
    tiktok.com line.me lin.ee threads.net apple.com google.com goo.gl w3.org schemas.microsoft.com microsoft.com
    aka.ms mozilla.org adobe.com wikipedia.org note.com ameblo.jp hatena.ne.jp mixi.jp privacymark.jp jipdec.or.jp
    antiphishing.jp npa.go.jp caa.go.jp ipa.go.jp soumu.go.jp kokusen.go.jp j-credit.or.jp zenginkyo.or.jp
    """.split()
)
"""Registrable domains that everybody's footers link to: social networks, app stores, seals and warnings."""

SHORTENERS: Final = frozenset(
    """
    bit.ly bitly.com j.mp tinyurl.com ow.ly is.gd v.gd buff.ly cutt.ly rebrand.ly rb.gy shorturl.at t.ly s.id tiny.cc
    lnkd.in dlvr.it soo.gd bl.ink shorte.st adf.ly qr.ae tr.im x.gd ux.nu onl.la onl.sc onl.tw kutt.it urlz.fr qrco.de
    me-qr.com qr-code.click clck.ru u.to chilp.it tinyurl.hu han.gl vo.la buly.kr reurl.cc pse.is lihi.cc lihi1.com
    00m.in p.asia heylink.me linktr.ee lit.link bio.link
    """.split()
)
"""Public short-link and link-list services: anybody's link may stand behind one."""

OWN_SHORT: Final = frozenset({"r10.to", "amzn.to", "amzn.asia", "yahoo.jp", "lin.ee", "merc.li", "nico.ms", "dcm.jp"})
"""Short-link hosts that one firm keeps for itself."""

HTTP: Final = ("http://", "https://")


def of_link(link: Link) -> Evidence:
    """Evidence for a link."""
    return Evidence(f"link:{link.id}", link.url[:QUOTE])


@once
def ways(d: Dissection) -> tuple[Link, ...]:
    """Links that a reader's own click would follow to a web host, each target once."""
    seen: dict[str, Link] = {}
    for link in d.links:
        if link.clickable and link.domain and link.href.startswith(HTTP):  # no domain: a broken address leads nowhere
            seen.setdefault(link.href, link)
    return tuple(seen.values())


def end(d: Dissection, link: Link) -> Step:
    """Where the link leads as far as it can be read without opening it."""
    return d.trails[link.id].end


def own(brand: BrandClaim, host: str) -> bool:
    """True when the host is the brand's, or a service the catalogue names for it."""
    return brand.serves(host) or bool(under(host, brand.sender_services))


def neutral(host: str) -> bool:
    """True for hosts that everybody links to."""
    return org(host) in NEUTRAL or org(host) in OWN_SHORT


def stations(d: Dissection, link: Link) -> tuple[Step, ...]:
    """Steps whose hosts a click would really visit: named wrappers (SafeLinks, urldefense…) are left out.

    What a foreign host carries in a parameter is only that host's claim: a phisher can append ``?url=https://bank``. So
    a link is the brand's only when every station is.
    """
    steps = d.trails[link.id].steps
    if len(steps) == 1:
        return steps
    return tuple(
        step for step, after in zip(steps, (*steps[1:], None), strict=True) if after is None or not _named(after.how)
    )


def _named(how: str) -> bool:
    """True when a step was reached by a wrapper known by name."""
    return how.partition(" ")[0].partition(":")[0] not in _UNNAMED


_UNNAMED: Final = frozenset(
    {"start", "query", "path", "fragment", "base64", "base64url", "hex", "percent", "refang", "rot13"}
)


def strange(d: Dissection, link: Link, brand: BrandClaim) -> Step | None:
    """The last station that is neither the brand's nor everybody's; ``None`` when the whole way is."""
    return next(
        (s for s in reversed(stations(d, link)) if s.host and not own(brand, s.host) and not neutral(s.host)), None
    )


def foreign(d: Dissection, brand: BrandClaim) -> tuple[Link, ...]:
    """Ways that leave the brand and what everybody links to; the link to leave a list is not meant."""
    return tuple(
        link for link in ways(d) if "unsubscribe" not in link.text.lower() and strange(d, link, brand) is not None
    )


def mostly_own(d: Dissection, brand: BrandClaim) -> bool:
    """True for a brand's address under which the brand's own links abound and hardly any leads away.

    A genuine notice saved without its headers looks so: a partner or a picture server among many links of the brand. A
    fake copies two or three links round the one that matters.
    """
    if not is_official(brand, from_domain(d)):
        return False
    away, all_ways = len(foreign(d, brand)), len(ways(d))
    return all_ways - away >= MANY and away * 5 <= all_ways


MANY = 5
"""The brand's own links in a mail that are too many for decoration."""


def sender_proven(d: Dissection) -> bool:
    """True when the From domain is authenticated and is the claimed brand's (or a service the catalogue names)."""
    return bool(d.claimed and aligned_pass(d) and is_official(d.claimed, from_domain(d)))


def same_house(d: Dissection, host: str) -> bool:
    """True when the host belongs to the sender's own organisation and that organisation is proven."""
    return same_org(host, from_domain(d)) and aligned_pass(d) is not None


def tracked(host: str) -> bool:
    """True for hosts of mailing services: their click counters stand in honest newsletters."""
    return is_mailing_service(host)
