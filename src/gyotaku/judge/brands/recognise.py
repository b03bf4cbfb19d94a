"""Whose face does this mail wear? Names in what a reader sees, brand words in where it leads, weighed into claims.

A claim is not a mention: the display name and the subject's opening speak for the whole mail, a name in the middle of
the text or in a row of payment logos hardly at all. Each place counts once for each brand; the places are independent
witnesses, so their weights combine as ``1 - (1-a)(1-b)…``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from gyotaku.judge.brands.catalogue import ancestors, brand_at, by_domain, family, number_of, shared_part
from gyotaku.judge.brands.folding import fold, unfold
from gyotaku.judge.brands.matching import Hit, Owner, find_labels, find_names, whole_name
from gyotaku.judge.brands.support import supported
from gyotaku.model import Body, BrandClaim, Evidence, Link, Sender, Subject, Trail
from gyotaku.patterns import pattern

READ_FIRST, READ_LAST = 6_000, 3_000
"""Characters of a long body that are read: a brand that stands only in between is not the mail's face."""
MAX_LINKS = 80
"""Distinct hosts that are read: enough for any newsletter."""
MAX_CLAIMS = 8
MAX_GROUNDS = 6
FLOOR = 0.1
"""Claims below this are mentions nobody needs to hear of."""

HEAD, TAIL = 300, 400
"""Characters of the body's opening and of its sign-off."""

WEIGHTS = {
    "display": 0.85,
    "display-part": 0.75,
    "subject-claim": 0.6,
    "subject": 0.35,
    "sender-role": 0.6,
    "sender-person": 0.3,
    "sender-imitates": 0.45,
    "local-part": 0.25,
    "head-claim": 0.35,
    "head": 0.15,
    "middle-claim": 0.2,
    "middle": 0.06,
    "tail-line": 0.3,
    "tail": 0.12,
    "copyright": 0.35,
    "picture": 0.15,
    "host-imitates": 0.35,
    "path": 0.15,
    "links-mostly-its-own": 0.3,
    "links-to-it": 0.08,
    "offered": 0.05,
}
"""How much each place says that the mail *is* from the brand. Set by reasoning and looked over on the corpora."""

NAMED = frozenset({"display", "display-part", "subject-claim", "subject"})
"""Places by which a mail introduces itself."""
SHOWN = frozenset({"display", "display-part"})
SPOKEN = NAMED | {"head-claim", "head", "middle-claim", "tail-line", "tail", "copyright"}
"""Places that are words of the mail, not addresses."""

OPENING = frozenset(
    WEIGHTS.keys() - {"subject", "head", "middle", "middle-claim", "tail", "picture", "path", "links-mostly-its-own",
                      "links-to-it", "offered", "sender-person"}
)  # fmt: skip
"""Places one of which a claim needs: any number of mentions is still no claim."""
MENTIONED = 0.45
"""Highest score of a brand that is only mentioned."""
SIGNATURE_REST = 12
"""Characters that may stand on the sign-off line beside the name (``株式会社``, ``The … Team``)."""
COPYRIGHT_TAIL = 1500
"""Characters at the end where a copyright line is the sender's own."""

_AFTER = pattern(
    r"[ \]】』」)>:|]{0,2}(?:"
    r"を(?:ご?利用|御利用|装)|を?いつも|会員|(?:の)?お客|様|アカウント|カスタマ|サポ-ト|事務局|センタ-|から|よリの?|カ-ド会員|"
    r"お知らせ|ログイン|"
    r"(?:my )?(?:account|customer|team|support|securlty|servlce|member|subscrlptlon|membershlp|user|wallet|help|"
    r"bllllng|kunden|konto|cllent|notlflcatlon|alert|lnvolce|prlme|reward|abo))"
)
_BEFORE = pattern(
    r"(?:thank you for (?:uslng|chooslng|shopplng at)|your|dear|sua conta|seu|lhre?[ns]?|votre(?: compte)?|tu|su|uw|"
    r"vostro|いつも|平素より|[\[【『「<(*#■●◆】』」]) ?$"
)
"""Words behind and before a name, folded, that make the mail speak for it."""
_SPACED = pattern(r"(?<!\S)\S(?:[ .·*_]\S){3,}(?!\S)")
_ROLE = pattern(
    r"no-?_?re|info|support|news|noti|account|serv|alert|mail|auto|order|ship|custom|secur|bill|member|admin|webmaster|"
    r"confirm|update|campaign|magazine|card|bank|team|contact|help|store|donot|delivery|reply|guide|net|point|otp|id|"
    r"statement|express|wallet|mktg|prom|feedback|password|login|master|system|auth|invoice|receipt|ask|user|survey"
)
_PATH = pattern(r"^[a-z]+://[^/?#]*(/[^?#]{0,120})")


@dataclass(slots=True)
class _Case:
    """What speaks for one brand."""

    places: dict[str, Evidence] = field(default_factory=dict)
    weak: dict[str, Evidence] = field(default_factory=dict)
    firm: bool = False
    """Something other than a weak name spoke, and not only the local part, where people write their surnames."""
    alone: bool = False
    """The display name is nothing but one of its names."""

    def add(self, place: str, evidence: Evidence, weak: bool = False) -> None:
        (self.weak if weak else self.places).setdefault(place, evidence)
        self.firm = self.firm or not (weak or place == "local-part")

    def score(self) -> float:
        doubt = 1.0
        for place in self.places:
            doubt *= 1 - WEIGHTS[place]
        return 1 - doubt if self.places.keys() & OPENING else min(1 - doubt, MENTIONED)


_Cases = dict[int, _Case]


def recognise(
    subject: Subject, sender: Sender, body: Body, links: tuple[Link, ...], trails: tuple[Trail, ...]
) -> tuple[BrandClaim, ...]:
    """The brands whose face the mail wears, strongest first; ``()`` = none that the catalogue knows.

    The first with ``score >= 0.5`` is the one the mail claims to be. Cost is linear in the text; never raises.
    """
    cases: _Cases = {}
    text, skipped = body.text, max(0, len(body.text) - READ_FIRST - READ_LAST - 1)
    if skipped:
        text = f"{text[:READ_FIRST]}\n{text[-READ_LAST:]}"
    folded_display = _squeezed(sender.display)
    folded_subject = _squeezed(subject.text)
    folded = fold(text)
    _read_display(cases, sender, folded_display)
    _read_subject(cases, subject, folded_subject)
    _read_body(cases, body, text, folded, skipped)
    _read_sender(cases, sender)
    _read_links(cases, links, trails)
    _admit_weak(cases, f"{folded_subject}\n{folded}")
    return _claims(cases)


def _squeezed(text: str) -> str:
    """Folded, with ``A m a z o n`` drawn together."""
    folded = fold(text[:1000]).replace("\n", " ")
    return _SPACED.sub(lambda m: m[0][::2], folded)


def _case(cases: _Cases, number: int) -> _Case:
    return cases.setdefault(number, _Case())


def _add(cases: _Cases, owner: Owner, place: str, evidence: Evidence, original: str) -> None:
    """Book a name found at a place; a weak Latin name only in its own capitals."""
    if owner.kind == "w":
        if owner.name.isascii() and owner.name not in original:
            return
        _case(cases, owner.brand).add(place, evidence, weak=True)
    elif owner.kind == "o":
        shown = "display-part" if place == "display" else "offered"
        _case(cases, owner.brand).places.setdefault(shown, evidence)
    else:
        _case(cases, owner.brand).add(place, evidence)


def _read_display(cases: _Cases, sender: Sender, folded: str) -> None:
    if not folded.strip() or (sender.address and sender.display.strip("\"' ").lower() == sender.address.spec.lower()):
        return
    evidence = Evidence(f"header:{sender.header or 0}", sender.display[:200])
    whole = whole_name(folded)
    for owner in whole:
        _add(cases, owner, "display", evidence, sender.display)
        _case(cases, owner.brand).alone = True
    if whole:
        return
    letters = sum(c.isalnum() for c in folded) or 1
    for hit in find_names(folded):
        place = "display" if (hit.end - hit.start) * 2 >= letters else "display-part"
        for owner in hit.owners:
            _add(cases, owner, place, evidence, sender.display)


def _read_subject(cases: _Cases, subject: Subject, folded: str) -> None:
    evidence = Evidence(f"header:{subject.header or 0}", subject.text[:300])
    for hit in find_names(folded):
        place = "subject-claim" if hit.start <= 2 or _claims_at(folded, hit) else "subject"
        bracketed = (
            0 < hit.start <= 2
            and folded[hit.start - 1] in "【[「"
            and folded[hit.end : hit.end + 1] in ("】", "]", "」")
        )
        for owner in hit.owners:
            _add(cases, owner, place, evidence, subject.text)
            if bracketed:  # 【ANA】 at the start introduces as a display name does
                _case(cases, owner.brand).alone = True


def _claims_at(folded: str, hit: Hit) -> bool:
    """Whether the words round the name make the mail speak for it: "your … account", 【…】, …をご利用, … team."""
    return bool(_AFTER.match(folded, hit.end) or _BEFORE.search(folded[max(0, hit.start - 24) : hit.start]))


def _read_body(cases: _Cases, body: Body, text: str, folded: str, skipped: int) -> None:
    first: dict[tuple[Owner, str], Hit] = {}
    for hit in find_names(folded):
        best = "head-claim" if hit.start < HEAD else "copyright" if len(folded) - hit.end < TAIL else "middle-claim"
        if all((owner, best) in first for owner in hit.owners):
            continue  # nothing more can be learnt from a name that stands there again
        place = _place(folded, hit)
        for owner in hit.owners:
            first.setdefault((owner, place), hit)
    wanted = sorted({p for hit in first.values() for p in (hit.start, hit.end)})
    places = [p if p <= READ_FIRST else p + skipped for p in unfold(text, folded, wanted)]
    at = dict(zip(wanted, places, strict=True))
    for (owner, place), hit in first.items():
        _add(cases, owner, place, body.quote(at[hit.start], at[hit.end], around=20), text)


def _place(folded: str, hit: Hit) -> str:
    """Which part of the body the name stands in."""
    before = folded[max(0, hit.start - 40) : hit.start]
    left = len(folded) - hit.end
    if left < COPYRIGHT_TAIL and ("©" in before or "copyrlght" in before or "(c)" in before):
        return "copyright"
    claims = _claims_at(folded, hit)
    if hit.start < HEAD:
        return "head-claim" if claims else "head"
    if left < TAIL:
        rest = before.rpartition("\n")[2] + folded[hit.end : hit.end + 40].partition("\n")[0]
        return "tail-line" if len(rest) <= SIGNATURE_REST else "tail"
    return "middle-claim" if claims else "middle"


def _read_sender(cases: _Cases, sender: Sender) -> None:
    address = sender.address
    if address is None:
        return
    evidence = Evidence(f"header:{sender.header or 0}", address.spec[:200])
    owner = by_domain(address.domain)
    if owner is not None:
        role = _ROLE.search(address.local.lower())
        _case(cases, number_of(owner.id)).add("sender-role" if role else "sender-person", evidence)
    elif not shared_part(address.domain):
        for hit in find_labels(fold(address.domain[:255])):
            for one in hit.owners:
                _case(cases, one.brand).add("sender-imitates", evidence)
    for hit in find_labels(fold(address.local[:100])):
        for one in hit.owners:
            if one.kind != "w":
                _case(cases, one.brand).add("local-part", evidence)


def _read_links(cases: _Cases, links: tuple[Link, ...], trails: tuple[Trail, ...]) -> None:
    """Official hosts speak softly (a fake may link to the real site), brand words in foreign hosts loudly."""
    seen: dict[str, tuple[int, str, str]] = {}
    for link, trail in zip(links, trails, strict=False):
        if link.kind in ("image", "css"):
            continue
        end = trail.end
        for host, url in ((link.host, link.href), (end.host, end.url)):
            if host and len(seen) < MAX_LINKS:
                seen.setdefault(host, (link.id, host, url))
    official: dict[int, list[tuple[int, str]]] = {}
    foreign: list[tuple[int, str, str]] = []
    for number, host, url in seen.values():
        owner = by_domain(host)
        if owner is not None:
            official.setdefault(number_of(owner.id), []).append((number, host))
            continue
        part = shared_part(host) or ""
        foreign.append((number, host, fold(host[: len(host) - len(part)])))
        path = _PATH.match(url)
        if path:
            foreign.append((number, host, "/" + fold(path[1])))
    for brand_number, found in official.items():
        place = "links-mostly-its-own" if len(found) * 2 >= len(seen) else "links-to-it"
        _case(cases, brand_number).add(place, Evidence(f"link:{found[0][0]}", found[0][1]))
    _read_foreign(cases, foreign)
    for link in links:
        if link.kind in ("image", "area") and link.text and len(link.text) < 80:
            for hit in find_names(fold(link.text)):
                for one in hit.owners:
                    _add(cases, one, "picture", Evidence(f"link:{link.id}", link.text), link.text)


def _read_foreign(cases: _Cases, foreign: list[tuple[int, str, str]]) -> None:
    """Brand words in hosts and paths that are not the brand's, in one pass."""
    starts, position = [], 0
    for _, _, readable in foreign:
        starts.append(position)
        position += len(readable) + 1
    for hit in find_labels("\n".join(readable for _, _, readable in foreign)):
        number, host, readable = foreign[bisect_right(starts, hit.start) - 1]
        in_path = readable.startswith("/")
        evidence = Evidence(f"link:{number}", f"{host}{readable}" if in_path else host)
        for one in hit.owners:
            if one.kind != "w":
                _case(cases, one.brand).add("path" if in_path else "host-imitates", evidence)


def _admit_weak(cases: _Cases, folded: str) -> None:
    """A weak name speaks once something firm does, or where the mail's own words are of the brand's trade."""
    for number, case in cases.items():
        if case.weak and (case.firm or supported(brand_at(number), case.weak, case.alone, folded)):
            for place, evidence in case.weak.items():
                case.places.setdefault(place, evidence)


def _claims(cases: _Cases) -> tuple[BrandClaim, ...]:
    scores = {number: case.score() for number, case in cases.items() if case.places}
    _prefer_the_firm(cases, scores)
    _prefer_the_introduced(cases, scores)
    _prefer_the_specific(cases, scores)
    best = sorted((n for n in scores if scores[n] >= FLOOR), key=lambda n: (-scores[n], n))[:MAX_CLAIMS]
    return tuple(_claim(n, cases[n], scores[n]) for n in best)


def _prefer_the_firm(cases: _Cases, scores: dict[int, float]) -> None:
    """Webmail software is run by a firm: where both are named, the firm is the one that the mail claims to be."""
    firms = {n for n in scores if brand_at(n).sector != "webmail" and cases[n].places.keys() & NAMED}
    if not firms:
        return
    for number in [n for n in scores if brand_at(n).sector == "webmail" and cases[n].places.keys() & NAMED]:
        best = max(firms, key=lambda n: scores[n])
        scores[best] = max(scores[best], scores[number])
        del scores[number]


def _prefer_the_introduced(cases: _Cases, scores: dict[int, float]) -> None:
    """Where the display name or the sender's own domain introduces one brand, the others are what it writes about.

    A sender's domain that the mail's words never name is only borrowed, and yields to the brand they do name.
    """
    shown = {n for n in scores if cases[n].places.keys() & SHOWN}
    sends = {n for n in scores if "sender-role" in cases[n].places}
    named = {n for n in scores if cases[n].places.keys() & NAMED}
    if not shown:
        for number in sends - {n for n in sends if cases[n].places.keys() & SPOKEN}:
            scores[number] = min([scores[number], *(0.8 * scores[n] for n in named)])
            sends.discard(number)
    hosts = shown or sends
    if not hosts:
        return
    kin = {relative.id for n in hosts for relative in family(brand_at(n).id)}
    best = max(scores[n] for n in hosts)
    for number in scores:
        if number in hosts or brand_at(number).id in kin:
            continue
        scores[number] = min(scores[number] * 0.6, 0.8 * best if number in sends else 1.0)


def _prefer_the_specific(cases: _Cases, scores: dict[int, float]) -> None:
    """Of parent and child the one that the mail introduces itself by; when it names both, the child."""
    for number in sorted(scores):
        named = bool(cases[number].places.keys() & NAMED)
        for above in ancestors(brand_at(number)):
            parent = number_of(above.id)
            if parent not in scores:
                continue
            if named or not cases[parent].places.keys() & NAMED:
                if scores[number] >= 0.3:
                    scores[parent] = min(scores[parent], 0.8 * scores[number])
            else:
                scores[number] = min(scores[number], 0.8 * scores[parent])


@cache
def _known(brand_id: str) -> tuple[tuple[str, ...], ...]:
    """Mail, web, shared, service and customers' domains of the brand's family, its own first."""
    relatives = family(brand_id)
    lists = ("mail_domains", "web_domains", "shared_domains", "sender_services", "customer_domains")
    mail, web, shared, services, customers = (
        tuple(dict.fromkeys(domain for relative in relatives for domain in getattr(relative, name))) for name in lists
    )
    return mail, web, shared, services, customers


def _claim(number: int, case: _Case, score: float) -> BrandClaim:
    own = brand_at(number)
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
