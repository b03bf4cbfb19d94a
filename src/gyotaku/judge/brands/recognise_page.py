"""Whose face does a captured page wear, and on what grounds: its title, headings, copyright, marks, host and path.

A page that mentions a firm does not wear its face: the claim needs the title, a heading, the copyright line, a mark or
likeness to the real page. The hash of a whole screenshot is no ground: login pages of all firms look alike to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files

from gyotaku.domains import parse_url
from gyotaku.judge.brands.catalogue import (
    Brand,
    ancestors,
    brand,
    brand_at,
    by_domain,
    family,
    number_of,
    shared_part,
)
from gyotaku.judge.brands.folding import fold
from gyotaku.judge.brands.matching import Hit, find_labels, find_names
from gyotaku.judge.brands.support import supported
from gyotaku.model import BrandClaim, Evidence, Page
from gyotaku.pages.notes import texts
from gyotaku.pages.pictures import SAME_MARK, distance

MAX_CLAIMS = 4
MAX_GROUNDS = 6
FLOOR = 0.2
WEARS = 0.5
"""Score from which a page wears a face."""
TAIL, TAIL_LINES = 600, 5
"""Characters and lines at the end where a line that begins with a name is the page's signature."""
HEAD = 1_500
"""Characters of the page's text that are read: a login page is short, and the face is at the top."""

WEIGHTS = {
    "mark": 0.75,
    "likeness": 0.8,
    "title": 0.7,
    "title-part": 0.4,
    "heading": 0.55,
    "heading-part": 0.3,
    "copyright": 0.5,
    "picture-text": 0.4,
    "host-imitates": 0.4,
    "path": 0.3,
    "assets": 0.3,
    "signature": 0.35,
    "text": 0.12,
}
"""How much each place says that the page passes for the brand. Set by reasoning."""
OPENING = frozenset({"mark", "likeness", "title", "heading", "copyright", "picture-text"})
"""Places one of which a claim needs."""
MENTIONED = 0.45

SOFTWARE = frozenset(("active-mail", "cpanel", "horde", "plesk", "rainloop", "roundcube", "syncdot", "zimbra"))
"""Webmail and panels that every provider runs under its own name."""

SAME_TEXT = 6
"""Bits of 64 in which the words of two copies of one page may differ (another year, another notice)."""
SAME_MARKUP = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that speaks for a brand."""

    brand: str
    phash: int
    role: str
    """``icon`` or ``picture``."""


@dataclass(frozen=True, slots=True)
class RealPage:
    """A brand's real page, as the operator stored it: hashes only, from the notes of its own capture."""

    brand: str
    text_simhash: int
    markup_simhash: int


@dataclass(slots=True)
class _Case:
    places: dict[str, Evidence] = field(default_factory=dict)
    weak: dict[str, Evidence] = field(default_factory=dict)

    def score(self) -> float:
        doubt = 1.0
        for place in self.places:
            doubt *= 1 - WEIGHTS[place]
        return 1 - doubt if self.places.keys() & OPENING else min(1 - doubt, MENTIONED)


_Cases = dict[int, _Case]


@cache
def bundled_marks() -> tuple[Mark, ...]:
    """Marks that come with the catalogue, drawn by us (``marks.toml`` names each drawing)."""
    import tomllib

    data = tomllib.loads((files("gyotaku.judge.brands") / "marks.toml").read_text(encoding="utf-8"))
    return tuple(Mark(row["brand"], int(row["phash"], 16), row["role"]) for row in data["mark"])


@lru_cache(maxsize=64)
def recognise_page(
    page: Page, number: int, marks: tuple[Mark, ...] | None = None, real: tuple[RealPage, ...] = ()
) -> tuple[BrandClaim, ...]:
    """The brands whose face the page wears, strongest first; the first with ``score >= 0.5`` is the one it imitates
    (or is). ``number`` is its index in ``Dissection.pages``, for the pointers. Never raises; linear.
    """
    cases: _Cases = {}
    pointer = f"page:{number}"
    _read_line(cases, "title", pointer, page.title)
    for heading in texts(page, "heading"):
        _read_line(cases, "heading", pointer, heading)
    for line in texts(page, "copyright"):
        _read_names(cases, "copyright", pointer, line)
    for line in texts(page, "picture-text"):
        _read_names(cases, "picture-text", pointer, line)
    _read_names(cases, "text", pointer, page.text[:HEAD])
    for line in page.text[-TAIL:].split("\n")[-TAIL_LINES:]:
        _read_signature(cases, pointer, line)
    _read_address(cases, pointer, page)
    _read_marks(cases, pointer, page, bundled_marks() if marks is None else marks)
    _read_likeness(cases, pointer, page, real)
    _admit_weak(cases, fold(f"{page.title}\n{page.text[:HEAD]}"))
    return _claims(cases)


def merge(of_mail: Iterable[BrandClaim], of_pages: Iterable[BrandClaim]) -> tuple[BrandClaim, ...]:
    """The claims of mail and pages as one list for ``Dissection.brands``: the mail's own order first, its claims keep
    their score and gain the pages' grounds; a brand that only a page wears follows, below the mail's claim."""
    found = {claim.brand: claim for claim in of_mail}
    top = max((claim.score for claim in found.values()), default=0.0)
    for claim in of_pages:
        known = found.get(claim.brand)
        grounds = (*(known.grounds if known else ()), *claim.grounds)
        score = known.score if known else (min(claim.score, 0.9 * top) if top >= WEARS else claim.score)
        found[claim.brand] = _regrounded(known or claim, tuple(dict.fromkeys(grounds)), round(score, 3))
    return tuple(sorted(found.values(), key=lambda c: -c.score))


def _regrounded(claim: BrandClaim, grounds: tuple[Evidence, ...], score: float) -> BrandClaim:
    return replace(claim, grounds=grounds, score=score)


def _add(cases: _Cases, hit: Hit, place: str, evidence: Evidence, original: str) -> None:
    for owner in hit.owners:
        if owner.kind == "o":
            continue  # Apple Pay and the like are offered on everybody's pages
        case = cases.setdefault(owner.brand, _Case())
        if owner.kind == "w":
            if not owner.name.isascii() or owner.name in original:
                case.weak.setdefault(place, evidence)
        else:
            case.places.setdefault(place, evidence)


def _read_line(cases: _Cases, place: str, pointer: str, line: str) -> None:
    """A line that names the page: wholly the brand's, or naming it among other things."""
    folded = fold(line[:300])
    letters = sum(c.isalnum() for c in folded) or 1
    for hit in find_names(folded):
        length = sum(c.isalnum() for c in folded[hit.start : hit.end])
        _add(
            cases,
            hit,
            place if hit.start <= 2 or length * 2 >= letters else f"{place}-part",
            Evidence(pointer, line),
            line,
        )


def _read_names(cases: _Cases, place: str, pointer: str, text: str) -> None:
    folded = fold(text)
    for hit in find_names(folded):
        low, high = max(0, hit.start - 30), hit.end + 30
        quote = text[:200] if len(text) <= 200 else text[low:high]
        _add(cases, hit, place, Evidence(pointer, quote), text)


def _read_signature(cases: _Cases, pointer: str, line: str) -> None:
    for hit in find_names(fold(line[:200])):
        if hit.start <= 2:
            _add(cases, hit, "signature", Evidence(pointer, line[:200]), line)


def _read_address(cases: _Cases, pointer: str, page: Page) -> None:
    """Brand words in a host and path that are not the brand's; its own host is no imitation but counts as its face."""
    read = parse_url(page.url)
    if read is None or not read.host:
        return
    if by_domain(read.host) is not None:
        return
    part = shared_part(read.host) or ""
    for place, text in (
        ("host-imitates", fold(read.host[: len(read.host) - len(part)])),
        ("path", fold(read.path[:300])),
    ):
        for hit in find_labels(text):
            for owner in hit.owners:
                if owner.kind != "w":
                    quote = read.host if place == "host-imitates" else f"{read.host}{read.path[:200]}"
                    cases.setdefault(owner.brand, _Case()).places.setdefault(place, Evidence(pointer, quote))
    for host in texts(page, "asset-host"):
        owner_brand = by_domain(host)
        if owner_brand is not None:
            case = cases.setdefault(number_of(owner_brand.id), _Case())
            case.places.setdefault("assets", Evidence(pointer, host))


def _read_marks(cases: _Cases, pointer: str, page: Page, marks: tuple[Mark, ...]) -> None:
    for role in ("icon", "picture"):
        for text in texts(page, f"{role}-phash"):
            seen = _hash(text)
            near = min(
                (m for m in marks if seen is not None and distance(m.phash, seen) <= SAME_MARK),
                key=lambda m: distance(m.phash, seen or 0),
                default=None,
            )
            if near is not None and brand(near.brand) is not None:
                case = cases.setdefault(number_of(near.brand), _Case())
                case.places.setdefault("mark", Evidence(pointer, f"{role} {text}"))


def _read_likeness(cases: _Cases, pointer: str, page: Page, real: tuple[RealPage, ...]) -> None:
    said = [_hash(text) for text in texts(page, "text-simhash")]
    built = [_hash(text) for text in texts(page, "markup-simhash")]
    for stored in real:
        if brand(stored.brand) is None:
            continue
        if any(h is not None and distance(h, stored.text_simhash) <= SAME_TEXT for h in said) or any(
            h is not None and distance(h, stored.markup_simhash) <= SAME_MARKUP for h in built
        ):
            case = cases.setdefault(number_of(stored.brand), _Case())
            case.places.setdefault("likeness", Evidence(pointer, page.title[:200]))


def _hash(text: str) -> int | None:
    try:
        return int(text, 16)
    except ValueError:
        return None


def _admit_weak(cases: _Cases, folded: str) -> None:
    """A weak name speaks once something firm does, or where title and words are of the brand's trade."""
    for number, case in cases.items():
        if not case.weak:
            continue
        shown = case.weak.get("title") or case.weak.get("heading")
        if case.places or (shown and supported(brand_at(number), {"display": shown}, False, folded)):
            for place, evidence in case.weak.items():
                case.places.setdefault(place, evidence)


def _claims(cases: _Cases) -> tuple[BrandClaim, ...]:
    scores = {number: case.score() for number, case in cases.items() if case.places}
    _prefer_the_firm(cases, scores)
    for number in sorted(scores):  # of parent and child the child, when both are named
        for above in ancestors(brand_at(number)):
            parent = number_of(above.id)
            if parent in scores and scores[number] >= WEARS:
                scores[parent] = min(scores[parent], 0.8 * scores[number])
    best = sorted((n for n in scores if scores[n] >= FLOOR), key=lambda n: (-scores[n], n))[:MAX_CLAIMS]
    return tuple(_claim(brand_at(n), cases[n], scores[n]) for n in best)


def _prefer_the_firm(cases: _Cases, scores: dict[int, float]) -> None:
    """Webmail software is run by a firm: where the page shows both, it passes for the firm's."""
    shown = {n for n in scores if cases[n].places.keys() - {"text", "assets"}}
    firms = {n for n in shown if not is_software(brand_at(n))}
    if firms:
        best = max(firms, key=lambda n: scores[n])
        for number in [n for n in scores if is_software(brand_at(n))]:
            scores[best] = max(scores[best], scores[number])
            scores[number] = min(scores[number], 0.6 * scores[best])


def is_software(of: Brand) -> bool:
    """True for webmail software that anybody may run on their own host: its face there is no imitation."""
    return of.id in SOFTWARE


@cache
def _known(brand_id: str) -> tuple[tuple[str, ...], ...]:
    relatives = family(brand_id)
    lists = ("mail_domains", "web_domains", "shared_domains", "sender_services", "customer_domains")
    return tuple(
        tuple(dict.fromkeys(domain for relative in relatives for domain in getattr(relative, name))) for name in lists
    )


def _claim(own: Brand, case: _Case, score: float) -> BrandClaim:
    mail, web, shared, services, customers = _known(own.id)
    grounds = sorted(case.places, key=lambda place: -WEIGHTS[place])[:MAX_GROUNDS]
    return BrandClaim(
        brand=own.id,
        name=own.name,
        name_en=own.name_en,
        grounds=tuple(case.places[place] for place in grounds),
        score=round(score, 3),
        mail_domains=mail,
        web_domains=web,
        shared_domains=shared,
        sender_services=services,
        customer_domains=customers,
    )
