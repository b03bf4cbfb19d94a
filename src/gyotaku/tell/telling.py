"""The report told in one language, in the order of need; every format prints this, so that all say the same.

Strings here are still the mail's and ours mixed, unescaped: escaping is each format's own, in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from gyotaku.model import Fact, Strength, under
from gyotaku.tell import defang
from gyotaku.tell.outline import Aid, Chain, Chapter, Desk, Proof, Row, Sentence, Stop, Stretch, Telling
from gyotaku.tell.report import ASKS, Report, ShownFinding, ShownLink, Station
from gyotaku.tell.search import PLACEHOLDER
from gyotaku.tell.words import Piece, Words

VIEWPOINTS = ("subject", "sender", "addressee", "path", "link", "landing", "body")
_DESKS = ("card", "police", "consumer", "council", "spam")
_RANK = {s: i for i, s in enumerate(Strength)}
_SAME = 3
"""How often one sign is told: the fourth look-alike link says nothing new, the list of links has them all."""
_CHAINS = 12
"""Links told one by one; JSON has all."""
_CARD_TEXT = 4000
"""Characters of the mail on the card, unless a mark lies further down."""
_CARD_MOST = 12_000
_LONG = {"ja": 120, "en": 220}
"""Characters of a quote."""
_LINKED = 60
"""Characters of a link's address where it is quoted: the whole of it stands among the links."""


def tell(report: Report, words: Words) -> Telling:
    """Everything a format needs, in ``words``'s language."""
    label = report.verdict.label
    limit = _shown_text(report)
    numbers = {p: m.number for m in report.marks if m.start is None or m.start < limit for p in m.pointers}
    sentences = tuple(_sentences(report, words, numbers))
    chapters = tuple(_chapters(report, sentences, words))
    favour = tuple(s for s in sentences if s.strength == Strength.COUNTER)
    shown = {s.anchor for c in chapters for s in c.sentences} | {s.anchor for s in favour}
    anchors: dict[str, str] = {}
    back: dict[int, str] = {}
    for sentence in sentences:
        anchors.setdefault(sentence.id, sentence.anchor)
        for proof in sentence.proofs:
            if proof.number is not None:
                back.setdefault(proof.number, sentence.anchor if sentence.anchor in shown else anchors[sentence.id])
    titles = {s.id: s.title for s in reversed(sentences)}
    weighed = list(zip(report.verdict.reasons, report.verdict.weights, strict=True))
    chains, more, pictures = _chains(report, words, numbers)
    stretches, cut = _card(report, limit)
    return Telling(
        lang=words.lang,
        label=label,
        seal=words("seal", label),
        seal_alt=words("seal", "alt", label=words("label", label)),
        answer=answer(report, words),
        action=_action(report, words),
        aid=tuple(_aid(report, words)),
        desks=tuple(
            Desk(words(f"desk-{d}", "who"), words(f"desk-{d}", "how"), words(f"desk-{d}", "what")) for d in _DESKS
        ),
        sure=_sure(report.verdict.probability, words),
        reasons=tuple((titles[i], anchors[i]) for i, w in weighed if w > 0 and i in titles)[:3],
        counters=tuple(titles[i] for i, w in weighed if w < 0 and i in titles)[:3],
        chapters=chapters,
        favour=favour,
        stops=tuple(_stop(h, words, numbers) for h in report.hops),
        auth=_auth(report, words),
        chains=chains,
        more_chains=more,
        pictures=pictures,
        rows=tuple(Row(_field(f.name, words), f.value, numbers.get(f.pointer)) for f in report.card),
        text=stretches,
        text_cut=cut,
        attachments=tuple((defang.text(a.name or "―"), a.media_type, _size(a.size)) for a in report.attachments),
        indicators=tuple(
            (words("indicator", kind), values)
            for kind in ("urls", "hosts", "domains", "ips", "emails", "hashes")
            if (values := getattr(report.indicators, kind))
        ),
        unknowns=tuple(unknown(u.what, u.why, u.facts, words) for u in report.verdict.unknowns),
        cuts=_cuts(report, words),
        about=tuple(_about(report, words)),
        closing=tuple(_closing(report, words)),
        back=back,
    )


def answer(report: Report, words: Words) -> str:
    """The one line: what this mail is."""
    name = report.brand.name if words.lang == "ja" else report.brand.name_en or report.brand.name
    label = report.verdict.label
    return words("answer", f"{label}_brand", brand=name) if name else words("answer", label)


def spoken(report: Report, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Facts as a sentence may say them: addresses made dead, but for the brand's own, which the reader may compare."""
    own = report.brand.official_mail_domains + report.brand.official_web_domains
    return {k: _dead(v, own) if isinstance(v, str) else v for k, v in facts.items()}


def sentence_of(report: Report, finding: ShownFinding, words: Words) -> tuple[str, tuple[Piece, ...]]:
    """Title and text of a finding."""
    title, text = words.finding(finding.id, spoken(report, finding.facts))
    return "".join(p.text for p in title), text


def unknown(what: str, why: str, facts: Mapping[str, Fact], words: Words) -> str:
    """The sentence that names what is not known."""
    if words.has("unknown", what):
        return words("unknown", what, **{k: defang.word(v) if isinstance(v, str) else v for k, v in facts.items()})
    return words("unknown", "other", what=what, why=why)


def when(at: datetime | None, words: Words) -> str:
    """A point in time as the reader writes it, to the minute; ``""`` when not known."""
    return words.date(at.isoformat(timespec="minutes")) if at else ""


def _dead(value: str, own: tuple[str, ...]) -> str:
    if ", " in value:
        return ", ".join(_dead(item, own) for item in value.split(", "))
    host = value.rpartition("@")[2]
    return value if own and "://" not in value and under(host, own) else defang.word(value)


def _action(report: Report, words: Words) -> str:
    label = report.verdict.label
    if label != "phishing":
        return words("action", label)
    if any(link.kind not in {"image", "css", "header"} for link in report.links):
        return words("action", "phishing_link")
    return words("action", "phishing_attachment" if report.attachments else "phishing_reply")


def _aid(report: Report, words: Words) -> Iterator[Aid]:
    order = [*(a for a in report.asks if a in ASKS), *(a for a in ASKS if a not in report.asks)]
    for kind in order:
        yield Aid(kind, words(f"aid-{kind}", "title"), words.steps(f"aid-{kind}"), kind in report.asks)


def _sure(probability: float, words: Words) -> str:
    if probability >= 0.99:
        return words("sure", "high")
    if probability < 0.01:
        return words("sure", "low")
    return words("sure", "middle", percent=round(probability * 100))


def _sentences(report: Report, words: Words, numbers: Mapping[str, int]) -> Iterator[Sentence]:
    order = {v: i for i, v in enumerate(VIEWPOINTS)}
    ranked = sorted(report.findings, key=lambda f: (order.get(f.viewpoint, len(order)), _RANK[f.strength]))
    seen: set[tuple[str, tuple[Piece, ...]]] = set()
    for index, finding in enumerate(ranked, 1):
        title, text = sentence_of(report, finding, words)
        if (finding.id, text) in seen:
            continue
        seen.add((finding.id, text))
        yield Sentence(
            anchor=f"f{index}",
            id=finding.id,
            title=title,
            text=text,
            strength=finding.strength.value,
            strength_word=words("strength", finding.strength.value),
            proofs=tuple(
                Proof(
                    e.pointer,
                    _short(e.quote, _LINKED if e.pointer.startswith("link:") else _LONG[words.lang]),
                    numbers.get(e.pointer),
                )
                for e in finding.evidence[:4]
            ),
        )


def _chapters(report: Report, sentences: Iterable[Sentence], words: Words) -> Iterator[Chapter]:
    views: dict[str, str] = {f.id: f.viewpoint for f in report.findings}
    told: dict[str, list[Sentence]] = {v: [] for v in VIEWPOINTS}
    more: dict[str, int] = {}
    count: dict[str, int] = {}
    for sentence in sentences:
        if sentence.strength == Strength.COUNTER:
            continue
        view = views[sentence.id]
        count[sentence.id] = count.get(sentence.id, 0) + 1
        if count[sentence.id] > _SAME:
            more[view] = more.get(view, 0) + 1
        else:
            told[view].append(sentence)
    for view in VIEWPOINTS:
        if view == "landing" and not (told[view] or report.pages):
            continue
        yield Chapter(view, words("heading", view), tuple(told[view]), more.get(view, 0))


def _stop(hop: Station, words: Words, numbers: Mapping[str, int]) -> Stop:
    lines: list[tuple[str, str]] = []
    if hop.helo:
        lines.append((words("path", "helo"), hop.helo))
    if hop.ptr:
        lines.append((words("path", "ptr"), hop.ptr))
    elif hop.ptr == "":
        lines.append((words("path", "ptr"), words("path", "no_ptr")))
    if hop.by:
        lines.append((words("path", "by"), hop.by))
    return Stop(
        title=defang.text(hop.ip or hop.helo or "―"),
        lines=tuple((name, defang.text(value)) for name, value in lines),
        at=when(hop.at, words),
        trust=words("path", hop.trust),
        believed=hop.trust != "claimed",
        number=numbers.get(f"hop:{hop.index}"),
    )


def _auth(report: Report, words: Words) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for method, result in report.auth.items():
        if result.status is None:
            continue
        status = words("auth", result.status) if words.has("auth", result.status) else result.status
        match = "" if result.aligned is None else words("auth", "aligned" if result.aligned else "unaligned")
        rows.append((method.upper(), status, defang.text(result.domain or ""), match))
    return tuple(rows)


def _chains(
    report: Report, words: Words, numbers: Mapping[str, int]
) -> tuple[tuple[Chain, ...], int, tuple[tuple[str, int], ...]]:
    """Links told once each, those that reach outside the brand first; and the hosts of what loads by itself."""
    groups: dict[tuple[str, str], list[ShownLink]] = {}
    pictures: dict[str, int] = {}
    for link in report.links:
        if link.kind in {"image", "css", "header"}:
            if link.host:
                pictures[defang.host(link.host)] = pictures.get(defang.host(link.host), 0) + 1
            continue
        groups.setdefault((link.url, link.text.strip()), []).append(link)
    spoken_of = {id(g): any(f"link:{link.id}" in numbers for link in g) for g in groups.values()}
    ordered = sorted(groups.values(), key=lambda g: (not spoken_of[id(g)], g[0].official is True, g[0].id))
    told = max(_CHAINS, sum(spoken_of.values()))
    chains = []
    for same in ordered[:told]:
        link = same[0]
        notes = []
        if link.carries_recipient:
            notes.append(words("link", "carries"))
        if link.official:
            notes.append(words("link", "official"))
        marks = dict.fromkeys(numbers[p] for each in same if (p := f"link:{each.id}") in numbers)
        steps = tuple((_how(s.how, words), s.url, defang.host(s.host)) for s in link.steps)
        chains.append(
            Chain(
                shown=_short(link.text.strip(), _LONG[words.lang]),
                steps=steps or ((words("link", "start"), link.url, defang.host(link.host)),),
                notes=tuple(notes),
                numbers=tuple(marks),
                times=len(same),
                aside=link.official is True and not marks,
            )
        )
    return tuple(chains), max(0, len(ordered) - told), tuple(list(pictures.items())[:_CHAINS])


def _how(how: str, words: Words) -> str:
    """``query:url base64`` and the like in words: where the next address stood, and what it was wrapped in."""
    if how == "start":
        return words("link", "start")
    if how.isdigit() or how in {"meta", "script", "refresh"}:
        return words("link", "redirect", how=how)
    place, _, codes = how.partition(" ")
    kind, _, name = place.partition(":")
    if name:
        text = words("link", "query", how=name)
    elif words.has("link", f"in_{kind}"):
        text = words("link", f"in_{kind}")
    else:
        text = words("link", "unwrap", how=place)
    return text + (words("link", "coded", how=codes.replace(" ", " + ")) if codes else "")


def _shown_text(report: Report) -> int:
    """How many characters of the text stand on the card: all of a usual mail, else as far down as the marks reach."""
    size = len(report.body.text)
    reach = max((m.end + 200 for m in report.marks if m.end is not None and m.end < _CARD_MOST), default=0)
    return size if size <= _CARD_TEXT + 400 else min(size, max(_CARD_TEXT, reach), _CARD_MOST)


def _card(report: Report, limit: int) -> tuple[tuple[Stretch, ...], int]:
    """The text cut at the marks' edges; and how many characters are left out."""
    text = report.body.text
    spans = sorted((m.start, m.end, m.number) for m in report.marks if m.start is not None and m.end is not None)
    edges = sorted({0, limit} | {e for s, t, _ in spans for e in (s, t) if e < limit})
    stretches = []
    for low, high in pairwise(edges):
        inside = any(s <= low < t for s, t, _ in spans)
        stretches.append(Stretch(text[low:high], inside, tuple(n for s, _, n in spans if s == low)))
    return tuple(stretches), len(text) - limit


def _field(name: str, words: Words) -> str:
    known = name.lower()
    return words("field", known) if words.has("field", known) else name


def _cuts(report: Report, words: Words) -> str:
    if report.private:
        return words("cut", "private")
    counts: dict[str, int] = {}
    for cut in report.redactions:
        kind = cut.what if words.has("cut", cut.what) else "other"
        name = words("cut", kind)
        counts[name] = counts.get(name, 0) + cut.count
    if not counts:
        return words("cut", "nothing")
    items = [words("cut", "count", what=name, count=n) for name, n in counts.items()]
    return words("cut", "line", list=("、" if words.lang == "ja" else ", ").join(items))


def _about(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    if report.case.received_at:
        yield words("source", "received"), when(report.case.received_at, words)
    if report.sent_at:
        yield words("source", "sent"), when(report.sent_at, words)
    if report.case.source:
        yield words("source", "came"), defang.text(report.case.source)
    if report.body.charset_as_read:
        labelled = report.body.charset_as_labelled or words("source", "none")
        yield words("source", "charset"), f"{labelled} / {report.body.charset_as_read}"
    if report.origin.data:
        yield words("map", "data"), "; ".join(x for x in (report.origin.data, report.origin.licence) if x)
    yield words("source", "policy"), report.verdict.policy
    yield words("source", "schema"), report.schema
    yield words("source", "case"), report.case.sha256


def _closing(report: Report, words: Words) -> Iterator[str]:
    if report.forwarded:
        yield words("heading", "forwarded")
    if not report.asked_world:
        yield words("source", "offline")
    elif report.gathered_at:
        yield words("source", "gathered", at=when(report.gathered_at, words))
    yield words("source", "method")


def _short(quote: str, limit: int) -> str:
    """On one line, at most ``limit`` characters, no placeholder cut in two."""
    quote = " ".join(quote.split())
    if len(quote) <= limit:
        return quote
    end = limit - 1
    for match in PLACEHOLDER.finditer(quote, max(0, end - 120), end + 120):
        if match.start() < end < match.end():
            end = match.end()
    return quote[:end] + "…"


def _size(size: int) -> str:
    return f"{size:,} B" if size < 10_000 else f"{size / 1000:,.0f} kB"
