"""What a field asks for, by its type, its name and the words beside it, in Japanese, English and some more languages.

Sources: HTML Standard, section 4.10.18.7 (autofill field names); the field names and labels that published copies of
phishing kits and the login pages of Japanese banks, card firms and mail hosters use.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_BY_AUTOCOMPLETE = {
    "email": "mail",
    "username": "account",
    "webauthn": "account",
    "current-password": "password",
    "new-password": "password",
    "one-time-code": "code",
    "cc-number": "card",
    "cc-exp": "card",
    "cc-exp-month": "card",
    "cc-exp-year": "card",
    "cc-csc": "card",
    "cc-name": "card",
    "cc-type": "card",
    "tel": "phone",
    "tel-national": "phone",
    "tel-local": "phone",
    "street-address": "address",
    "address-line1": "address",
    "address-line2": "address",
    "address-level1": "address",
    "address-level2": "address",
    "postal-code": "address",
    "bday": "identity",
    "bday-day": "identity",
    "bday-month": "identity",
    "bday-year": "identity",
}

_IGNORED_TYPES = frozenset({"hidden", "submit", "button", "reset", "image", "search", "range", "color", "radio"})

_WORDS = (
    # The order is the order of belief: "セキュリティコード" is a card's before "コード" is a one-time code.
    (
        "none",
        r"captcha|画像認証|検索|search|キーワード|subject|件名|\bq\b|\bs\b|honeypot|remember|記憶|coupon|サーバ|\bserver\b|\bhost\b|\bsmtp\b|\bimap\b",
    ),
    (
        "card",
        r"カード番号|カード名義|カードの?有効期限|クレジットカード|セキュリティコード|card.?num|card.?no|card.?holder|card.?name|card.?exp"
        r"|credit.?card|\bcc.?num|\bccn\b|\bcvv2?\b|\bcvc2?\b|\bcvn\b|\bcsc\b|security.?code|\bpan\b|expiry|exp.?date|exp.?month"
        r"|exp.?year|kartennummer|num[eé]ro de (?:la )?carte|n[uú]mero d[eo] (?:la )?(?:tarjeta|cart[aã]o)|kaartnummer"
        r"|numero (?:della )?carta|卡号|카드 ?번호",
    ),
    (
        "code",
        r"ワンタイム|認証コード|確認コード|認証番号|本人認証コード|二段階|2段階|sms.?code|\botp\b|one.?time|verification.?code"
        r"|verify.?code|auth.?code|passcode|\b2fa\b|\bmfa\b|\btan\b|code de v[eé]rification|验证码|인증 ?번호",
    ),
    (
        "bank",
        r"口座|支店|銀行|第二暗証|取引暗証|\biban\b|\bbic\b|\bswift\b|account.?number|routing|sort.?code|bank.?name|bank.?acc"
        r"|branch.?code|bankleitzahl|kontonummer|n[uú]mero de cuenta|rekeningnummer|ゆうちょ|通帳",
    ),
    (
        "identity",
        r"マイナンバー|個人番号|生年月日|免許証|本人確認書類|パスポート|旅券|在留カード|birth|\bdob\b|\bbday\b|\bssn\b|social.?security|passport"
        r"|driver.?s?.?licen|national.?id|id.?card|id.?front|id.?back|selfie|mother.?s?.?maiden|mothers?maiden|geburtsdatum"
        r"|date de naissance|fecha de nacimiento"
        r"|codice fiscale|\bcpf\b|\bdni\b|aadhaar|\bsteuer|身分证|주민",
    ),
    (
        "password",
        r"パスワード|暗証番号|合言葉|\bpass\b|passw|passwd|\bpwd?\b|\bpsw\b|authpasswd|kennwort|mot de passe"
        r"|contrase[nñ]a|clave|senha|wachtwoord|has[lł]o|密码|密碼|비밀 ?번호|пароль|seed.?phrase|recovery.?phrase"
        r"|リカバリーフレーズ|シードフレーズ",
    ),
    (
        "mail",
        r"メールアドレス|e-?mail|mail.?addr|\bmail\b|メアド|courriel|correo|posta elettronica|邮箱|邮件|이메일|почт",
    ),
    (
        "phone",
        r"電話|携帯番号|携帯電話|\btel\b|telephone|phone|mobile.?num|\bmobile\b|t[eé]l[eé]phone|telefon|tel[eé]fono|cellulare|手机|휴대",
    ),
    (
        "address",
        r"住所|郵便番号|都道府県|市区町村|番地|address|\bzip|postal|postcode|post.?code|\bcity\b|\bstreet\b|\bstate\b|prefecture|adresse"
        r"|stra[sß]e|direcci[oó]n|endere[cç]o|indirizzo|地址|주소",
    ),
    (
        "account",
        r"アカウント|ユーザー? ?(?:名|id)|ログイン ?(?:id|名)|会員 ?(?:番号|id)|お客様 ?(?:番号|id)|利用者 ?id|楽天id"
        r"|ログオンid|user|login|log.?in|account"
        r"|authid|\buid\b|userid|\buname\b|\bid\b|member|customer.?(?:no|id|number)|benutzer|identifiant"
        r"|usuario|usu[aá]rio|gebruiker|utente"
        r"|用户名|帐号|账号|아이디|логин",
    ),
)
"""What is asked, and the words that say so. Flat alternations: time linear in the hint."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((what, re.compile(words)) for what, words in _WORDS)


class Asked(NamedTuple):
    """One control of a page."""

    name: str
    kind: str
    """``type`` in lower case; ``select`` and ``textarea`` for those elements."""
    autocomplete: str
    hint: str
    """Names and words about it, folded: name, id, placeholder, aria-label, label text."""
    masked: bool
    """What is typed shows as dots although the type is not ``password``."""


def asks_for(one: Asked) -> str:
    """One of mail, account, password, card, bank, code, identity, phone, address; ``""`` = none of them."""
    if one.kind in _IGNORED_TYPES:
        return ""
    for word in one.autocomplete.split():
        if word in _BY_AUTOCOMPLETE:
            return _BY_AUTOCOMPLETE[word]
    found = next((what for what, pattern in _patterns() if pattern.search(one.hint)), "")
    secret = one.kind == "password" or one.masked
    if found == "none":
        return "password" if secret else ""
    if secret and found not in ("card", "code", "bank"):
        return "password"
    if one.kind == "checkbox":
        return ""
    if one.kind == "file":
        return "identity" if found == "identity" else ""
    if one.kind == "email":
        return "mail"
    if one.kind == "tel" and found in ("", "account"):
        return "phone"
    return found
