"""WHOIS answers (RFC 3912: bytes without a format) to :class:`~gyotaku.model.Registration`.

``asyncwhois`` has parsers by top-level domain; its patterns run over the whole text, know the Japanese half of JPRS's
format only, and cannot say "no answer" from "no such domain". Here one walk over the lines, and a table of field names,
serve them all: JPRS in both languages, .cn, .kr, .de, .ru, and the ICANN form of every other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

from gyotaku.gather.intel.privacy import hidden, privacy_proxy
from gyotaku.gather.intel.rdap_reading import text
from gyotaku.gather.intel.stamps import read_stamp
from gyotaku.model import Contact, Registration

MAX_LINES = 2_000
"""Lines read; the longest honest answer seen has about 250."""

_FIELDS: Final = {
    "name": ("domain name", "domain", "ドメイン名", "도메인이름"),
    "registered": (
        "creation date", "created", "created on", "created date", "registered", "registered on", "registered date",
        "registration time", "registration date", "domain registered", "registration", "登録年月日", "登録日",
    ),
    "expires": (
        "registry expiry date", "registrar registration expiration date", "expiration date", "expiration time",
        "expires", "expires on", "expiry date", "paid-till", "expire", "有効期限",
    ),
    "changed": (
        "updated date", "last updated", "last update", "last updated date", "last modified", "changed", "modified",
        "最終更新",
    ),
    "registrar": ("registrar", "sponsoring registrar", "registrar name", "authorized agency"),
    "owner": ("registrant organization", "organization", "組織名", "登録者名", "registrant", "registrant name", "org"),
    "owner_email": ("registrant email", "registrant contact email"),
    "country": ("registrant country", "registrant country/economy"),
    "status": ("domain status", "status", "state", "状態"),
    "server": ("name server", "nserver", "nameserver", "name servers", "ネームサーバ", "host name"),
    "abuse_email": ("registrar abuse contact email", "abuse contact email", "abuse-mailbox"),
    "abuse_phone": ("registrar abuse contact phone",),
    "contact_name": ("名前", "name"),
    "contact_email": ("email",),
    "refer": ("registrar whois server", "whois server", "refer", "whois"),
}  # fmt: skip
_KEYS: Final = {name: field for field, names in _FIELDS.items() for name in names}

_NOTHING: Final = (
    "no match", "not found", "no entries found", "no data found", "no object found", "nothing found", "no found",
    "no matching record", "domain not found", "domain name not found", "the queried object does not exist",
    "object does not exist", "no such domain", "domain status: no object found", "status: free", "status: available",
    "domain not registered", "the domain has not been registered", "no information available about domain",
    "the requested domain was not found",
)  # fmt: skip
"""How a line begins that says there is no such registration, lower case."""
_REFUSED: Final = (
    "limit exceeded", "quota exceeded", "too many", "queries exceeded", "access denied", "rate limit",
    "try again later", "blacklisted", "temporarily unavailable", "connection refused",
)  # fmt: skip

_LINE: Final = re.compile(r"(?:[a-z]\. )?\[([^\]]{1,40})\]\s*(.*)")


def decode(data: bytes) -> str:
    """ISO-2022-JP by its escapes, else UTF-8, else EUC-JP, else Latin-1: no server says which it sends."""
    if b"\x1b$" in data or b"\x1b(J" in data:
        return data.decode("iso2022_jp_ext", "replace")
    for charset in ("utf-8", "euc_jp"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _pairs(answer: str) -> Iterator[tuple[str, str]]:
    """(field of the table, value) of every line that has one; ``[Label]  value`` and ``Label: value`` alike."""
    for line in answer.split("\n", MAX_LINES)[:MAX_LINES]:
        line = line[:500].strip(" \t\r\x00*")
        found = _LINE.match(line)
        label, value = found.groups() if found else line.partition(":")[::2]
        field = _KEYS.get(label.rstrip(" .").lower())
        shown = text(value)
        if field and shown:
            yield field, shown


def verdict_of(answer: str, name: str) -> Literal["record", "nothing", "refused", "unclear"]:
    """What kind of answer it is. ``nothing`` only by a line that says so, and never where the record stands too."""
    if any(field == "name" and _same(value, name) for field, value in _pairs(answer)) and not _free(answer):
        return "record"
    lines = [line.strip(" \t\r%#*>-").lower()[:200] for line in answer.split("\n", MAX_LINES)[:MAX_LINES]]
    refusals = [line for line in lines if any(word in line for word in _REFUSED)]
    free = (*_NOTHING, f"{name} is free", f"{name} is available", f"{name} not found", f"{name}: no match")
    if any(line.startswith(free) and line not in refusals for line in lines):
        return "nothing"
    return "refused" if refusals else "unclear"


def _free(answer: str) -> bool:
    """.de, .eu and others repeat the name and say that it is free."""
    return any(f == "status" and v.lower() in ("free", "available", "no object found") for f, v in _pairs(answer))


def _same(value: str, name: str) -> bool:
    return value.lower().rstrip(".").split(" ")[0] == name


def referral(answer: str) -> str | None:
    """The WHOIS server an answer points to: IANA's ``refer`` and ``whois``, a registry's ``Registrar WHOIS Server``."""
    for field, value in _pairs(answer):
        if field == "refer":
            host = value.lower().removeprefix("whois://").removeprefix("https://").removeprefix("http://").rstrip("/.")
            if re.fullmatch(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,6}", host):
                return host
    return None


def read_domain(answer: str, name: str) -> Registration:
    """The registration in an answer that :func:`verdict_of` calls a record."""
    found: dict[str, list[str]] = {}
    for field, value in _pairs(answer):
        kept = found.setdefault(field, [])
        if len(kept) < 20:
            kept.append(value)

    def first(field: str) -> str | None:
        return next((v for v in found.get(field, ()) if not hidden(v) or privacy_proxy(v)), None)

    def date(field: str) -> str | None:
        return next(iter(found.get(field, ())), None)

    owner, status = first("owner"), found.get("status", [])
    proxy = privacy_proxy(*found.get("owner", ()), first("owner_email"), first("contact_name"), first("contact_email"))
    country = first("country")
    until = read_stamp(date("expires")) or next(
        (read_stamp(s.partition("(")[2]) for s in status if s.startswith("Connected")),  # JPRS, .co.jp and its kin
        None,
    )
    return Registration(
        name=name,
        registered_at=read_stamp(date("registered")),
        expires_at=until,
        changed_at=read_stamp(date("changed")),
        registrar=first("registrar"),
        registrant=proxy or owner,
        privacy_proxy=proxy,
        statuses=tuple(dict.fromkeys(s.split(" http")[0].split(" (")[0].lower() for s in status)),
        name_servers=tuple(dict.fromkeys(s.lower().split(" ")[0].rstrip(".") for s in found.get("server", ()))),
        contacts=tuple(_contacts(first, owner)),
        country=country.upper() if country and len(country) == 2 and country.isalpha() else None,
    )


def _contacts(first: Callable[[str], str | None], owner: str | None) -> Iterator[Contact]:
    if email := first("abuse_email"):
        yield Contact("abuse", first("registrar"), email=email if "@" in email else None, phone=first("abuse_phone"))
    if owner or first("owner_email"):
        yield Contact("registrant", owner, email=first("owner_email"))
    if first("contact_email"):
        yield Contact("administrative", first("contact_name"), email=first("contact_email"))
