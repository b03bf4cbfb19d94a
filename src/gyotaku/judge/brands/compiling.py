"""Turns the brand files into the compact index that a run loads: names folded, variants drawn, domains turned round."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from gyotaku.domains import registrable
from gyotaku.judge.brands.entries import Entry
from gyotaku.judge.brands.folding import bounded, fold
from gyotaku.patterns import pattern

FORMAT = 1
"""Version of the index; a reader and its index are always committed together."""

STRONG, WEAK, OFFERED, FAKE = "s", "w", "o", "f"
"""What a name means: the brand; the brand, if supported; its goods, which others hand out; a fake's spelling."""

KINDS = {"aliases": STRONG, "weak": WEAK, "offered": OFFERED, "misspellings": FAKE}

MIN_LABEL = 4
"""Shortest token looked for inside host names: three letters (``jcb``, ``ana``) must stand between dots or dashes."""

_PLAIN_LATIN = pattern(r"[a-z0-9]+")
_COMPANY_ENDINGS = pattern(
    r"(?:,? (?:lnc|corp|co|ltd|llc|s\.a|ag|gmbh)\.?|株式会社|合同会社)$|^(?:株式会社|合同会社) ?"
)
_KANA_VOICED = pattern(
    "[ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ]"
)


def spellings(name: str) -> Iterator[str]:
    """Folded forms of a name to look for: itself, spaces and dots dropped, kana taken apart, ``rn`` for ``m``."""
    plain = fold(name).strip()
    yield plain
    if " " in plain or "・" in plain:
        yield plain.replace(" ", "").replace("・", "")
        yield plain.replace("・", " ")
    if _KANA_VOICED.search(plain):
        yield unicodedata.normalize("NFD", plain)
    if len(plain) >= 6 and plain.isascii():
        if "m" in plain:
            yield plain.replace("m", "rn")
        if "w" in plain:
            yield plain.replace("w", "vv")


def _names(entries: Iterable[Entry]) -> dict[str, list[list[Any]]]:
    """Folded spelling to [brand number, kind, the name as written]; the strongest kind of a brand wins."""
    found: dict[str, dict[int, list[Any]]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        for table, kind in KINDS.items():
            for name in entry.names(table):
                for spelling in spellings(name):
                    known = found[spelling].get(number)
                    if spelling and (known is None or "sowf".index(kind) < "sowf".index(known[1])):
                        found[spelling][number] = [number, kind, name]
    return {spelling: list(by.values()) for spelling, by in sorted(found.items())}


def _host_tokens(entry: Entry) -> Iterator[tuple[str, str]]:
    """(token, kind) that betray the brand inside a foreign host name or path."""
    for table in ("web_domain", "mail_domain"):
        for domain in entry.domains(table):
            yield registrable(domain).partition(".")[0], STRONG
    for table, kind in (("aliases", STRONG), ("misspellings", FAKE), ("labels", FAKE), ("weak", WEAK)):
        for name in entry.names(table):
            plain = unicodedata.normalize("NFKC", name).lower()
            for token in {plain, plain.replace(" ", ""), plain.replace(" ", "-")}:
                if re.fullmatch(r"[a-z0-9-]+", token):
                    yield token, kind


GENERIC_LABELS = frozenset(
    (
        "www mail email web info news login account accounts support service secure shop store card bank "
        "home online club gov net com point points free orange target box square wise steam discover hermes "
        "delta regions spectrum exodus phantom ripple slack zoom kraken link post nikko cash paris live "
        "office windows azure hello best family global group connect metro boy stat isa fragment wear enjoy "
        "cloud priceless acesso fazenda mof moj fsa spf cba ato caa ccb bvr aka behance audible sky "
        "gendigital newfold ntt ctc boj plus next express mobile direct personal internet digital tokyo "
        "charter bridge security update verify member customer center team mypage message notice page site "
        "server"
    ).split()
)
"""Labels that are words: a host that holds one says nothing about whom it imitates."""


def _labels(entries: Iterable[Entry]) -> dict[str, list[list[Any]]]:
    """Token to [brand number, kind]. A token folds like a name, so ``paypa1`` is ``paypal``."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        for token, kind in _host_tokens(entry):
            if len(token) < 3 or token in GENERIC_LABELS or token.isdigit():
                continue
            folded = fold(token)
            known = found[folded].get(number)
            if known is None or "sfw".index(kind) < "sfw".index(known):
                found[folded][number] = kind
    out: dict[str, list[list[Any]]] = {}
    for token, by in sorted(found.items()):
        owners = [[n, k] for n, k in by.items()]
        firm = [o for o in owners if o[1] != WEAK]
        if firm:
            out[token] = firm
        elif len(token) >= MIN_LABEL:
            out[token] = owners
    return out


def _domains(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Domain to the number of the brand that owns it and what it is to it; among relatives the uppermost owns it."""
    owners: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for table in ("mail_domain", "web_domain"):
            for domain in entry.domains(table):
                if number not in owners[domain]:
                    owners[domain].append(number)
    found: dict[str, str] = {}
    for domain, numbers in owners.items():
        ids = {entries[n].id for n in numbers}
        tops = [n for n in numbers if entries[n].data.get("parent") not in ids] or numbers
        found[domain] = f"{min(tops, key=lambda n: (_distance(entries[n], domain), n))} o"
    for mark, table in (("c", "customer_domain"), ("s", "shared_domain")):
        for number, entry in enumerate(entries):
            for domain in entry.domains(table):
                found[domain] = found.get(domain, f"{number} ") + mark
    return dict(sorted(found.items()))


def _distance(entry: Entry, domain: str) -> int:
    """0 when the domain carries the brand's own id or name, so that jcb.co.jp is JCB's and not a partner's."""
    flat = domain.replace("-", "")
    return 0 if entry.id.replace("-", "") in flat else 1


def compile_index(entries: tuple[Entry, ...]) -> bytes:
    """The index: UTF-8 text, sections parted by empty lines, one thing a line so that a change reads well in a diff.

    Sections: the format; a brand a line (JSON); id, parent and group; names, then who each means in the same order;
    tokens of host names, then who; domains, then whose and what (o official, s shared, c customers). A reader splits
    it and parses only the lines it meets.
    """
    names, labels = _pruned(_names(entries)), _labels(entries)
    domains = _domains(entries)
    sections = [
        [f"gyotaku-brands {FORMAT}"],
        [_compact(_row(entry)) for entry in entries],
        [f"{e.id}\t{e.data.get('parent', '')}\t{e.data.get('group', '')}" for e in entries],
        names,
        ["\t".join(f"{n} {k} {w if k == WEAK else ''}" for n, k, w in owners) for owners in names.values()],
        labels,
        ["\t".join(f"{n} {k}" for n, k in owners) for owners in labels.values()],
        domains,
        domains.values(),
    ]
    return ("\n\n".join("\n".join(section) for section in sections) + "\n").encode()


def _row(entry: Entry) -> list[Any]:
    """One brand as :func:`gyotaku.judge.brands.catalogue.brand_at` reads it."""
    data, names = entry.data, entry.data["names"]
    notices, report_to = data.get("real_notices", {}), data.get("report_to", {})
    tables = ("mail_domain", "web_domain", "shared_domain", "customer_domain", "sender_service", "not_official")
    return [
        entry.id, names["ja"], names["en"], data.get("sector", "other"), data.get("parent"), data.get("group"),
        data.get("legal_entity"), *(list(entry.domains(t)) for t in tables),
        notices.get("ja"), notices.get("en"), report_to.get("to"),
    ]  # fmt: skip


def _pruned(names: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """Without the names that a shorter name of the same brand finds just as well (a smaller automaton is built sooner).

    A longer name stays when it outvotes another brand's name that stands inside it (PayPay銀行 over PayPay).
    """
    kept = dict(names)
    for name in sorted(names, key=len, reverse=True):
        owners = names[name]
        if len(owners) != 1 or owners[0][1] not in (STRONG, FAKE) or len(name) < 5:
            continue
        found = [
            (kept[name[i:j]], i, j)
            for i in range(len(name))
            for j in range(i + 2, len(name) + 1)
            if j - i < len(name) and name[i:j] in kept and bounded(name, i, j)
        ]
        longest = max(found, key=lambda f: f[2] - f[1], default=None)
        if longest is None or [o[:2] for o in longest[0]] != [[owners[0][0], STRONG]]:
            continue
        _, low, high = longest
        if all(low <= i and j <= high for _, i, j in found):
            del kept[name]
    return kept


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
