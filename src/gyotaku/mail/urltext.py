"""Addresses in running text: where they begin, and where a reader would end them.

Japanese text puts no space around an address, so its end is the scanner's own question: an address ends at the
first character that is no part of a URL (RFC 3986), kana and kanji included; these belong to it only inside a host
name (``https://日本語.jp``) or where ASCII of the address goes on behind them (``/案内/index.html``). Addresses made
harmless for printing or past filters (``hxxps://``, ``h**ps://``, ``[.]``, full-width letters) are read as what they
stand for.

Every search is one pass with bounded look-back: linear on any text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gyotaku.domains import is_ip, registrable
from gyotaku.patterns import pattern

MAX_FOUND = 4_000
"""Addresses noted in one text; more are not kept as links anyway."""
MAX_URL = 8_192
"""Characters of one address; browsers cut near there, and no mail seen had one above 4,100."""


class Found(NamedTuple):
    """An address in a text."""

    start: int
    end: int
    url: str
    """With its scheme, harmless forms undone; ``http://`` is added to ``www.`` names and bare hosts, as readers do."""


# Full-width forms that one ASCII character stands for, except the punctuation that ends a Japanese sentence or bracket.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "（），；！？＂＜＞｛｝｜［］"}
_NARROW: dict[int, int | str] = {**_WIDE, 0x3002: ".", 0xFF61: ".", 0x2024: ".", 0x2044: "/", 0x2215: "/"}

_SCHEME_END = pattern(
    r"(?:(?:h(?:tt|xx|\*\*|__|\.\.|××|○○|●●|tx|xt)p|ｈｔｔｐ|ttp)(?:s|ｓ)?|ft[px]|ＦＴＰ|hxtps?|https?)\s?$", re.I
)
_SEPARATOR = pattern(r"(?:\[:\]|[:：])\s?(?://|／／|\\\\|/\\|\\/|\[//\])|\[://\]")
_SEPARATOR_BEGINS = pattern(r"[:：\[]")
"""One class of characters, which is searched for much faster than the alternatives of a separator are."""
_RUN = pattern(r"[!#-;=?-_a-z{|}~]+")
_WIDE_RUN = pattern(r"[!#-;=?-_a-z{|}~ａ-ｚＡ-Ｚ０-９：／．＿－％＝＆＋～＃＠？]+")
_HOST_UNICODE = pattern(
    r"(?:[\w~-]{1,63}(?:[.。．｡]|\[\.\]|\(\.\)|\[dot\]|\(dot\))){1,10}(?:xn--[a-z0-9-]{1,59}|[a-zａ-ｚ]{2,24}(?![a-z0-9]))",
    re.I,
)
# Raw kana and kanji of a path: at most 64 in a row, six rows, and then ASCII of the address again.
_RAW_RUN = pattern(r"(?:[^\W\x00-\x7f]{1,64}+[/?#&=._%-]){1,6}[A-Za-z0-9]")
_WWW = pattern(r"(?<![\w@./-])(?:www|ｗｗｗ)[0-9]?[.．]", re.I)
_NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
_HOST_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"
_BARE = pattern(rf"{_NAME}(?:\.{_NAME}){{1,9}}(?::\d{{1,5}})?(?=[/?#]|\Z)", re.I)
_DEFANGED_DOT = pattern(r"\[\.\]|\(\.\)|\[dot\]|\(dot\)|\{\.\}|\[\.|\.\]", re.I)
_MAYBE_DEFANGED = pattern(r"[\[({](?:\.|dot)[\])}]", re.I)
_DEFANGED_END = pattern(r"[a-z0-9-]{1,63}\Z", re.I)
_TRAILING = ".,:;!?'*_|^~`"
_AROUND = "".join(sorted(set(" <>()[]【】「」『』（）〈〉《》\"'.,:;→⇒▶►»")))
_PAIRS = {")": "(", "]": "[", "}": "{"}
_GTLDS = frozenset(
    "com net org info biz name pro mobi asia jobs travel tel cat coop aero museum gov edu mil int arpa xyz top site "
    "online shop store app dev cloud club vip icu live life link click work works tech space website fun page pages "
    "blog news email mail chat games game media agency digital group team world today center center company solutions "
    "services service support help bank finance money cash credit loan pay market buzz bond cyou sbs cfd lol rest "
    "monster beauty hair skin makeup quest autos boats homes yachts motorcycles cam win bid trade date review stream "
    "download racing party science faith accountant cricket men loan host press wang ren ltd llc inc one best "
    "tokyo osaka nagoya kyoto okinawa ryukyu yokohama moe google amazon goo zip mov new bio art design studio photo "
    "photos video wiki zone run sale deals express delivery direct network systems software codes tools house".split()
)
_CCTLDS = frozenset(
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz "
    "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk "
    "fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir "
    "is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk "
    "ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl "
    "pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc "
    "td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw".split()
)
# Endings of file names that are country codes too: "setup.py/…" is no address.
_FILE_ENDINGS = frozenset(("py", "pl", "rs", "md", "cc", "ps", "so", "sh", "am", "in", "mk"))


def known_ending(host: str) -> bool:
    """True when the last label of ``host`` is a usual top-level domain: a country's or a usual generic one."""
    last = host.rpartition(".")[2].lower()
    return last in _CCTLDS or last in _GTLDS or last.startswith("xn--")


def find_urls(text: str) -> list[Found]:
    """Addresses in ``text``, in order, not overlapping."""
    found: list[Found] = []
    taken = 0
    for candidate in _candidates(text):
        if candidate.start < taken or len(found) >= MAX_FOUND:
            continue
        one = candidate.read(text)
        if one is not None:
            found.append(one)
            taken = one.end
    return found


class _Candidate(NamedTuple):
    start: int
    kind: str
    at: int

    def read(self, text: str) -> Found | None:
        if self.kind == "scheme":
            return _with_scheme(text, self.start, self.at)
        if self.kind == "www":
            return _finish(text, self.start, self.start, "http://", wide=False)
        return _bare(text, self.start)


def _candidates(text: str) -> list[_Candidate]:
    """Where an address might begin, by the few characters that no address is without."""
    found: list[_Candidate] = []
    has_slash = "/" in text
    if has_slash or "／／" in text or "\\" in text:
        for mark in _SEPARATOR_BEGINS.finditer(text):
            start = mark.start()
            m = _SEPARATOR.match(text, start)
            scheme = _SCHEME_END.search(text[max(0, start - 8) : start]) if m else None
            if m and scheme:
                found.append(_Candidate(start - len(scheme[0]), "scheme", m.end()))
    if "www" in text or "WWW" in text or "Www" in text or "ｗｗｗ" in text:
        found += [_Candidate(m.start(), "www", m.start()) for m in _WWW.finditer(text)]
    if has_slash:
        last = -1
        at = text.find("/")
        while at >= 0:
            if at - last > 4:
                before = text[max(last + 1, at - 253) : at]
                host = before[len(before.rstrip(_HOST_CHARS)) :]
                if len(host) >= 4 and "." in host:
                    found.append(_Candidate(at - len(host), "bare", at))
            last = at
            at = text.find("/", at + 1)
    if _MAYBE_DEFANGED.search(text):
        for m in _DEFANGED_DOT.finditer(text):
            label = _DEFANGED_END.search(text[max(0, m.start() - 63) : m.start()])
            if label and len(m[0]) > 2:
                found.append(_Candidate(m.start() - len(label[0]), "defanged", m.start()))
    found.sort()
    return found


def _with_scheme(text: str, start: int, body: int) -> Found | None:
    head = text[start:body]
    wide = not head.isascii() and "ｐ" in head
    lowered = head.translate(_WIDE).lower()
    scheme = (
        "ftp" if lowered.startswith("f") else "https" if "s" in lowered.partition(":")[0].rstrip("[ ")[3:] else "http"
    )
    return _finish(text, start, body, scheme + "://", wide=wide)


def _finish(text: str, start: int, body: int, scheme: str, *, wide: bool) -> Found | None:
    """The address whose authority begins at ``body``."""
    end = _host_end(text, body)
    if end <= body:
        return None
    end = _path_end(text, end, wide=wide)
    end = _trimmed(text, start, body, min(end, body + MAX_URL))
    if end <= body:
        return None
    return Found(start, end, scheme + _refanged(text[body:end], wide=wide))


def _host_end(text: str, body: int) -> int:
    """End of the authority: an ASCII run that ends in a known suffix, or a name in Unicode."""
    run = _RUN.match(text, body, body + 1_024)
    ascii_end = run.end() if run else body
    for i in range(body, ascii_end):
        if text[i] in "/?#\\":
            return i
    after = text[ascii_end : ascii_end + 1]
    if not after or after.isspace() or after in '<>"`':
        return ascii_end
    host = text[body:ascii_end].rpartition("@")[2].partition(":")[0].rstrip(".")
    if is_ip(host) or (known_ending(host) and registrable(host)):
        return ascii_end
    named = _HOST_UNICODE.match(text, body, body + 512)
    return named.end() if named and named.end() > ascii_end else ascii_end


def _path_end(text: str, at: int, *, wide: bool) -> int:
    """End of what may follow the host: ASCII, and raw kana or kanji that ASCII of the address follows."""
    pattern = _WIDE_RUN if wide else _RUN
    limit = min(len(text), at + MAX_URL)
    while at < limit:
        run = pattern.match(text, at, limit)
        if run:
            at = run.end()
        raw = _RAW_RUN.match(text, at, limit) if at < limit and at and text[at - 1] in "/=-_" else None
        if raw is None:
            break
        at = raw.end()
    return at


def _trimmed(text: str, start: int, body: int, end: int) -> int:
    """``end`` without the punctuation of the sentence around the address."""
    before = text[start - 1 : start]
    for close, opening in _PAIRS.items():
        if before == opening:
            depth = 0
            for i in range(body, end):
                if text[i] == opening:
                    depth += 1
                elif text[i] == close:
                    depth -= 1
                    if depth < 0:
                        end = i
                        break
    url = text[body:end]
    balance = {close: url.count(opening) - url.count(close) for close, opening in _PAIRS.items()}
    while end > body:
        last = text[end - 1]
        if last in _TRAILING:
            end -= 1
        elif balance.get(last, 0) < 0:
            balance[last] += 1
            end -= 1
        else:
            break
    return end


def _refanged(url: str, *, wide: bool) -> str:
    if wide:
        url = url.translate(_NARROW)
    cut = next((i for i, c in enumerate(url) if c in "/?#\\"), len(url))
    host = url[:cut]
    if not host.isascii():
        host = host.translate(_NARROW)
    if not host.startswith("[") or "[." in host:
        host = _DEFANGED_DOT.sub(".", host).replace("[:]", ":")
    return host + url[cut:]


def _bare(text: str, start: int) -> Found | None:
    """A host name without a scheme, with a path, or made harmless with ``[.]``."""
    if start and (text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in "@/\\._-=&%")):
        return None
    end = _path_end(text, start, wide=False)
    end = _trimmed(text, start, start, end)
    url = _refanged(text[start:end], wide=False)
    host = _BARE.match(url)
    if not host:
        return None
    name = host[0].partition(":")[0]
    last = name.rpartition(".")[2].lower()
    if is_ip(name):
        if "[" not in text[start:end]:
            return None  # version numbers, dates: 10.0.0.1/24
    elif not known_ending(name) or (last in _FILE_ENDINGS and name.count(".") == 1) or not registrable(name):
        return None
    return Found(start, end, "http://" + url)


def address_in(text: str) -> str | None:
    """The address that a link's text itself looks like: a URL or ``www.`` name in it, or a host name that is all of it.

    As written, harmless forms undone and without an added scheme; ``None`` when the text looks like none.
    """
    text = text.strip()
    if not text or len(text) > MAX_URL or ("." not in text and "．" not in text and "。" not in text):
        return None
    for found in find_urls(text):
        shown = found.url
        return shown if _SEPARATOR.search(text[found.start : found.end]) else shown.partition("://")[2]
    bare = text.translate(_NARROW).strip(_AROUND)
    match = _BARE.fullmatch(bare)
    if not match or "@" in text:
        return None
    name = match[0].partition(":")[0]
    return bare if is_ip(name) or (known_ending(name) and registrable(name)) else None
