"""Whom the body speaks to: a name, the mail address in a name's place, everybody, or nobody."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from gyotaku.model import Addressee, Body, Recipient
from gyotaku.patterns import pattern

LOOKED_AT_LINES = 25
"""Lines from the top in which a salutation may stand: logo rows and "view in browser" lines come before it."""
LOOKED_AT_CHARS = 4_000
LONGEST_LINE = 200
"""Characters of a line that are looked at; a salutation stands at its line's front."""
LONGEST_NAME = 30
"""Characters before 様 that still are a name, company and post included."""

Kind = Literal["name", "address", "generic", "none"]
_NONE: tuple[Kind, int, int] = ("none", 0, 0)

_MAIL = r"[\w.+%'-]{1,64}@[\w.-]{1,253}"
_MAIL_IN = pattern(_MAIL)
_OPENING = r"[\s　■◆●◇□▼▽★☆※*＊・>＞【「『<＜\[(（]{0,8}"
_HONORIFIC = r"様|さま|サマ|殿|さん|先生|御中|님|귀하"
_ADDRESS_GREETED = pattern(rf"{_OPENING}({_MAIL})[\s　>＞)）」』】\]]{{0,4}}(?:お客)?(?:{_HONORIFIC})")
_ADDRESS_ALONE = pattern(rf"{_OPENING}({_MAIL})[\s　>＞)）」』】\],，:：!！、。]{{0,6}}$")
# Where a forwarded or quoted mail begins, its salutation is not ours.
_QUOTE = pattern(
    r">|-{4,}|_{8,}|(?:from|sent|von|de|da|envoyé|enviado|差出人|送信者|发件人|보낸 사람)\s{0,3}[:：]|begin forwarded|"
    r"on .{6,120} wrote:?$|.{6,120}(?:写道|のメール|さんは書きました)[:：]$",
    re.I,
)

_NAMED = pattern(
    rf"{_OPENING}([^\n、。]{{1,60}}?)[\s　]{{0,4}}[】」』>\])）]?[\s　]{{0,4}}({_HONORIFIC})(?:へ|宛て?)?(?![\w々])"
)
# Everybody: what stands before the honorific is a role, not a person.
_ROLE = pattern(
    r"(?:客|顧客|会員|取引先|得意先|ユーザー?|利用者|加入者|契約者|契約先|名義人|所有者|所持者|保有者|管理者|担当者?|責任者|"
    r"代表者|関係者|皆|みな|"
    r"各位|メンバー|オーナー|受信者|受取人|購入者|本人|貴社|御社|株主|読者|登録者|保護者|応募者|申込者|申請者|納税者|債務者|事業者|出品者|"
    r"出店者|視聴者|参加者|対象者|該当者|ドメイン|アカウント|店舗|部|課|局|係|室|支店|営業所|たく|母|父|奥|患者|고객|회원)$"
)
_ALL = pattern(
    rf"{_OPENING}(?:[^\n]{{1,40}}[\s　])?([^\s、。をがはにでるてた]{{0,24}}(?:各位|皆々様|皆様方|みなさま"
    r"|みなさん|皆さま|皆さん|皆様|お客さま"
    r"|お客様))"
    r"(?:へ)?(?=[\s　、。，,！!:：】」』>)）\]]|$)"
)
_COMPANY = pattern(
    r"株式会社|有限会社|合同会社|法人|銀行|信用金庫|協会|組合|機構|センター|事務局|大学|学校|病院|役所|[(（]株[)）]|㈱|\b(?:inc|ltd|llc|corp)\b",
    re.I,
)
_UNFILLED = pattern(r"[○〇●*＊×xX_＿\[\]［］{}｛｝%％$＄#＃<>…・\s　0-9]+$|[{\[%＄$#]{1,2}\s?\w{1,30}\s?[}\]%#]{1,2}")
# Particles, verbs and signs that a name does not have: the line is a sentence with 様 in it.
_SENTENCE = pattern(
    r"[をがはへ、。!?！？:：;=＝/／@]|[にでのと][^\s]{0,12}$|ます|です|ください|から|より|して|した|する|ため|こと"
)

_PROSE = pattern(r"[。!?！？:：/]|ます|です|ください|https?")

_GREETED = pattern(
    r"[\s*>]{0,8}(?:(?:dear(?:est)?|hi(?:ya)?|hello|hey|greetings|good (?:morning|afternoon|evening|day)|attention|"
    r"attn|bonjour|hallo|hola|oi|ol[áa]|buenos días|buenas tardes|bom dia|boa tarde|guten (?:tag|morgen)|moin|"
    r"ciao|salve|estimad[oa](?:\(a\))?|sehr geehrte[rsn]?|liebe[rs]?|geachte|beste|chère?|cher\(e\)|car[oa]|gentile|"
    r"prezad[oa]s?(?:\([oa]\))?|say[ıi]n|szanown[ya]|kära|hej|drodz[yi])(?![\w(])|(?:尊敬的|亲爱的|親愛的|親愛なる|您好|안녕하세요))"
    r"([ \t　,，:!*]{0,4})([^\n,;:!.，、。！]{0,60})",
    re.I,
)
_STEMS = pattern(
    r"客様|客さま|各位|皆様|客户|用户|会员|顾客|客戶|用戶|會員|고객|회원|empreendedor|kund(?:e|in)|nutzer|käufer|mitglied|"
    r"\b(?:customer|client|users?\b|member|subscriber|(?:card|account)?holder|owner|sirs?\b|madam|colleague|friend|everyone|"
    r"everybody|all\b|team\b|folks|guys|webmail|e-?mail|mail\b|mailbox|admin|beneficiary|winner|partner|supplier|vendor|"
    r"applicant|taxpayer|shopper|guest|buyer|seller|reader|patron|recipient|resident|student|staff|employee|beloved|"
    r"business|merchant|investor|developer|homeowner|consumer|damen|herren|empfänger|usu[aá]rio|contribuinte|assinante|"
    r"utilisateur|acheteur|abonné|membre|monsieur|madame|titolare|utente|klant|gebruiker|müşteri|klien[ct]|please|there\b|"
    r"gentlemen|ladies|list\b|account)",
    re.I,
)
_TITLES = frozenset("mr mrs ms dr prof herr frau hr fr sr sra dott m mme".split())
_FILLER = frozenset("our my the valued esteemed dear to and or & of a an your mr mrs ms miss dr prof herr frau".split())
_ALONE = pattern(r"([A-Z][\w'’-]{1,20}(?: [A-Z][\w'’.-]{1,20}){0,2})\s{0,2}[,，]$")
_NO_NAME = frozenset(
    "thanks thank regards cheers best sincerely congratulations hello hi hey dear gefeliciteerd félicitations obrigado "
    "danke merci gracias however also finally yes no ok okay hallo bonjour attention notice "
    "important update warning".split()
)


class _Known(NamedTuple):
    """What the recipient goes by, folded."""

    addresses: frozenset[str]
    locals_: frozenset[str]
    names: tuple[str, ...]


def read_addressee(body: Body, recipient: Recipient) -> Addressee:
    """The salutation in the first lines of the visible text; ``none`` when there is none.

    ``name``: a person's name. ``address``: the mail address, or its local part, stands where the name should.
    ``generic``: a greeting to everybody or to a role (お客様各位, ご担当者様, Dear Customer, Hi). A line that holds
    nothing but an address counts only when it is the recipient's own.
    """
    known = _Known(
        frozenset(recipient.addresses),
        frozenset(a.partition("@")[0].lower() for a in recipient.addresses),
        tuple(name for name in map(_folded, recipient.names) if len(name) > 1),
    )
    at = seen = 0
    for line in body.text[:LOOKED_AT_CHARS].split("\n"):
        if line:
            if seen and _QUOTE.match(line):
                break
            kind, start, end = _read(line[:LONGEST_LINE], known, seen)
            if kind != "none":
                return Addressee(kind, body.text[at + start : at + end].strip(), body.quote(at + start, at + end))
            seen += 1
            if seen >= LOOKED_AT_LINES:
                break
        at += len(line) + 1
    return Addressee("none", "")


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold().strip("\"'")


def _read(line: str, known: _Known, number: int) -> tuple[Kind, int, int]:
    if "@" in line:
        if m := _ADDRESS_GREETED.match(line):
            return "address", 0, m.end()
        if (m := _ADDRESS_ALONE.match(line)) and m[1].lower() in known.addresses:
            return "address", 0, m.end()
    if m := _GREETED.match(line):
        return _western(m, line, known)
    if not line.isascii():
        found = _eastern(line, known)
        if found[0] != "none":
            return found
    bare = line.strip(" ,，:：!！、。")
    if bare.lower() in known.locals_:
        return "address", 0, len(line)
    if any(_folded(line[:LONGEST_NAME]).startswith(name) for name in known.names):
        return "name", 0, min(len(line), LONGEST_NAME)
    if not number and (m := _ALONE.match(line)) and m[1].split()[0].lower() not in _NO_NAME and not _STEMS.search(m[1]):
        return "name", 0, m.end()
    return _NONE


def _western(m: re.Match[str], line: str, known: _Known) -> tuple[Kind, int, int]:
    who, end = m[2].strip(), m.end()
    if who.split() and who.split()[-1].lower() in _TITLES and line[end : end + 2] == ". ":
        rest = re.match(r"[^\n,;:!.]{0,40}", line[end + 1 :])
        end += 1 + (rest.end() if rest else 0)
        who = line[m.start(2) : end].strip()
    mail = _MAIL_IN.search(line, m.start(2), m.end() + 254)
    if mail and mail.start() <= end:
        return "address", 0, max(end, mail.end())
    words = [word.strip("\"'()<>[]*").lower() for word in who.split()]
    meant = [word for word in words if word not in _FILLER]
    if len(meant) == 1 and meant[0] in known.locals_:
        return "address", 0, end
    if any(name in _folded(who) for name in known.names):
        return "name", 0, end
    comma = "," in m[1] or "，" in m[1] or "!" in m[1]
    if len(words) > 5:
        return ("generic", 0, m.start(2)) if comma else _NONE
    if not meant or len(meant) > 4 or _STEMS.search(who) or _UNFILLED.search(who):
        return "generic", 0, end
    ended = end >= len(line.rstrip()) or line[end] in ",;:!.，、。！"
    if comma and (len(meant) > 2 or not ended or not who[:1].isupper()):
        return "generic", 0, m.start(2)
    return ("name", 0, end) if ended or len(meant) <= 2 else _NONE


def _eastern(line: str, known: _Known) -> tuple[Kind, int, int]:
    m = _NAMED.match(line)
    if not m:
        m = _ALL.match(line)
        return ("generic", m.start(1), m.end(1)) if m else _NONE
    who = m[1].strip()
    span = m.start(1), m.end(2)
    flat = _folded(who)
    if flat in known.locals_ or _MAIL_IN.fullmatch(who):
        return "address", *span
    if flat in known.names:
        return "name", *span
    if _ROLE.search(who) or m[2] == "御中" or _UNFILLED.match(who):
        return _NONE if _PROSE.search(who) else ("generic", *span)
    last = re.split(r"[\s　]", who)[-1] if _COMPANY.search(who) else who
    if _COMPANY.search(last):
        return "generic", *span
    if _SENTENCE.search(who) or len(who) > LONGEST_NAME:
        return _NONE
    return "name", *span
