"""Names that look like other names: skeletons, and the verdict a careful browser gives on an internationalised name.

Rules after UTS #39 (Unicode Security Mechanisms) and the published IDN display policies of Chromium and Firefox; data
from Unicode (``confusables.txt``, ``scripts.txt``), with shapes a reader takes for Latin that Unicode does not list.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gyotaku.domains.hosts import MAX_HOST, short_cache, to_ascii, to_unicode


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A host name that a reader can take for another one."""

    host: str
    """As asked, A-label form."""
    shown: str
    """As an application that trusts it would show it."""
    reasons: tuple[str, ...]
    """What is wrong, in any label: ``broken-label unusual-character mixed-scripts repeated-mark hidden-dot stray-mark
    hebrew-mark mixed-digits digits latin-twin middle-dot whole-script accent-mix slash-like dash-like kana-mark
    kana-twin ideograph-twin``."""
    characters: str
    """The characters beyond ASCII, each once, in order."""
    twin: str | None
    """The ASCII name it can be read as; ``None`` when it cannot be read as one."""


# -- Shapes ------------------------------------------------------------------------------------------------------------

_SHAPES = {
    "b": "ƅьҍвხ",
    "bl": "ы",
    "c": "ҫငς",
    "d": "ԃძđ",
    "e": "єҽҿၔəɘ",
    "f": "ғӻ",
    "g": "ԍဌց",
    "h": "ħнћңҥӈӊԋԧԩከ",
    "i": "ı",
    "j": "၂",
    "k": "ĸκкқҝҟҡӄԟ",
    "l": "łӏוןเட",
    "ll": "แ",
    "m": "мӎጠന",
    "n": "ŋпԥηռทหበሰဂ",
    "o": "øðσ०০੦૦ଠ୦೦௦౦൦๐໐ဝ၀ዐסიოჿഠറ",
    "p": "ϼҏ",
    "q": "৭੧૧",
    "r": "гґ",
    "s": "ടรຣຮટડ",
    "t": "ŧтҭԏτ七丅丆丁ተፐדէ",
    "u": "บບนሀပப",
    "v": "ѵ",
    "w": "ωшщѡพฟພຟሠധ",
    "x": "χҳӽӿ乂",
    "y": "ұγყ丫",
    "0": "θ",
    "2": "२২੨૨೩೭շ",
    "3": "зҙӡउওਤ੩૩౩ဒვპ",
    "4": "੫丩ㄐ",
    "6": "ճ",
    "8": "৪੪୫",
    "9": "૭୨౨",
    "-": "—一―⸺⸻‐",
}
"""Letters read as Latin at a glance that ``confusables.txt`` does not have, or has only for their capitals."""

_FOLDS = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "m": "rn", "w": "vv", "`": "'"})
"""ASCII taken for other ASCII. Coarser than UTS #39: case is folded, so ``I``, ``i``, ``l`` and ``1`` are one."""


@cache
def _readings() -> dict[int, str]:
    """Look-alike (NFD, one character) to the text it can be taken for."""
    table: dict[int, str] = {}
    lines = (Path(__file__).parent / "confusables.txt").read_text(encoding="utf-8").split("\n")
    for line in lines:
        prototype, tab, characters = line.partition("\t")
        if tab and not line.startswith("# "):
            for character in characters:
                if not character.isascii():
                    table[ord(character)] = prototype
    for prototype, characters in _SHAPES.items():
        for character in characters:
            table[ord(character)] = prototype
    return table


_MARKS = dict.fromkeys(range(768, 880))
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
)


def _reading(text: str) -> str:
    """``text`` as a hasty reader of Latin script takes it; accents off, case folded."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_INVISIBLE)
    text = unicodedata.normalize("NFD", text).translate(_MARKS)
    return text.translate(_readings()).lower()


@short_cache(8_192)
def skeleton(text: str) -> str:
    """The same string for all texts that look alike (UTS #39 section 4, made coarser: case and accents do not count).

    For comparing only, never for showing.

    >>> skeleton("paypaI") == skeleton("раураl") == skeleton("PAYPAL")
    True
    >>> skeleton("rnicrosoft") == skeleton("microsoft")
    True
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _reading(text))
    return text.lower().translate(_FOLDS)


# -- Scripts -----------------------------------------------------------------------------------------------------------


class _Scripts(NamedTuple):
    starts: list[int]
    ends: list[int]
    scripts: list[frozenset[str]]


_LOGICAL = {
    "Hani": ("Jpan", "Hanb", "Kore"),
    "Hira": ("Jpan",),
    "Kana": ("Jpan",),
    "Bopo": ("Hanb",),
    "Hang": ("Kore",),
}
"""Writing systems of several scripts (UTS #39 section 5.1)."""


@cache
def _scripts() -> _Scripts:
    rows: list[tuple[int, int, frozenset[str]]] = []
    for line in (Path(__file__).parent / "scripts.txt").read_text(encoding="utf-8").split("\n"):
        names, tab, ranges = line.partition("\t")
        if tab:
            scripts = set(names.split())
            scripts.update(*(_LOGICAL.get(name, ()) for name in scripts))
            for span in ranges.split():
                low, _, high = span.partition("-")
                rows.append((int(low, 16), int(high or low, 16), frozenset(scripts)))
    rows.sort(key=lambda row: row[0])
    return _Scripts([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])


def _scripts_of(character: str) -> frozenset[str] | None:
    """Scripts of one character; ``None`` when names do not usually have it."""
    code = ord(character)
    if code < 0x80:
        if character.isalpha():
            return _LATIN
        return _ANY if character.isdigit() or character in "-_" else None
    if code in _BARRED:
        return None
    data = _scripts()
    place = bisect_right(data.starts, code) - 1
    return data.scripts[place] if place >= 0 and code <= data.ends[place] else None


_ANY = frozenset(("Zyyy",))
_LATIN = frozenset(("Latn",))
_BARRED = frozenset(
    (
        *(0x58A, 0x2010, 0x2019, 0x2027, 0x30A0, 0x2BB, 0x2BC, 0x2EC, 0x138, 0x335, 0x337, 0x338, 0x3099, 0x309A),
        *range(0x1CD, 0x1DD),
        *range(0x1C80, 0x1C90),
        *range(0x1E00, 0x1EA0),
        *range(0x1EFA, 0x2000),
        *range(0xA640, 0xA6A0),
        *range(0xA720, 0xA800),
    )
)
"""Usual in texts, out of place in host names: hyphens, quotation marks and slashes in disguise, scholars' letters."""


# -- One label ---------------------------------------------------------------------------------------------------------

_AT_HOME = {
    "Armn": "am",
    "Cyrl": "bg by kg kz mk mn pyc rs ru su tj ua uz",
    "Ethi": "er et",
    "Geor": "ge",
    "Grek": "cy gr",
    "Hebr": "il",
    "Laoo": "la",
    "Mymr": "mm",
    "Thai": "th",
    **dict.fromkeys(("Beng", "Deva", "Gujr", "Guru", "Knda", "Mlym", "Orya", "Taml", "Telu"), ""),
}
"""Scripts with letters of Latin shape, and the top-level domains whose public reads them as what they are."""

_LETTERS_AT_HOME = {
    "þ": "is",
    "ð": "is fo",
    "ə": "az",
    "ı": "az tr",
    "æ": "dk fo gl is no",
    "œ": "be ca ch eu fr lu mc re",
}
"""Latin letters that Latin readers elsewhere take for others, and where they are ordinary."""

_SLASHES = "ノソゾン丶乀乁丿"
_IDEOGRAPHS = "一ㄧ丨乛七丅十〇ㄒㄚㄟㄨㄩㄈㆺㆳ工ㆲ讠丁"
_CJK = frozenset(("Hani", "Hira", "Kana", "Bopo"))
_JAPANESE = frozenset(("Hani", "Hira", "Kana"))


def _label_faults(label: str, tld: str) -> Iterator[str]:
    """Reasons against one label, in Unicode; none for a sound one."""
    if label.startswith("xn--"):
        yield "broken-label"
        return
    if label.isascii():
        return
    owners = [_scripts_of(c) for c in label]
    if None in owners:
        yield "unusual-character"
        return
    common = _common(owners)
    latin = any(c.isascii() and c.isalpha() for c in label) or any(o == _LATIN for o in owners)
    if not common and not (latin and _common([o for o in owners if o != _LATIN]) & {"Jpan", "Hanb", "Kore"}):
        yield "mixed-scripts"
        return
    yield from _mark_faults(label)
    yield from _digit_faults(label)
    yield from _letter_faults(label, tld)
    if common:
        yield from _whole_script_faults(label, tld, common)
    elif any("Latn" in (o or ()) and not c.isascii() for c, o in zip(label, owners, strict=True)):
        yield "accent-mix"
    if "Zyyy" not in common and (latin or any("\u3040" < c <= "\u30ff" for c in label)):
        yield from _cjk_faults(label, single=bool(common))


def _common(owners: list[frozenset[str] | None]) -> frozenset[str]:
    """Scripts or writing systems that all characters share (UTS #39 section 5.1, the resolved script set)."""
    shared: frozenset[str] | None = None
    for scripts in owners:
        if scripts and not scripts & {"Zyyy", "Zinh"}:
            shared = scripts if shared is None else shared & scripts
    return _ANY if shared is None else shared


def _mark_faults(label: str) -> Iterator[str]:
    """Combining marks that cannot be seen or stand where none belongs."""
    apart = unicodedata.normalize("NFD", label)
    previous = ""
    for place, character in enumerate(apart):
        if unicodedata.category(character) == "Mn":
            if character == previous:
                yield "repeated-mark"
            if character == "\u0307" and previous in "ijl\u0131\u0237":
                yield "hidden-dot"
            if "\u0300" <= character <= "\u0339":
                base = next((c for c in reversed(apart[max(0, place - 4) : place]) if not _is_mark(c)), "\u0131")
                if base == "\u0131" or not (_scripts_of(base) or _ANY) & _ACCENTING:
                    yield "stray-mark"
        previous = character
    if "״" in label and not re.search("[א-ת]״[א-ת]", label):
        yield "hebrew-mark"


_ACCENTING = frozenset(("Latn", "Grek", "Cyrl"))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def _digit_faults(label: str) -> Iterator[str]:
    """Digits of two systems, or a number some of whose digits only look like digits."""
    zeros = {ord(c) - unicodedata.decimal(c) for c in label if unicodedata.category(c) == "Nd"}
    if len(zeros) > 1:
        yield "mixed-digits"
    readings = _readings()
    if all((c if c.isascii() else readings.get(ord(c), "").lower()) in _DIGITS for c in label):
        yield "digits"


_DIGITS = frozenset("0123456789")


def _letter_faults(label: str, tld: str) -> Iterator[str]:
    """Latin letters beyond ASCII that are read as other letters, and the middle dot."""
    readings = _readings()
    for character in label:
        if character.isascii() or len(label) == 1:
            continue
        home = _LETTERS_AT_HOME.get(character)
        alike = home is not None or (
            _scripts_of(character) == _LATIN
            and _is_letter(readings.get(ord(character), ""))
            and character not in _ACCENTED
        )
        if alike and tld not in (home or "").split():
            yield "latin-twin"
            break
    if "·" in label and (tld != "cat" or label.replace("l·l", "").count("·")):
        yield "middle-dot"


_ACCENTED = frozenset("łøđħŧŋĸ")
"""Ordinary letters of a language, told apart by a stroke."""


def _is_letter(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _whole_script_faults(label: str, tld: str, common: frozenset[str]) -> Iterator[str]:
    """A label in one other script that reads as Latin from end to end (UTS #39 section 4.1)."""
    readings = _readings()
    for script, home in _AT_HOME.items():
        if script not in common:
            continue
        letters = [c for c in label if not c.isascii() and script in (_scripts_of(c) or ())]
        if letters and all(_is_letter(readings.get(ord(c), "")) for c in letters):
            at_home = tld in home.split() or any(script in (_scripts_of(c) or ()) for c in to_unicode(tld))
            if not at_home:
                yield "whole-script"
        return


def _cjk_faults(label: str, single: bool) -> Iterator[str]:
    """Kana and ideographs that pass for slashes, dashes, dots or Latin letters by what stands beside them."""
    padded = f" {label} "
    systems = [(_scripts_of(c) or _ANY) if c != " " else _ANY for c in padded]
    for place in range(1, len(padded) - 1):
        character, before, after = padded[place], padded[place - 1], padded[place + 1]
        left, right = systems[place - 1], systems[place + 1]
        if character in _SLASHES and before != " " != after and not (left | right) & _JAPANESE:
            yield "slash-like"
        if character in "ヽヾ" and "Kana" not in left:
            yield "kana-mark"
        if character == "ー" and not left & {"Hira", "Kana"}:
            yield "dash-like"
        if character == "・" and (("a" <= before <= "z") or ("a" <= after <= "z")):
            yield "middle-dot"
        if character in _IDEOGRAPHS and not single:
            foreign_left = before != " " and not left & _CJK
            if foreign_left or (after != " " and not right & _CJK):
                yield "ideograph-twin"
    rest = label[1:-1]
    if any(c in rest for c in "へべぺ") and all("Kana" in s or c in "へべぺ" for c, s in _each(label)):
        yield "kana-twin"
    if any(c in rest for c in "ヘベペ") and all("Hira" in s or c in "ヘベペ" for c, s in _each(label)):
        yield "kana-twin"


def _each(label: str) -> list[tuple[str, frozenset[str]]]:
    return [(c, _scripts_of(c) or _ANY) for c in label]


# -- The whole name ----------------------------------------------------------------------------------------------------


@short_cache(4_096)
def lookalike(host: str) -> LookAlike | None:
    """The case against an internationalised host name; ``None`` for plain ASCII and for a sound name.

    Sound are names of one script, Japanese, Chinese or Korean mixed with Latin, whose characters are in usual use and
    which do not read as a Latin name. ASCII tricks (``paypa1``) are for comparing :func:`skeleton`.

    >>> lookalike("аррӏе.com").twin
    'apple.com'
    >>> lookalike("eコマース.jp") is None
    True
    """
    if host.isascii() and "xn--" not in host.lower():
        return None
    ascii_host = to_ascii(host)
    shown = to_unicode(ascii_host) if len(ascii_host) <= MAX_HOST else ascii_host
    labels = shown.rstrip(".").split(".")
    tld = to_ascii(labels[-1])
    reasons = dict.fromkeys(r for label in labels if len(label) <= 63 for r in _label_faults(label, tld))
    if not reasons:
        return None
    twin = _reading(shown.rstrip("."))
    readable = twin.isascii() and "xn--" not in twin and re.fullmatch(r"[a-z0-9._-]+", twin)
    return LookAlike(
        host=ascii_host,
        shown=shown,
        reasons=tuple(reasons),
        characters="".join(dict.fromkeys(c for c in shown if not c.isascii())),
        twin=twin if readable else None,
    )
