"""Whom the body speaks to: a name, the mail address in a name's place, everybody, or nobody."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from gyotaku.model import Addressee, Body, Recipient

LOOKED_AT_LINES = 40
"""Lines from the top in which a salutation may stand: image rows and "view in browser" lines come before it."""
LOOKED_AT_CHARS = 4_000
LONGEST_LINE = 200
"""Characters of a line that are looked at; a salutation stands at its line's front."""

Kind = Literal["name", "address", "generic", "none"]

_HONORIFIC = "様|さま|サマ|殿|さん|氏|先生|御中"
_MAIL = r"[\w.+%'-]{1,64}@[\w.-]{1,253}"
_ADDRESS = re.compile(
    rf"(?:dear|hi|hello|hey|to|宛先?|attention|attn)?[\s:：,、*＊]{{0,8}}[<(（「『【\[＜]?({_MAIL})", re.I
)

# Everybody: what stands before the honorific is a role, not a person.
_ROLE = re.compile(
    r"(?:お客|おきゃく|御客|顧客|会員|カード会員|お取引先|取引先|ユーザ|ユーザー|利用者|加入者|契約者|ご契約者|名義人|所有者|所持者|管理者|"
    r"担当者|担当|関係者|皆|みな|各位|メンバー|オーナー|受信者|購入者|ご本人|本人|貴社|御社|株主|読者|登録者|客|"
    r"保護者|応募者|申込者|申請者|納税者|債務者|被保険者|ドメイン|アカウント|店舗|事業者|出品者|部|課|局|係|支店|営業所|責任者)"
    r"(?:の)?(?:皆|みな)?$"
)
_ALL = re.compile(
    r"(?:^|[\s　、。!！【\[(（])"
    r"((?:[^\s、。]{0,30})?(?:各位|皆様|皆さま|みなさま|みなさん|皆さん|お客様|お客さま|御客様|おきゃくさま|会員様|"
    r"会員さま|ユーザー様|ユーザ様|利用者様|ご担当者様|担当者様|ご担当者さま|御中))"
)
_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|法人|銀行|協会|組合|機構|センター|事務局|大学|学校|病院|役所|\(株\)|（株）|㈱|Inc|Ltd|LLC|Corp",
    re.I,
)
_GREETED = re.compile(
    r"(?:^|[\n:：])\s{0,8}(?:dear|hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)|attention|attn|bonjour|"
    r"hallo|hola|estimad[oa]|sehr geehrte[rn]?|guten tag|liebe[r]?|cher|chère|caro|cara|gentile|olá|prezad[oa]|sayın|"
    r"尊敬的|亲爱的|親愛的|親愛なる|拝啓)\b[ \t,:!]{0,4}([^\n,;:!.，、。]{0,60})",
    re.I,
)
_GENERIC_WORDS = frozenset(
    "customer customers client clients user users member members sir madam sirs colleague colleagues friend friends "
    "valued account holder cardholder owner all everyone team there subscriber webmail email e-mail mail mailbox "
    "administrator admin beneficiary winner partner partners supplier vendor applicant candidate taxpayer shopper "
    "guest traveler traveller buyer seller reader patron recipient resident student students staff employee employees "
    "folks guys list ladies gentlemen cliente usuario usuário clientes kunde kunden damen herren kundin client(e) "
    "beloved dearest esteemed prezado cher madame monsieur business merchant investor developer developers "
    "homeowner consumer again".split()
)
_FILLER = frozenset("our my the valued dear sir or madam mr mrs ms miss dr to and & of a an your".split())
_NAME_BEFORE = re.compile(
    rf"^[\s　■◆●◇□▼▽★☆※*＊・>【「『<\[]{{0,8}}([^\n、。]{{1,60}}?)[\s　]{{0,4}}[】」』>\]]?[\s　]{{0,4}}({_HONORIFIC})(?![々へ\w]|\w)"
)
_NOT_A_NAME = re.compile(
    r"[をがはにでもへ。、!?！？:：;；=＝/／@]|https?|ます|です|ください|から|より|して|した|する|ため|こと|いつも"
)


class _Line(NamedTuple):
    start: int
    text: str


def read_addressee(body: Body, recipient: Recipient) -> Addressee:
    """The salutation in the first lines of the visible text. ``none`` when there is none."""
    names = tuple(_plain(n) for n in recipient.names if len(_plain(n)) > 1)
    locals_ = {a.partition("@")[0] for a in recipient.addresses}
    for line in _lines(body.text):
        kind, start, end = _read(line.text, names, locals_)
        if kind != "none":
            low, high = line.start + start, line.start + end
            return Addressee(kind, body.text[low:high].strip(), body.quote(low, high))
    return Addressee("none", "")


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    at = 0
    for line in text[:LOOKED_AT_CHARS].split("\n")[: LOOKED_AT_LINES * 2]:
        if line.strip():
            found.append(_Line(at, line[:LONGEST_LINE]))
        at += len(line) + 1
    return found[:LOOKED_AT_LINES]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold().strip("\"'")


def _read(line: str, names: tuple[str, ...], locals_: set[str]) -> tuple[Kind, int, int]:
    if m := _ADDRESS.match(line):
        rest = line[m.end() : m.end() + 12]
        whole = m.end() >= len(line.rstrip(" \t>)）」』】]＞,，:：!！、。"))
        greeted = m.start(1) > 2
        if greeted or whole or re.match(rf"[\s　>)）」』】\]＞]{{0,4}}(?:{_HONORIFIC})", rest):
            return "address", 0, min(len(line), m.end() + len(rest) if not whole else len(line))
    if m := _GREETED.match(line):
        return _western(m, line, names, locals_)
    if m := _NAME_BEFORE.match(line):
        return _eastern(m, names, locals_)
    if m := _ALL.search(line[:60]):
        return "generic", m.start(1), m.end(1)
    return "none", 0, 0


def _western(m: re.Match[str], line: str, names: tuple[str, ...], locals_: set[str]) -> tuple[Kind, int, int]:
    who = m[1].strip()
    if not who or re.fullmatch(_MAIL, who):
        return ("address" if who else "generic"), 0, len(m[0].rstrip())
    words = [w.strip("\"'()<>[]*").lower() for w in who.split()]
    if _plain(who) in locals_:
        return "address", 0, m.end()
    if any(w in _GENERIC_WORDS or w.rstrip("s") in _GENERIC_WORDS for w in words):
        return "generic", 0, m.end()
    meant = [w for w in words if w not in _FILLER]
    if not meant or len(meant) > 4:
        return "generic", 0, m.end()
    return "name", 0, m.end()


def _eastern(m: re.Match[str], names: tuple[str, ...], locals_: set[str]) -> tuple[Kind, int, int]:
    who = m[1].strip()
    flat = _plain(who)
    if flat in names or any(n in flat for n in names):
        return "name", m.start(1), m.end(2)
    if flat in locals_ or re.fullmatch(_MAIL, who):
        return "address", m.start(1), m.end(2)
    if _ROLE.search(who) or _COMPANY.search(who) or m[2] == "御中":
        return "generic", m.start(1), m.end(2)
    if _NOT_A_NAME.search(who) or len(who) > 30:
        return "none", 0, 0
    return "name", m.start(1), m.end(2)
