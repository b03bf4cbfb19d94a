"""What must not leave, and every way it is spelled: the patterns that the redactor and the guard look for.

Text is looked at *squeezed*: NFKC, casefolded, invisible characters gone, then every ASCII character that is no letter
and no digit gone. ``Ｈanako [at] example[.]jp``, ``hanako=example.jp`` and ``h a n a k o @ example . jp`` squeeze to
the same few letters, so one automaton finds them all and what it finds is then checked in the text itself.

What is cut, and the rules that keep the rest (all tested):

* **Addresses** always, in every spelling of ``@`` and ``.``. A local part of fewer than five letters needs a boundary
  before it (``maria@b.jp`` is not ``a@b.jp``).
* **Domains** when they are the recipient's own, together with their registrable parent; never a public mail provider's,
  because half of all phish are sent from there and it says nothing of the person. A private domain is cut even where
  the phisher forged it as the sender: privacy goes before evidence. Only as a whole host or a parent of one:
  ``uexample.jp`` is somebody else's, and perhaps the phisher's.
* **Local parts** alone as whole words; those of eight letters or more, or six with a digit or a mark among them, even
  inside a word. Short (under four) and common ones (roles such as ``info``, brand ids, words of gyotaku's own
  sentences) are cut alone only where a token stands: a query or fragment value, the last path segment of a URL, before
  様. A report that says "info" gives nobody away; one in which every "info" is missing does.
* **Names**: full ones (kanji and kana from two characters, Latin from two words). Parts of a name and single Latin
  words only beside a salutation (``山田様``, ``Dear Hanako``). Words that many names are (お客様, customer) never.
* **Opaque tokens** wherever they stand, from six characters; shorter ones only as a value in a URL.

A digest (MD5, SHA-1, SHA-2) of an address, local part or private domain is as good as the thing itself to whoever has
a list of addresses, so digests go too.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, NoReturn

import ahocorasick_rs

from gyotaku.domains import is_public_mail_domain, registrable, to_unicode
from gyotaku.model import Recipient
from gyotaku.tell.layers import INVISIBLE, flatten

LETTERS = bytes(c for c in range(128) if chr(c).isalnum())
DROPPED = bytes(c for c in range(128) if not chr(c).isalnum())
"""ASCII that is no letter and no digit: gone in squeezed text."""
LOWERED = bytes(c + 32 if 65 <= c <= 90 else c for c in range(256))
MIN_ANYWHERE = 6
"""Characters from which a value is unlikely enough to be cut inside other text, or inside decoded noise."""
MAX_NAMES = 16
MAX_ADDRESSES = 32
MAX_TOKENS = 256
"""A mail can carry thousands of To addresses; each costs some thirty patterns. Those past the limit are not learnt as
patterns; the recipient of the *envelope* stands first in ``Recipient.addresses``."""


class Rule:
    """How a squeezed match is checked in the text before it counts."""

    ADDRESS, ANY, WORD, HOST, NAME, CJK, VALUE, DIGEST, CODED, TRIGGER = range(10)


class Form(NamedTuple):
    """One spelling of one secret."""

    what: str
    """``address``, ``local``, ``domain``, ``name``, ``token``."""
    via: str
    """Encoding that cannot be undone and was therefore written forward (``md5``, ``rot13``…); ``""`` = plain."""
    rule: int
    literal: str
    """The secret as a reader would write it, casefolded; for :data:`Rule.ADDRESS` the local part only, for a digest
    the whole of it in hex."""
    front: int = 0
    back: int = 0
    """Squeezed bytes at either end that are context (``dear``, ``様``) and stay."""
    name: str = ""
    """A full name of the same letters: ``hanako.yamada`` is also who is written Hanako Yamada."""


def squeeze(text: str) -> bytes:
    """``text`` casefolded, compatibility forms and case undone, with only letters, digits and non-ASCII kept.

    >>> squeeze("Ｈanako [at] Example.jp")
    b'hanakoatexamplejp'
    """
    if text.isascii():
        return text.encode().translate(LOWERED, DROPPED)
    return squeeze_flat(flatten(text))


def squeeze_flat(text: str) -> bytes:
    """As :func:`squeeze`, of a text that is flat already."""
    return text.casefold().encode("utf-8", "replace").translate(LOWERED, DROPPED)


# -- Words that are nobody's -------------------------------------------------------------------------------------------

_ROLES = frozenset(
    """abuse account accounts accounting admin administrator adm alert alerts all announce answer api apply app apps
    archive author auto billing blog board bot bounce bounces business buy campaign career careers case cash center
    ceo cfo chat check checkout class clerk click client clients code com company compliance confirm contact contacts
    content cto customer customers customerservice daemon data date deliver delivery demo desk desktop detail details
    dev developer direct director dns doc docs document documents domain download edit editor email emails employee
    error errors event events export face family fax feed feedback file files finance form forms forum forward free
    from ftp general gift group guest hello help helpdesk home host hostmaster html http https id image images import
    inbox index info information inquiry inquiries international invoice invoices item items jobs kanri keiri kenkyu
    legal letter link links list lists local log login logout logs mail mailbox mailer mailer-daemon mailing main
    manage management manager market marketing master me media member members message messages mobile money monitor
    my name network new news newsletter next no-reply none noreply note notes notice notification notifications null
    office official online open operator order orders other owner page pages pass password path pay payment payments
    people person personal phone photo photos police portal post postmaster pr president press private product
    products profile project projects promo public purchase query question questions read received receipt recipient
    recruit redirect register registration reply report reports request reservation response result return root
    saiyo sales sample save search secretary section secure security select send sender server service services
    session setting settings shop signup site soumu soumu-bu spam staff start status stock store student style
    subject submit subscribe subscription summary supplier support survey sys system table target task teacher team
    tech test testing text ticket time title toiawase token tokyo top trade training true type unsubscribe update
    updates upload url user username users value verify version video view visit web webmail webmaster welcome word
    work world www you your base64 address percent hex md5 sha1 sha256 rot13 reversed the and for not this that with
    are was has have mails yes true false""".split()
)
_NOBODY = frozenset(
    """お客様 お客さま お客 客様 お得意様 会員 会員様 ご担当者 ご担当者様 ご担当 担当者 担当 ご利用者 利用者 利用者様
    各位 皆様 皆さま みなさま あなた 貴方 貴社 御社 御中 ユーザー ユーザ ユーザー様 メンバー ゲスト カスタマー
    お取引先 取引先 関係者 管理者 受信者 宛先 購読者 登録者 契約者 ご契約者 名義人 本人 ご本人 株主 社員 先生 様
    個人 法人 代表 代表者 責任者 親愛なる 尊敬する 顧客 お知らせ 日本 東京 大阪 中国 会社 株式会社 有限会社 事務局
    メール サポート センター インフォメーション 総務部 経理部 営業部 人事部 広報 undisclosed recipients""".split()
)
_HONORIFIC = re.compile(r"(?:様方|様|さま|さん|殿|どの|氏|君|くん|ちゃん|御中|先生)$")
_HONORIFICS = ("様", "さま", "さん", "殿", "氏", "先生")
_GREETINGS = ("dear", "hi", "hello", "hey", "dearmr", "dearms", "dearmrs", "mr", "ms", "mrs")
_CJK = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3041-\u30ff]+")
_KATAKANA_OF = {c: c + 0x60 for c in range(0x3041, 0x3097)}
_HIRAGANA_OF = {c + 0x60: c for c in range(0x3041, 0x3097)}


@cache
def _own_text() -> bytes:
    """Everything gyotaku itself says, and the brands it knows: read once, only when a doubtful word turns up."""
    package = Path(__file__).parent.parent
    found: list[bytes] = []
    for folder in ("tell/words", "tell/reports", "judge/brands/catalogue"):
        for path in sorted((package / folder).rglob("*")):
            if path.suffix in {".toml", ".html", ".css", ".j2", ".jinja"}:
                found.append(b'"%s" ' % path.stem.encode())
                found.append(path.read_bytes())
    return b"\n".join(found)


@cache
def _own_words() -> frozenset[str]:
    """The Latin words in :func:`_own_text`; what stands before or after an ``@`` there is an example, not a word."""
    text = re.sub(rb"[\w.+-]{1,64}@[\w.-]{1,255}", b" ", _own_text().lower())
    return frozenset(w.decode() for w in re.findall(rb"[a-z]{3,40}", text))


def is_common(local: str) -> bool:
    """True when ``local`` (lower case) alone gives nobody away: a role, a brand, a plain word, or under four letters.

    >>> is_common("info"), is_common("hanako")
    (True, False)
    """
    bare = squeeze(local)
    if len(bare) < 4 or local in _ROLES or all(p in _ROLES for p in re.split(r"[._+-]", local)):
        return True
    return local.isalpha() and local in _own_words()


def _is_nobody(name: str) -> bool:
    """True for what stands in a salutation without being a name, and for brands used as the recipient's display."""
    bare = name.casefold()
    if bare in _NOBODY or bare in _ROLES or all(p in _ROLES or p in _NOBODY for p in bare.split()):
        return True
    return bool(name) and b'"%s"' % name.encode("utf-8", "replace") in _own_text()


# -- Forms -------------------------------------------------------------------------------------------------------------

_ATS = (b"", b"at", b"40", b"2540", b"252540", b"aea", b"3d", b"253d", b"7c")
"""What stands for ``@`` once squeezed: nothing (``@ = | _``), ``at``, ``%40`` however often, UTF-7's ``+AEA-``, VERP's
``%3D``, ``%7C``."""
_B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGESTS = ("md5", "sha1", "sha256", "sha512")


def _spellings(value: str) -> tuple[str, ...]:
    """The ways a mailer writes one value before hashing or encoding it."""
    capital = value[:1].upper() + value[1:]
    return tuple(dict.fromkeys((value, value.upper(), capital)))


def _stems(value: bytes) -> Iterator[bytes]:
    """base64 of ``value`` at its three alignments: only the characters that the value alone decides."""
    for shift in range(3):
        code = base64.b64encode(b"\0" * shift + value + b"\0" * ((-shift - len(value)) % 3))
        start = -(-shift * 8 // 6)
        yield code[start : (shift + len(value)) * 8 // 6]


def _whole_groups(value: bytes, size: int, encode: object) -> Iterator[bytes]:
    """A block code of ``value`` at each of its alignments, whole groups only."""
    assert callable(encode)
    for shift in range(size):
        part = value[shift : shift + (len(value) - shift) // size * size]
        if part:
            yield encode(part)


def _base58(value: bytes) -> str:
    number, out = int.from_bytes(value, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        out = _B58[rest] + out
    return out


class _Builder:
    """Collects patterns; the first form of a pattern wins, so the most telling ones are added first."""

    def __init__(self) -> None:
        self.squeezed: dict[bytes, Form] = {}
        self.raw: dict[bytes, Form] = {}
        self.values: dict[str, str] = {}

    def add(self, pattern: bytes, form: Form) -> None:
        if pattern:
            first = self.squeezed.setdefault(pattern, form)
            if first is not form and form.rule == Rule.NAME and first.rule in (Rule.ANY, Rule.WORD):
                self.squeezed[pattern] = first._replace(name=form.literal)

    def plain(self, pattern: bytes, form: Form) -> None:
        """A pattern, and the same rot13'd and reversed."""
        self.add(pattern, form)
        bare = len(pattern) - form.front - form.back
        if bare >= MIN_ANYWHERE and pattern.isascii():
            rotated = codecs.encode(pattern.decode(), "rot13").encode()
            turned = form._replace(front=form.back, back=form.front)
            literal = codecs.encode(form.literal, "rot13")
            self.add(rotated, form._replace(via="rot13", literal=literal))
            self.add(pattern[::-1], turned._replace(via="reversed", literal=form.literal[::-1]))
            self.add(rotated[::-1], turned._replace(via="rot13.reversed", literal=literal[::-1]))

    def digests(self, what: str, value: str) -> None:
        """Digests of the usual spellings, as hex and as raw bytes."""
        for spelling in _spellings(value):
            data = spelling.encode("utf-8", "replace")
            for name in _DIGESTS:
                digest = hashlib.new(name, data, usedforsecurity=False).digest()
                # The first 64 bits find it (and a shortened digest too); how far it goes is compared at the hit.
                self.add(digest.hex()[:16].encode(), Form(what, name, Rule.DIGEST, digest.hex()))
                self.raw.setdefault(digest[:8].translate(LOWERED), Form(what, name, Rule.DIGEST, digest.hex()))

    def codes(self, what: str, value: str, every: bool) -> None:
        """Forms in codes: as triggers where decoding will find them, as matches where it will not."""
        trigger = Form(what, "", Rule.TRIGGER, value)
        for spelling in _spellings(value) if every and what != "address" else (value,):
            data = spelling.encode("utf-8", "replace")
            for stem in _stems(data):
                code = stem.translate(LOWERED, DROPPED)
                if len(code) >= MIN_ANYWHERE:
                    self.add(code, trigger)
            if len(data) < MIN_ANYWHERE:
                continue
            self.add(data.hex().encode(), trigger)
            self.add(b"x".join(b"%02x" % c for c in data), trigger)
            self.add(b"0x".join(b"%02x" % c for c in data), trigger)
        if every and what == "address":
            self._rare(what, value, value.encode("utf-8", "replace"))

    def _rare(self, what: str, value: str, data: bytes) -> None:
        for name, encode in (("ascii85", base64.a85encode), ("base85", base64.b85encode)):
            for code in _whole_groups(data, 4, encode):
                bare = code.translate(LOWERED, DROPPED)
                if len(bare) >= 8:
                    self.add(bare, Form(what, name, Rule.CODED, value))
        self.add(_base58(data).lower().encode(), Form(what, "base58", Rule.CODED, value))


def _add_address(build: _Builder, local: str, domain: str) -> None:
    locals_ = [squeeze(local)]
    if "." in local:
        locals_.append(squeeze(local.replace(".", "dot")))
    hosts = []
    for host in dict.fromkeys((domain, to_unicode(domain))):
        hosts += [squeeze(host), squeeze(host.replace(".", "dot")), squeeze(host.replace(".", "2e"))]
    form = Form("address", "", Rule.ADDRESS, local)
    for left in locals_:
        for right in hosts:
            for at in _ATS:
                build.add(left + at + right, form)
    for at in (b"", b"at", b"aea"):
        build.plain(locals_[0] + at + hosts[0], form)
    if len(locals_[0]) >= 5 and not is_common(local):
        build.plain(hosts[0] + locals_[0], Form("address", "", Rule.ADDRESS, ""))
    address = f"{local}@{domain}"
    build.codes("address", address, every=True)
    build.digests("address", address)


def _add_local(build: _Builder, local: str) -> None:
    bare = squeeze(local)
    if not bare:
        return
    build.digests("local", local)
    if is_common(local):
        build.values[local] = "local"
        for spelling in _spellings(local) if len(local) > 2 else ():
            data = spelling.encode("utf-8", "replace")
            build.values.setdefault(base64.b64encode(data).decode().rstrip("=").casefold(), "local")
            build.values.setdefault(data.hex(), "local")
        for honorific in _HONORIFICS:
            tail = honorific.encode()
            build.add(bare + tail, Form("local", "", Rule.WORD, local, back=len(tail)))
        return
    marked = any(not c.isalpha() for c in local)
    strong = len(bare) >= 8 or (len(bare) >= MIN_ANYWHERE and marked)
    form = Form("local", "", Rule.ANY if strong else Rule.WORD, local)
    build.plain(bare, form)
    if "." in local:
        build.add(squeeze(local.replace(".", "dot")), form)
    build.codes("local", local, every=True)


def _add_domain(build: _Builder, domain: str) -> None:
    for host in dict.fromkeys((domain, to_unicode(domain))):
        form = Form("domain", "", Rule.HOST, host)
        build.plain(squeeze(host), form)
        build.add(squeeze(host.replace(".", "dot")), form)
        build.add(squeeze(host.replace(".", "2e")), form)
        build.codes("domain", host, every=False)
    build.digests("domain", domain)


def _add_name(build: _Builder, name: str) -> None:
    name = INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).strip(" \t\"'“”")
    name = _HONORIFIC.sub("", name).strip()
    if not name or len(name) > 100 or "@" in name or _is_nobody(name):
        return
    parts = [p for p in re.split(r"[\s,・.._]+", name) if p]
    whole = "".join(parts)
    if _CJK.search(name):
        readings = dict.fromkeys((whole, whole.translate(_KATAKANA_OF), whole.translate(_HIRAGANA_OF)))
        sure = len(whole) >= 4 or (len(whole) == 3 and not _KANA.fullmatch(whole))
        for reading in readings:
            if len(reading) >= 2:
                build.plain(squeeze(reading), Form("name", "", Rule.ANY if sure else Rule.CJK, reading))
                _add_charsets(build, reading)
        for part in parts if len(parts) > 1 else [whole] if len(whole) < 2 else []:
            _add_salutations(build, part)
        return
    words = [w.casefold() for w in parts if len(w) > 1]
    if len(words) >= 2 and sum(map(len, words)) >= 5:
        for order in dict.fromkeys((tuple(words), tuple(reversed(words)), (words[-1], *words[:-1]))):
            build.plain(squeeze("".join(order)), Form("name", "", Rule.NAME, " ".join(order)))
    for word in words:
        if len(word) >= 3 and word not in _ROLES:
            _add_salutations(build, word)


def _add_salutations(build: _Builder, word: str) -> None:
    """A part of a name gives its owner away only where somebody is being spoken to."""
    bare = squeeze(word)
    for honorific in _HONORIFICS:
        tail = honorific.encode()
        rule = Rule.WORD if bare.isascii() else Rule.ANY
        build.add(bare + tail, Form("name", "", rule, word, back=len(tail)))
    if bare.isascii():
        for greeting in _GREETINGS:
            build.add(greeting.encode() + bare, Form("name", "", Rule.WORD, word, front=len(greeting)))


def _add_charsets(build: _Builder, name: str) -> None:
    """A Japanese name in the other charsets of mail, for decoded bytes that are not UTF-8."""
    for charset in ("cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"):
        try:
            data = name.encode(charset)
        except UnicodeEncodeError:
            continue
        if charset == "iso2022_jp":
            data = data.removesuffix(b"\x1b(B")
        if len(data) >= 4:
            build.raw.setdefault(data.translate(LOWERED), Form("name", charset, Rule.CODED, name))
            for stem in _stems(data):
                build.add(stem.translate(LOWERED, DROPPED), Form("name", "", Rule.TRIGGER, name))


def _add_token(build: _Builder, token: str) -> None:
    bare = squeeze(token)
    if len(bare) < MIN_ANYWHERE:
        if token:
            build.values[token.casefold()] = "token"
        return
    build.plain(bare, Form("token", "", Rule.ANY, token.casefold()))
    build.codes("token", token, every=False)


# -- The compiled set --------------------------------------------------------------------------------------------------


def _automaton(patterns: Mapping[bytes, Form]) -> ahocorasick_rs.BytesAhoCorasick | None:
    """Not the table-driven kind that the library picks for few patterns: that takes ten times as long to build."""
    kind = ahocorasick_rs.Implementation.ContiguousNFA
    return ahocorasick_rs.BytesAhoCorasick(list(patterns), implementation=kind) if patterns else None


class Secrets:
    """The compiled patterns of one recipient, or of one mail's tokens. Never shown, never pickled."""

    __slots__ = ("forms", "raw", "raw_forms", "search", "values", "wide")

    def __init__(self, build: _Builder) -> None:
        self.forms = tuple(build.squeezed.values())
        self.search = _automaton(build.squeezed)
        self.wide = not all(map(bytes.isascii, build.squeezed))
        """True when some pattern is not of ASCII letters alone."""
        self.raw_forms = tuple(build.raw.values())
        self.raw = _automaton(build.raw)
        self.values = build.values
        """Short or common ones, casefolded → what; cut only where a value stands."""

    def __repr__(self) -> str:
        return "<Secrets>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are never pickled")


@lru_cache(maxsize=16)
def of_recipient(recipient: Recipient) -> Secrets:
    """Patterns for every address, local part, private domain and name of ``recipient``."""
    build = _Builder()
    pairs: dict[tuple[str, str], None] = {}
    for address in recipient.addresses[:MAX_ADDRESSES]:
        local, _, domain = address.strip().casefold().rpartition("@")
        if not local:
            local, domain = domain, ""
        for spelled in dict.fromkeys((local, local.partition("+")[0])):
            if spelled:
                pairs[(spelled, domain)] = None
    for local, domain in pairs:
        if domain:
            _add_address(build, local, domain)
    for domain in dict.fromkeys(d for _, d in pairs if d and not is_public_mail_domain(d)):
        for host in dict.fromkeys((domain, registrable(domain))):
            if "." in host and not is_public_mail_domain(host):
                _add_domain(build, host)
    for local in dict.fromkeys(local for local, _ in pairs):
        _add_local(build, local)
    for name in recipient.names[:MAX_NAMES]:
        _add_name(build, name)
    return Secrets(build)


def of_tokens(tokens: Iterable[str]) -> Secrets | None:
    """Patterns for the opaque tokens of one mail; ``None`` when there are none."""
    build = _Builder()
    for token in sorted(set(tokens))[:MAX_TOKENS]:
        _add_token(build, token.strip())
    return Secrets(build) if build.squeezed or build.values else None
