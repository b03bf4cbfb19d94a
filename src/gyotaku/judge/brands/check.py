"""Rules of form of the brand catalogue: what a brand file may not say, and which of its facts stand on weak legs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gyotaku.domains import is_public_mail_domain, platform_of, registrable, to_ascii
from gyotaku.judge.brands.catalogue import INDEX
from gyotaku.judge.brands.compiling import compile_index
from gyotaku.judge.brands.entries import DOCUMENTED_KEYS, DOMAIN_TABLES, NAME_KINDS, Entry, Stated, read_entries
from gyotaku.judge.brands.folding import fold
from gyotaku.judge.brands.support import TRADES
from gyotaku.patterns import pattern

OFFICIAL = ("mail_domain", "web_domain")

_ID = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOMAIN = pattern(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})")
_DATE = pattern(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?|undated")
_REPORT_TO = pattern(r"[\w.+-]{1,64}@[\w.-]{4,250}|https://[!-~]{4,300}")
_BASES = ("read", "knowledge")

SHORTEST = {"latin": 3, "kana": 3, "kanji": 2}
"""Fewest characters of a name that may speak alone: a word shorter than this stands in other words and names."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a brand file breaks a rule."""

    rule: str
    brand: str
    what: str


Rule = Callable[[tuple[Entry, ...]], Iterator[Violation]]


def identity(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """The id is kebab-case and is the file's name; nobody has it twice; only documented keys are used."""
    counted = Counter(e.id for e in entries)
    for entry in entries:
        if not _ID.fullmatch(entry.id) or entry.id != entry.file:
            yield Violation("identity", entry.file, f"id {entry.id!r} is not the file name in kebab-case")
        if counted[entry.id] > 1:
            yield Violation("identity", entry.file, "id used twice")
        for key in entry.data.keys() - DOCUMENTED_KEYS:
            yield Violation("identity", entry.id, f"unknown key {key!r}")


def named(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """Every brand has a Japanese and an English name, a sector that is known, and a name to be found by."""
    for entry in entries:
        names = entry.data.get("names", {})
        if not names.get("ja") or not names.get("en"):
            yield Violation("named", entry.id, "names.ja and names.en are needed")
        if entry.data.get("sector") not in TRADES:
            yield Violation(
                "named", entry.id, f"sector {entry.data.get('sector')!r} is none of {', '.join(sorted(TRADES))}"
            )
        if not entry.names("aliases") and not entry.names("weak"):
            yield Violation("named", entry.id, "no alias to be found by")


def sourced(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """Every fact says where it was seen, when, and whether it was read or is only known."""
    for entry in entries:
        for fact in entry.facts:
            if not fact.source:
                yield Violation("sourced", entry.id, f"{fact.table} {fact.value}: no source")
            if not _DATE.fullmatch(fact.date) or (fact.date == "undated" and fact.basis == "knowledge"):
                yield Violation("sourced", entry.id, f"{fact.table} {fact.value}: date {fact.date!r}")
            if fact.basis not in _BASES:
                yield Violation("sourced", entry.id, f"{fact.table} {fact.value}: basis {fact.basis!r}")


def domains_well_formed(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """Domains are lower-case A-labels, registrable or below, and stand once in a table."""
    for entry in entries:
        for table in DOMAIN_TABLES:
            for domain, times in Counter(entry.domains(table)).items():
                if times > 1:
                    yield Violation("domains-well-formed", entry.id, f"{table} {domain}: twice")
                if not _DOMAIN.fullmatch(domain) or to_ascii(domain) != domain:
                    yield Violation("domains-well-formed", entry.id, f"{table} {domain}: no lower-case A-label domain")
                elif table != "shared_domain" and not registrable(domain):
                    yield Violation("domains-well-formed", entry.id, f"{table} {domain}: a public suffix")


def official_is_own(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """No freemail provider, public suffix or hosting platform is official for anyone unless set apart."""
    set_apart = {d for e in entries for table in ("shared_domain", "customer_domain") for d in e.domains(table)}
    for entry in entries:
        for table in OFFICIAL:
            for domain in entry.domains(table):
                above = domain.partition(".")[2]
                if platform_of(domain):
                    yield Violation("official-is-own", entry.id, f"{table} {domain}: below {platform_of(domain)}")
                if is_public_mail_domain(domain) and not is_public_mail_domain(above) and domain not in set_apart:
                    yield Violation("official-is-own", entry.id, f"{table} {domain}: a public mail provider")


def shared_wins(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """A domain full of customers is not listed as official by anybody, neither itself nor a name below it."""
    shared = {d: e.id for e in entries for d in e.domains("shared_domain")}
    for entry in entries:
        for table in OFFICIAL:
            for domain in entry.domains(table):
                parts = domain.split(".")
                for depth in range(len(parts) - 1):
                    owner = shared.get(".".join(parts[depth:]))
                    if owner:
                        yield Violation("shared-wins", entry.id, f"{table} {domain}: shared by {owner}")


def one_owner(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """No domain is official for two brands that are not related by parent or group."""
    kin = _kin(entries)
    owners: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for domain in {d for table in OFFICIAL for d in entry.domains(table)}:
            owners[domain].append(entry.id)
    for domain, ids in sorted(owners.items()):
        if any(kin[ids[0]] != kin[other] for other in ids[1:]):
            yield Violation("one-owner", ids[0], f"{domain}: official for {', '.join(ids)}, who are not related")


def fakes_are_nobodys(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """A domain listed as not official is no brand's official domain."""
    official = {d: e.id for e in entries for table in OFFICIAL for d in e.domains(table)}
    for entry in entries:
        for domain in entry.domains("not_official"):
            if domain in official:
                yield Violation("fakes-are-nobodys", entry.id, f"{domain}: official for {official[domain]}")


def names_apart(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """A name that may speak alone means one brand, and is not also its weak or offered name."""
    owners: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for name in {fold(a) for kind in ("aliases", "misspellings") for a in entry.names(kind)}:
            owners[name].append(entry.id)
        spoken = {fold(a) for a in entry.names("aliases")}
        for kind in ("weak", "offered"):
            for name in entry.names(kind):
                if fold(name) in spoken:
                    yield Violation("names-apart", entry.id, f"{name!r} is both alias and {kind}")
    for name, ids in sorted(owners.items()):
        if len(ids) > 1:
            yield Violation("names-apart", ids[0], f"{name!r} is a name of {', '.join(ids)}: make it weak")


def names_long_enough(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """A name that may speak alone is long enough not to stand inside ordinary words."""
    for entry in entries:
        for kind in ("aliases", "misspellings"):
            for name in entry.names(kind):
                script = "latin" if name.isascii() else "kana" if _only_kana(name) else "kanji"
                if len(name) < SHORTEST[script]:
                    yield Violation("names-long-enough", entry.id, f"{kind} {name!r}: {len(name)} characters")


def relatives_exist(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """A parent is in the catalogue, and following parents ends."""
    parents = {e.id: e.data.get("parent") for e in entries}
    for entry in entries:
        seen, at = {entry.id}, parents[entry.id]
        while at:
            if at not in parents or at in seen:
                yield Violation("relatives-exist", entry.id, f"parent {at!r} is missing or goes round in a circle")
                break
            seen.add(at)
            at = parents[at]


def has_a_home(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """A brand has a domain of its own, unless it ended or is software that others run (webmail)."""
    for entry in entries:
        homeless = not any(entry.domains(table) for table in (*OFFICIAL, "shared_domain"))
        if homeless and not entry.data.get("ended") and entry.data.get("sector") != "webmail":
            yield Violation("has-a-home", entry.id, "no official domain")


def reports_can_be_sent(entries: tuple[Entry, ...]) -> Iterator[Violation]:
    """Where a brand takes reports is one mail address or one https page; notices are in both languages."""
    for entry in entries:
        to = entry.data.get("report_to", {}).get("to")
        if to is not None and not _REPORT_TO.fullmatch(to):
            yield Violation("reports-can-be-sent", entry.id, f"report_to {to!r}")
        notices = entry.data.get("real_notices")
        if notices is not None and not (notices.get("ja") and notices.get("en")):
            yield Violation("reports-can-be-sent", entry.id, "real_notices needs ja and en")


RULES: tuple[Rule, ...] = (
    identity, named, sourced, domains_well_formed, official_is_own, shared_wins, one_owner, fakes_are_nobodys,
    names_apart, names_long_enough, relatives_exist, has_a_home, reports_can_be_sent,
)  # fmt: skip


def violations(entries: tuple[Entry, ...]) -> tuple[Violation, ...]:
    """Every breach of every rule."""
    return tuple(v for rule in RULES for v in rule(entries))


def weakest(entries: tuple[Entry, ...], count: int = 20) -> tuple[tuple[Entry, Stated], ...]:
    """Facts to look at first: only known and never read, of brands that are forged in Japan; then read but undated."""
    facts = [(e, f) for e in entries for f in e.facts if f.table in (*OFFICIAL, "real_notices")]
    facts.sort(
        key=lambda ef: (
            ef[1].basis == "read",
            "jpcert" not in ef[0].data,
            ef[1].date != "undated",
            ef[1].date,
            ef[0].id,
        )
    )
    return tuple(facts[:count])


def oldest(entries: tuple[Entry, ...], count: int = 20) -> tuple[tuple[Entry, Stated], ...]:
    """Dated facts about official domains and real notices, oldest source first."""
    facts = [(e, f) for e in entries for f in e.facts if f.table in (*OFFICIAL, "real_notices") and f.date != "undated"]
    facts.sort(key=lambda ef: (ef[1].date, ef[0].id))
    return tuple(facts[:count])


def counts(entries: tuple[Entry, ...]) -> dict[str, int]:
    """How many brands, names, facts by table, and facts by basis."""
    facts = [f for e in entries for f in e.facts]
    found = {"brands": len(entries), "facts": len(facts)}
    found.update({f"names.{kind}": sum(len(e.names(kind)) for e in entries) for kind in NAME_KINDS})
    found.update({table: sum(f.table == table for f in facts) for table in sorted({f.table for f in facts})})
    found.update({f"basis.{basis}": sum(f.basis == basis for f in facts) for basis in _BASES})
    found["undated"] = sum(f.date == "undated" for f in facts)
    return found


def index_path() -> Path:
    """Where the compiled index is kept."""
    return Path(__file__).with_name(INDEX)


def index_is_fresh(entries: tuple[Entry, ...]) -> bool:
    """Whether the committed index is what the brand files give."""
    path = index_path()
    return path.exists() and path.read_bytes() == compile_index(entries)


def write_index() -> str:
    """Make the index anew from the brand files; one line that says what was written."""
    content = compile_index(read_entries())
    index_path().write_bytes(content)
    return f"{INDEX}: {len(content)} bytes"


def _only_kana(name: str) -> bool:
    return all("\u3041" <= c <= "\u30ff" for c in name)


def _kin(entries: tuple[Entry, ...]) -> dict[str, str]:
    """One name for everybody who is related: the uppermost parent's group, or the uppermost parent."""
    by_id = {e.id: e for e in entries}
    found: dict[str, str] = {}
    for entry in entries:
        at, group, depth = entry, entry.data.get("group"), 0
        while (parent := by_id.get(at.data.get("parent") or "")) and depth < 5:
            at, depth = parent, depth + 1
            group = group or at.data.get("group")
        found[entry.id] = str(group or at.id)
    return found
