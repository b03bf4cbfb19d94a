"""What the signs of the landing ask of a captured page: whose face it wears, in whose house, and what it wants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gyotaku.domains import parse_url
from gyotaku.judge.brands.catalogue import brand, by_domain
from gyotaku.judge.signs.known import same_name_elsewhere
from gyotaku.judge.signs.proof import QUOTE, from_domain
from gyotaku.judge.signs.shapes import same_org
from gyotaku.judge.signs.ways import neutral, same_house
from gyotaku.model import BrandClaim, Dissection, Evidence, Fact, Page, under

SECRETS = ("password", "card", "bank", "code", "identity")
"""What no stranger may ask for, most telling first."""


class Landing(NamedTuple):
    """A captured page and where it stands."""

    number: int
    page: Page
    host: str
    secrets: tuple[str, ...]
    """Of :data:`SECRETS`, those it asks for."""


def landings(d: Dissection) -> Iterator[Landing]:
    """Every captured page; ``secrets`` tells those that ask for something."""
    for number, page in enumerate(d.pages):
        read = parse_url(page.url)
        asked = {what for form in page.forms for what in form.asks_for}
        yield Landing(number, page, read.host if read else "", tuple(what for what in SECRETS if what in asked))


def worn(d: Dissection, landing: Landing) -> BrandClaim | None:
    """The brand whose face the page wears; ``None`` when it wears none we know."""
    from gyotaku.judge.brands.recognise_page import WEARS, recognise_page  # mails without pages need none of it

    found = recognise_page(landing.page, landing.number)
    return next((claim for claim in found if claim.score >= WEARS), None)


def software(claim: BrandClaim) -> bool:
    """True for webmail software: its face on a provider's own host is no imitation."""
    from gyotaku.judge.brands.recognise_page import is_software

    known = brand(claim.brand)
    return known is not None and is_software(known)


def at_home(claim: BrandClaim, host: str) -> bool:
    """True when the page stands on a site of the brand, or of a firm that the brand lets log people in."""
    return (
        claim.serves(host)
        or bool(under(host, claim.sender_services))
        or same_name_elsewhere((*claim.web_domains, *claim.mail_domains), host)
    )


def on_shared(claim: BrandClaim, host: str) -> bool:
    """True on hosts that the brand lets its customers use: neither its own nor a stranger's."""
    return bool(under(host, claim.shared_domains) or under(host, claim.customer_domains))


def suspect(d: Dissection, landing: Landing) -> BrandClaim | None:
    """The brand in whose name the page asks: the one it wears, else the one the mail claims; ``None`` when it stands at
    that brand's home, in the proven sender's or the recipient's own house, or on a site everybody links to."""
    face = worn(d, landing)
    claim = face if face is not None and not software(face) else d.claimed
    if claim is None or software(claim) or not (claim.web_domains or claim.mail_domains) or not landing.host:
        return None
    if at_home(claim, landing.host) or same_house(d, landing.host) or in_own_house(d, landing.host):
        return None
    if face is None and (neutral(landing.host) or by_domain(landing.host) is not None):
        return None
    return claim


def in_own_house(d: Dissection, host: str) -> bool:
    """True for a host of the recipient's own organisation: its webmail may well show another firm's face."""
    homes = (address.rpartition("@")[2] for address in d.recipient.addresses)
    return any(same_org(host, home) for home in homes if home)


def is_strange(d: Dissection, host: str) -> bool:
    """True for a host that is neither a known firm's nor of the house the mail says it comes from."""
    return bool(host) and by_domain(host) is None and not same_org(host, from_domain(d)) and not neutral(host)


def of_page(landing: Landing, quote: str = "") -> Evidence:
    """Evidence for a page; its address unless something better is given."""
    return Evidence(f"page:{landing.number}", (quote or landing.page.url)[:QUOTE])


def of_forms(landing: Landing) -> tuple[Evidence, ...]:
    """Evidence for the forms that ask for something: their fields' names."""
    return tuple(
        Evidence(f"page:{landing.number}/form:{index}", " ".join(name for name, _ in form.fields if name)[:QUOTE])
        for index, form in enumerate(landing.page.forms)
        if form.asks_for
    )[:3]


def seen_at(landing: Landing) -> Fact:
    """When the page was looked at, ISO 8601 to the minute; ``None`` when not known."""
    at = landing.page.captured_at
    return None if at is None else at.isoformat(timespec="minutes")
