"""Evidence and authentication as several signs need them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.brands.catalogue import proves_nothing
from gyotaku.judge.signs.shapes import is_mailing_service, org, same_org
from gyotaku.model import AuthResult, BrandClaim, Dissection, Evidence, Header, Hop, under

QUOTE = 300
"""Longest quote in characters: enough to recognise a field, short enough to print."""

_LIST_MARKS = ("x-beenthere", "x-mailman-version", "mailing-list", "list-archive", "list-help")
_FAILED = frozenset({"fail", "softfail", "permerror"})


T = TypeVar("T")


class _Memo:
    """What was already worked out for the dissection looked at last. Holds its small tuples, never the mail's bytes."""

    __slots__ = ("auth", "brands", "found", "sender")

    def __init__(self, d: Dissection) -> None:
        self.sender, self.auth, self.brands = d.sender, d.auth, d.brands
        self.found: dict[Any, Any] = {}


_last: list[_Memo] = []


def once(function: Callable[[Dissection], T]) -> Callable[[Dissection], T]:
    """A pure question that many signs ask of one mail, answered once; a new mail replaces the old one's answers.

    It may look at what the mail itself says, at the authentication and at the brands: the sender read anew, and those
    two, tell one dissection from the next.
    """

    @wraps(function)
    def answer(d: Dissection) -> T:
        memo = _last[0] if _last else None
        if memo is None or memo.sender is not d.sender or memo.auth is not d.auth or memo.brands is not d.brands:
            memo = _Memo(d)
            _last[:] = [memo]
        try:
            return cast("T", memo.found[function])
        except KeyError:
            found = memo.found[function] = function(d)
            return found

    return answer


@once
def _fields(d: Dissection) -> dict[str, list[Header]]:
    by_name: dict[str, list[Header]] = {}
    for header in d.mail.headers:
        by_name.setdefault(header.name.lower(), []).append(header)
    return by_name


def every(d: Dissection, name: str) -> tuple[Header, ...]:
    """Every field of that lower-case name, as :meth:`gyotaku.model.Mail.all`, without a walk for each sign."""
    return tuple(_fields(d).get(name, ()))


def first(d: Dissection, name: str) -> Header | None:
    """The first field of that lower-case name, as :meth:`gyotaku.model.Mail.first`, without a walk for each sign."""
    fields = _fields(d).get(name)
    return fields[0] if fields else None


def of_header(header: Header) -> Evidence:
    """Evidence for a header field."""
    return Evidence(f"header:{header.index}", header.value.strip()[:QUOTE])


def at_header(d: Dissection, index: int | None) -> tuple[Evidence, ...]:
    """Evidence for the field with that index; ``()`` when there is none."""
    if index is None or not 0 <= index < len(d.mail.headers):
        return ()
    return (of_header(d.mail.headers[index]),)


def of_from(d: Dissection) -> tuple[Evidence, ...]:
    """Evidence for the From field; the pointer ``mail`` when the mail has none."""
    return at_header(d, d.sender.header) or (Evidence("mail", "From"),)


def of_subject(d: Dissection) -> tuple[Evidence, ...]:
    """Evidence for the Subject field; the pointer ``mail`` when the mail has none."""
    return at_header(d, d.subject.header) or (Evidence("mail", "Subject"),)


def of_hop(hop: Hop) -> Evidence:
    """Evidence for a Received field."""
    return Evidence(f"hop:{hop.index}", " ".join(hop.raw.split())[:QUOTE])


def from_domain(d: Dissection) -> str:
    """Domain of the address most readers would show; ``""`` when there is none."""
    return d.sender.address.domain if d.sender.address else ""


def results(d: Dissection, method: str) -> tuple[AuthResult, ...]:
    """All results of one method, the recomputed ones first (they are our own)."""
    found = [r for r in d.auth if r.method == method]
    return tuple(sorted(found, key=lambda r: r.origin != "recomputed"))


@once
def handed_over(d: Dissection) -> Hop | None:
    """:attr:`gyotaku.model.Dissection.origin`, walked to once."""
    return d.origin


@once
def aligned_pass(d: Dissection) -> AuthResult | None:
    """The result that proves the From domain: DMARC pass, else aligned DKIM, else aligned SPF (RFC 9989, 4.4)."""
    domain = from_domain(d)
    if not domain or d.sender.ambiguous:
        return None
    for method in ("dmarc", "dkim", "spf"):
        for result in results(d, method):
            if result.status != "pass":
                continue
            if result.aligned or (result.domain and same_org(result.domain, domain)):
                return result
    return None


@once
def failure(d: Dissection) -> AuthResult | None:
    """The result that speaks against the From domain; ``None`` when something proves it or nothing was checked.

    DMARC's word goes first. SPF alone counts only where no signature saved the mail, because forwarding breaks SPF.
    """
    if aligned_pass(d):
        return None
    for result in results(d, "dmarc"):
        if result.status == "fail":
            return result
    for result in results(d, "spf"):
        if result.status in _FAILED and (
            result.aligned or not result.domain or same_org(result.domain, from_domain(d))
        ):
            return result
    return next(
        (r for r in results(d, "dkim") if r.status == "fail" and same_org(r.domain or "", from_domain(d))), None
    )


def of_auth(result: AuthResult, d: Dissection) -> tuple[Evidence, ...]:
    """Evidence for an authentication result: the boundary's field, or the reason we computed."""
    return at_header(d, result.header) or (Evidence("mail", result.reason or f"{result.method}={result.status}"),)


@once
def is_list_mail(d: Dissection) -> bool:
    """True for mail in the form of a mailing list (RFC 2919 List-Id, RFC 2369 List-Post, a list's further marks).

    Anyone can write these fields: they may weaken a weak sign, never silence one that the verdict rests on.
    """
    if first(d, "list-id") is None or first(d, "list-post") is None:
        return False
    return any(first(d, name) for name in _LIST_MARKS)


def brand_facts(brand: BrandClaim) -> dict[str, str]:
    """The slots ``brand``, ``brand_en`` and ``official``: the brand's first mail and web domains.

    The lists go on with relatives' domains, which would puzzle a reader who looks for the brand's own.
    """
    official = dict.fromkeys((*brand.web_domains[:1], *brand.mail_domains[:1]))
    return {"brand": brand.name, "brand_en": brand.name_en, "official": ", ".join(official)}


def is_official(brand: BrandClaim, domain: str) -> bool:
    """True when the brand mails from ``domain`` itself or by a mailing service the catalogue names for it."""
    return brand.sends_from(domain) or bool(under(domain, brand.sender_services))


@once
def sender_is_official(d: Dissection) -> bool:
    """True when the mail claims a brand and its From domain is that brand's, or a service the catalogue names."""
    return d.claimed is not None and is_official(d.claimed, from_domain(d))


def is_everybodys(domain: str) -> bool:
    """True for a domain under which customers have their mailboxes: an address there says nothing about the firm."""
    return proves_nothing(domain) is not None or (is_public_mail_domain(domain) and org(domain) == domain)


@once
def shows_brand(d: Dissection) -> bool:
    """True when the From field's display name wears the name of the claimed brand."""
    brand, display = d.claimed, d.sender.display.casefold()
    if brand is None or not display:
        return False
    if any(len(name) >= 4 and name.casefold() in display for name in (brand.name, brand.name_en)):
        return True
    address = d.sender.address.spec.lower() if d.sender.address else ""
    grounds = (g for g in brand.grounds if g.pointer.partition("@")[0] == f"header:{d.sender.header}")
    return any(ground.quote.lower() != address for ground in grounds)


def named_in(brand: BrandClaim, header: int | None) -> Evidence | None:
    """The ground that stands in that header field; ``None`` when the claim does not rest on it."""
    if header is None:
        return None
    return next((g for g in brand.grounds if g.pointer.split("@", 1)[0] == f"header:{header}"), None)


def host_names(hop: Hop) -> tuple[str, ...]:
    """The names a hop gives for its client, the noted reverse name first; empty and nameless ones left out."""
    return tuple(name.lower().rstrip(".") for name in (hop.ptr, hop.helo) if name and "." in name)


@once
def host_is_explained(d: Dissection) -> bool:
    """True when the name of the handing-over host fits: the sender's, the brand's, or a mailing service's."""
    hop = handed_over(d)
    if hop is None:
        return False
    wanted = {org(from_domain(d))}
    if d.sender.return_path and "@" in d.sender.return_path:
        wanted.add(org(d.sender.return_path.rpartition("@")[2].strip("<> ").lower()))
    for name in host_names(hop):
        if org(name) in wanted or is_mailing_service(name):
            return True
        if d.claimed and is_official(d.claimed, name):
            return True
    return False
