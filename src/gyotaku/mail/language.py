"""The language of a text, by its script and its commonest words. Cheap: a few thousand characters are looked at."""

from __future__ import annotations

import re

from gyotaku.patterns import pattern

LOOKED_AT = 2_000
"""Characters looked at, from the front: a mail's language shows in its first page."""
ENOUGH_LATIN = 20
"""Letters of a Latin text below which nothing is said."""
ENOUGH_OTHER = 4
"""Letters of a text in a script that is one language's own."""
CJK_WEIGHT = 3
"""Latin letters that one kana or kanji says as much as."""

_KANA = pattern("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]+")
_HAN = pattern("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_OTHERS = (
    ("ko", pattern("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]+")),
    ("ru", pattern("[\u0400-\u04ff]+")),
    ("ar", pattern("[\u0600-\u06ff]+")),
    ("th", pattern("[\u0e01-\u0e5b]+")),
    ("he", pattern("[\u05d0-\u05ea]+")),
    ("el", pattern("[\u0370-\u03ff]+")),
    ("hi", pattern("[\u0900-\u097f]+")),
)
_ADDRESSES = pattern(r"https?://[!-~]{1,2048}|www\.[!-~]{1,2048}|@[!-~]{1,2048}")
_NOT_ASCII = pattern("[^\x00-\x7f]+")
_WORD = pattern(r"[a-z\u00df-\u024f\u1e00-\u1eff]+")
_STOP_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the and you your to of is in for this that with we have are our be will on or please if not has from",
        "de": "der die und sie ihr ihre ist das nicht mit wir auf für eine ein den von zu im werden bitte oder haben",
        "fr": "le la les et vous votre de des est une un pour nous dans que sur pas ce avec vos du notre par",
        "es": "el la los las y su de que es una un para en por con no se del nuestro usted si le este como",
        "it": "il la di e che è un una per non del con le suo gli si dei nella questo della sono tuo puoi",
        "pt": "o a os as e de que para uma um não você seu sua com em por se do da no na está são",
        "nl": "de het een en van u uw is niet voor op dat met te wij zijn of worden deze bij om je onze",
        "pl": "i w na nie się z do jest to że o jak za od po dla przez oraz twoje państwa lub",
        "tr": "ve bir bu için ile da de çok daha olarak hesap lütfen değil sayın size olan veya",
        "id": "dan yang di untuk anda dengan ini dari tidak kami akan pada ke atau dalam silakan",
        "vi": "và của là không cho bạn được các có để một trong với này đã người",
        "sv": "och att det som en på är av för med den till inte ditt din har du eller vi ett",
        "cs": "a je se na že v to s do o jako pro váš vaše by ale jsme není nebo od",
        "ro": "și în de la cu pe nu este să un o din pentru vă dumneavoastră care sau contul",
        "hu": "a az és hogy nem egy is ez meg kell vagy ha csak már még az ön fiók",
    }.items()
}


_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _code, _words in _STOP_WORDS.items():
    for _word in _words:
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _code)


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language most of ``text`` is in; ``None`` when there is too little to tell."""
    text = text[:LOOKED_AT].lower()
    if "@" in text or "://" in text:
        text = _ADDRESSES.sub(" ", text)
    words = _WORD.findall(text)
    latin = len("".join(words))
    if not text.isascii():
        best = _by_script(text, latin)
        if best:
            return best
    return _by_words(words) if latin >= ENOUGH_LATIN else None


def _letters(script: re.Pattern[str], text: str) -> int:
    return len("".join(script.findall(text)))


def _by_script(text: str, latin: int) -> str | None:
    size = len(text)
    text = "".join(_NOT_ASCII.findall(text))
    kana, han = _letters(_KANA, text), _letters(_HAN, text)
    east = kana + han
    if east >= ENOUGH_OTHER and east * CJK_WEIGHT >= latin and east * 4 > size:
        return _eastern(kana, east)
    for code, script in _OTHERS:
        count = _letters(script, text)
        if count >= ENOUGH_OTHER and count * (CJK_WEIGHT if code == "ko" else 1) >= max(latin, east):
            return code
    if east >= ENOUGH_OTHER and east * CJK_WEIGHT >= latin:
        return _eastern(kana, east)
    return None


def _eastern(kana: int, east: int) -> str:
    # Chinese quotes Japanese names now and then; Japanese prose is never below a tenth of kana.
    return "ja" if kana * 20 >= east else "zh"


def _by_words(words: list[str]) -> str | None:
    counts: dict[str, int] = {}
    for codes in filter(None, map(_LANGUAGES_OF.get, words)):
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    if not counts:
        return None
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 2 and counts[best] * 25 >= len(words) else None
