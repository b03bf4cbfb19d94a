"""One Received field's value read apart (RFC 5321 section 4.4 "trace information", and what the world's MTAs write).

The forms are those of Postfix, Sendmail, Exim, qmail and its patches, Exchange, Gmail, Yahoo, CommuniGate, Zimbra,
XMail, Lotus, InterMail, IronPort, Courier and others; SpamAssassin's Received.pm documents most of them with the line
they were seen in. They are read by one grammar instead of a pattern each: ``from`` clause, ``by`` clause, ``with`` …,
and then by what stands in the client's comments. The text of the ``from`` clause is partly the client's own (its HELO),
so where two things could be the address, the *last* counts: servers append theirs.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from gyotaku.mail.dates import parse_date
from gyotaku.patterns import pattern

MAX_FIELD = 8_192
"""Characters of one Received field that are read; honest ones stay below 1,000."""

NO_NAMES = frozenset(
    {"unknown", "unverified", "nodnsquery", "softdnserr", "<unknown>", "unknownhost", "no-reverse-dns"}
)
"""What servers write where the reverse name would stand."""

_TOKEN = pattern(r'\((?:[^()\\]|\\.)*\)|"[^"]*"|[^\s();"]+|[();"]', re.DOTALL)
_PLAIN_V4 = pattern(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}", re.ASCII)
_V4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_BRACKET = pattern(r"\[\s?(?:IPv6:)?([0-9A-Fa-f:.]{2,60})(?:%[\w.]{1,20})?\]", re.IGNORECASE)
_BARE_IP = pattern(
    rf"\s{{0,3}}(?:([^\s@]{{0,100}})@)?({_V4}|[0-9A-Fa-f]{{0,4}}:[0-9A-Fa-f:.]{{1,60}})(?:%\w{{1,20}})?(?::(\d{{1,5}}))?"
    r"(?:[\s,]|$)"
)
_HELO = pattern(r"\b(?:HELO|EHLO|LHLO)(?:\s+([^\s()\",]*)|\s*$)", re.IGNORECASE)
_HELO_IS = pattern(r"\bhelo=([^\s()]+)")
_CLAIM = pattern(r'claiming to be "([^"]{1,255})"')
_MICROSOFT = pattern(
    r"from ([^\s()\[\]<>\",;]+) \(([0-9A-Fa-f:.]+)\) by ([^\s()<>\",;]+) \([0-9A-Fa-f:.]+\) with Microsoft SMTP Server"
    r"(?: \([^()]*\))? id [\d.]+(?: via (?:Frontend|Mailbox) Transport)?;"
)
_POSTFIX = pattern(
    r"from ([^\s()\[\]<>\",;]+) \(([\w.\-]+) \[(?:IPv6:)?([0-9A-Fa-f:.]+)\]\)((?: \([^()\[\]]*\)){0,4}) "
    r"by ([^\s()<>\",;]+)(?: \((?:Postfix|8\.[\w./\-]+)\))? with (E?SMTPS?A?) id [\w.\-]+"
    r"(?: for <?([\w.+=\-]+@[\w.\-]+)>?)?;"
)
_AUTHENTICATED = pattern(r"\bauthenticated\b|\bAUTH:|\baccount [^\s()]|\bas user ", re.IGNORECASE)
_AUTH_PROTOCOL = pattern(r"(?:UTF8)?(?:E?SMTP|LMTP)S?A", re.IGNORECASE)  # RFC 3848: …A = authenticated
_MARKS = frozenset({"from", "by", "via", "with", "id", "for", ";"})
_PULLED = pattern(r"fetchmail|getmail|mpop|POP3|IMAP", re.IGNORECASE)
_NOT_SMTP = pattern(r"(?:local|bsmtp|uucp|qmail-scanner|ctyme)", re.IGNORECASE)
_LOOKS_LIKE_HOST = pattern(r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,30}\.?")


class Trace(NamedTuple):
    """What one Received field says; ``None`` = not said. Field meanings as in :class:`gyotaku.model.Hop`."""

    helo: str | None = None
    ptr: str | None = None
    ip: str | None = None
    by: str | None = None
    protocol: str | None = None
    recipient: str | None = None
    at: datetime | None = None
    authenticated: bool = False
    """True when the server says that the client logged in, or that it took the mail from a web form."""
    pulled: bool = False
    """True when the mail was fetched from a mailbox (POP3, IMAP) instead of delivered."""
    verified: bool = True
    """False when the server warns that the reverse name "may be forged" or is of a kind that does not check it."""


_EMPTY = Trace()


def read_trace(value: str) -> Trace:
    """One Received value, unfolded or not. Never raises; what cannot be told is ``None``."""
    if len(value) > MAX_FIELD:
        value = value[: MAX_FIELD - 200] + " " + value[-200:]
    value = " ".join(value.split())
    return _common(value) or _any(value)


def _common(value: str) -> Trace | None:
    """The two forms of most lines, read at once; ``None`` where anything is out of the usual.

    The same result as the long way, in a quarter of the time: a mailbox at a large provider has five to ten lines.
    """
    if value.count(" by ") != 1:
        return None
    match = _MICROSOFT.match(value)
    if match:
        helo, ip, by = match.groups()
        ip = canonical_ip(ip)
        if ip is None or helo.startswith("[") or canonical_ip(helo):
            return None
        ptr = "" if helo.lower() in NO_NAMES else None
        return Trace(helo, ptr, ip, by.rstrip("."), "Microsoft SMTP Server", None, parse_date(value[match.end() :]))
    match = _POSTFIX.match(value)
    if not match:
        return None
    helo, name, ip, notes, by, protocol, recipient = match.groups()
    ip = canonical_ip(ip)
    at = parse_date(value[match.end() :])
    if ip is None or at is None or (notes and "(may" in notes):
        return None
    login = protocol.endswith("A") or bool(notes and _AUTHENTICATED.search(notes))
    return Trace(helo, _name(name), ip, by.rstrip("."), protocol, recipient, at, login)


def _any(value: str) -> Trace:
    """Any form, by the grammar."""
    words = flatten(_TOKEN.findall(value))
    if not words:
        return _EMPTY
    clauses = _clauses(words)
    cut = value.rfind(";")
    date = parse_date(value[cut + 1 :]) if cut >= 0 else None
    if date is None:
        date = parse_date(value[-120:])
    by = _host(clauses.get("by", ()))
    protocol = _protocol(clauses)
    client = clauses.get("from", [])
    whole = value[:400]
    pulled = bool(protocol and _PULLED.match(protocol)) or "fetchmail" in whole
    read = _EMPTY
    skip = pulled or (protocol is not None and _NOT_SMTP.match(protocol) is not None)
    if client and not skip:
        read = _client(client, clauses, value, protocol or "")
    elif client:
        read = Trace(helo=_plain(client[0]))
    return read._replace(
        by=by,
        protocol=protocol,
        recipient=_recipient(clauses, value),
        at=date,
        authenticated=read.authenticated or _logged_in(clauses, protocol),
        pulled=pulled,
    )


def flatten(tokens: list[str]) -> list[str]:
    """Words and whole comments at the top level.

    Nested comments become one. Where parentheses do not balance (a HELO may contain anything) the stray ones are
    passed over and the innermost comments count.
    """
    strays = tokens.count("(") + tokens.count(")")
    if not strays:
        return tokens
    depth, balanced = 0, True
    for item in tokens:
        if item == "(":
            depth += 1
        elif item == ")":
            depth -= 1
            if depth < 0:
                balanced = False
                break
    if depth or not balanced:
        return [t for t in tokens if t not in ("(", ")")]
    words: list[str] = []
    inner: list[str] = []
    for item in tokens:
        if item == "(":
            depth += 1
            inner.append(item)
        elif item == ")":
            depth -= 1
            inner.append(item)
            if not depth:
                words.append(" ".join(inner).replace("( ", "(").replace(" )", ")"))
                inner = []
        elif depth:
            inner.append(item)
        else:
            words.append(item)
    return words


def _clauses(words: list[str]) -> dict[str, list[str]]:
    """Words and comments of each clause by keyword; ``from`` ends at the last ``by`` before ``with`` and ``id``."""
    clauses: dict[str, list[str]] = {}
    marks = [(at, low) for at, word in enumerate(words) if len(word) <= 4 and (low := word.lower()) in _MARKS]
    if not marks:
        return clauses
    start = 0
    if marks[0] == (0, "from") or (marks[0] == (1, "by") and words[0].startswith("(")):
        stop = _last_by(words, marks)
        if marks[0][1] == "from":
            via = next((at for at, low in marks if low == "via" and at < stop), stop)
            clauses["from"] = words[1:via]
            if via < stop:  # from X(IP) via SMTP by Y
                clauses["via"] = words[via + 1 : stop]
        start = stop
    ends = [at for at, _ in marks[1:]] + [len(words)]
    for (at, low), end in zip(marks, ends, strict=True):
        # the first of each counts; XMail's second "from" is the envelope sender
        if at >= start and low != ";" and low not in clauses:
            clauses[low] = words[at + 1 : end]
    return clauses


def _last_by(words: list[str], marks: list[tuple[int, str]]) -> int:
    """Index of the ``by`` that starts the server's own name; of the next clause or ``len(words)`` when there is none.

    A HELO may contain " by somewhere with SMTP", so the last one counts; "by uid 502" (qmail-scanner) is no host.
    """
    for at, low in reversed(marks):
        if low == "by" and at and words[at + 1 : at + 2] != ["uid"]:
            return at
    return next((at for at, low in marks if at and low in ("with", "id", "for", ";")), len(words))


def _client(client: list[str], clauses: dict[str, list[str]], value: str, protocol: str) -> Trace:
    """The ``from`` clause: what the client called itself, its reverse name, its address."""
    names = [w for w in client if not w.startswith("(")]
    comments = [w[1:-1] for w in client if w.startswith("(") and w.endswith(")")]
    first = names[0] if names else ""
    if first.lower() == "mail" and len(names) > 2:  # "mail pickup service"
        return _EMPTY
    helo_said = _said_helo(comments)
    for name in reversed(names[1:]):  # X [IP] by Y; X (EHLO Z) [IP] by Y
        bracket = _BRACKET.match(name)
        ip = bracket and canonical_ip(bracket.group(1))
        if ip:
            return _beside(first, ip, helo_said, clauses, protocol)
    for comment in reversed(comments):
        bracket = _BRACKET.search(comment)
        ip = canonical_ip(bracket.group(1)) if bracket else None
        if bracket and ip:
            return _bracketed(first, comment, bracket, ip, clauses, helo_said)
        bare = _BARE_IP.match(comment)
        ip = canonical_ip(bare.group(2)) if bare else None
        if bare and ip:
            return _bare(first, bare, clauses, helo_said, value)
    return _only_name(first, helo_said, comments, protocol)


def _said_helo(comments: list[str]) -> str | None:
    """The HELO where a server writes it as such; ``""`` when it says that it was empty; ``None`` when not said."""
    for comment in comments:
        low = comment.lower()
        if "helo" in low or "ehlo" in low or "lhlo" in low:
            match = _HELO_IS.search(comment) or _HELO.search(comment)
            if match:
                return (match.group(1) or "").strip('"')
    return None


def _beside(first: str, ip: str, helo: str | None, clauses: dict[str, list[str]], protocol: str) -> Trace:
    """``X [IP] by``, ``X (EHLO Z) [IP] by``."""
    if helo is not None:
        return Trace(helo=helo, ptr=_name(first), ip=ip, verified=False)
    if _exim(clauses):
        return Trace(helo=_plain(first), ptr=_name(first), ip=ip)
    return Trace(helo=_plain(first), ip=ip)


def _bracketed(
    first: str, comment: str, bracket: re.Match[str], ip: str, clauses: dict[str, list[str]], helo: str | None
) -> Trace:
    """``X (Y [IP])`` of Sendmail and Postfix, ``X ([IP] helo=Y)`` of Exim, ``X ([IP])`` of many."""
    before = comment[: bracket.start()].replace("<", " <").split()
    after = comment[bracket.end() :]
    forged = "forged" in after or "forged" in comment
    own = canonical_ip(first.strip("[]").removeprefix("IPv6:"))
    while before and (before[-1].lower() in ("helo", "ehlo", "account") or before[-1].startswith("account")):
        before.pop()
    name = before[-1].rpartition("@")[2].strip('<>",;') if before else ""
    if name and _LOOKS_LIKE_HOST.fullmatch(name) is None and name.lower() not in NO_NAMES and len(before) > 1:
        name = before[0].rpartition("@")[2].strip('<>",;')
    if before and name and helo is None:
        ptr = _name(name)
        return Trace(helo=_plain(first), ptr=ptr, ip=ip, verified=not forged)
    if helo is not None and not first.startswith("["):
        # Exim and qmail put the looked-up name first and the HELO into the comment
        exim = "helo=" in comment
        return Trace(helo=helo, ptr="" if own else _name(first), ip=ip, verified=exim)
    if helo is not None:
        return Trace(helo=helo, ptr="" if _exim(clauses) or "helo=" in comment else None, ip=ip)
    if own and first.startswith("[") and own == ip:
        return Trace(ip=ip)
    if "verified" in after.split() and "CommuniGate" in " ".join(clauses.get("by", ())):
        return Trace(helo=_plain(first), ptr=_name(first), ip=ip)
    if _exim(clauses) and not own:
        return Trace(helo=_plain(first), ptr=_name(first), ip=ip)
    looked = _sendmail(clauses) or "@" in comment[: bracket.start()] or "rdns failed" in after.lower()
    return Trace(helo=_plain(first), ptr="" if looked else None, ip=ip)


def _bare(first: str, match: re.Match[str], clauses: dict[str, list[str]], helo: str | None, value: str) -> Trace:
    """``X (IP)``: qmail's, where X is the reverse name, and Exchange's, where X is the HELO."""
    ip, port, comment = canonical_ip(match.group(2)), match.group(3), match.string
    if first and f"{first}({comment}" in value:  # obtuse smtpd, smap: the name is the looked-up one
        claim = _CLAIM.search(value)
        return Trace(helo=claim.group(1) if claim else helo, ptr=_name(first), ip=ip, verified=False)
    if helo is not None:
        return Trace(helo=helo, ptr=_name(first), ip=ip, verified=False)
    software = " ".join(clauses.get("by", ())) + " ".join(clauses.get("with", ()))
    no_look_up = port or "Microsoft" in software or "Scalix" in software or "mapi" in software or "HTTP" in software
    own = canonical_ip(first.strip("[]"))
    if not first or own == ip:
        return Trace(helo=None, ip=ip)
    if no_look_up or "." not in first or own:
        return Trace(helo=_plain(first), ptr="" if first.lower() in NO_NAMES else None, ip=ip)
    return Trace(helo=_plain(first), ptr=_name(first), ip=ip, verified=False)


def _only_name(first: str, helo: str | None, comments: list[str], protocol: str) -> Trace:
    """No address in the comments: ``[IP] (helo=Y)``, ``IP by Y with HTTP``, or just a name."""
    own = canonical_ip(first.partition("]")[0].strip("[]").removeprefix("IPv6:")) if first else None
    if own:
        http = "http" in protocol.lower()
        mail_form = first.startswith("[") and not http
        said = helo if helo is not None else (first if mail_form else None)
        return Trace(helo=said, ip=own, ptr="" if comments and "helo=" in comments[0] else None)
    if helo is not None:
        return Trace(helo=helo, ptr=_name(first))
    ptr = comments[0] if comments and _LOOKS_LIKE_HOST.fullmatch(comments[0]) else None
    return Trace(helo=_plain(first), ptr=ptr)


def _exim(clauses: dict[str, list[str]]) -> bool:
    return any("Exim" in w for key in ("with", "by") for w in clauses.get(key, ()) if w.startswith("("))


def _sendmail(clauses: dict[str, list[str]]) -> bool:
    """True for Sendmail and its kin, which write ``([IP])`` only after looking in vain for a name."""
    return any(re.match(r"\(8\.\d", w) is not None for w in clauses.get("by", ()))


def _name(text: str) -> str | None:
    """A reverse name: ``""`` when the server says that there is none, ``None`` for nothing at all."""
    text = text.strip().strip('<>"').rstrip(".")
    if not text:
        return None
    if text.lower() in NO_NAMES or text.lower().startswith("unknown.") or canonical_ip(text.strip("[]")):
        return ""
    return text


def _plain(text: str) -> str | None:
    text = text.strip('",;')
    return text or None


def _host(clause: list[str] | tuple[str, ...]) -> str | None:
    """The server's own name: the first word of the ``by`` clause."""
    for word in clause:
        if not word.startswith("("):
            return word.strip('<>",;').rstrip(".") or None
    return None


def _protocol(clauses: dict[str, list[str]]) -> str | None:
    words = [w for w in clauses.get("with", ()) if not w.startswith("(")]
    if not words:
        words = [w for w in clauses.get("via", ()) if not w.startswith("(")][:1]
    return " ".join(words[:4]).strip("[];, ") or None


def _recipient(clauses: dict[str, list[str]], value: str) -> str | None:
    """The ``for`` clause's address; the Linux lists' ORCPT comment where it stands instead."""
    for word in clauses.get("for", ())[:3]:
        if "@" in word and not word.startswith("("):
            return word.strip("<>;,\"'").removeprefix("rfc822;") or None
    orcpt = value.find("ORCPT <rfc822;")
    if orcpt >= 0:
        return value[orcpt + 14 : orcpt + 400].partition(">")[0].strip() or None
    return None


def _logged_in(clauses: dict[str, list[str]], protocol: str | None) -> bool:
    if protocol and (_AUTH_PROTOCOL.fullmatch(protocol.split()[0]) or protocol.lower().startswith("http")):
        return True
    by = clauses.get("by", ())
    if len(by) > 1 and by[0].startswith("mail.gmx.") and by[1].startswith("(mp"):  # GMX's hosts for its own users
        return True
    for word in clauses.get("from", ()):
        if word[0] == "(" and len(word) > 8:
            low = word.lower()
            if ("auth" in low or "account" in low or "as user" in low) and _AUTHENTICATED.search(word):
                return True
    return False


@lru_cache(maxsize=2048)
def canonical_ip(text: str) -> str | None:
    """Canonical text of an IPv4 or IPv6 address, a mapped IPv4 as IPv4; ``None`` when it is none.

    Old Exim glued the port to it (``10.0.8.6.13219``).
    """
    if not text or not (text[0].isdigit() or ":" in text):
        return None
    if _PLAIN_V4.fullmatch(text):
        return text
    if text.count(".") == 4 and ":" not in text:
        text = text.rpartition(".")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        octets = text.split(".")
        if len(octets) == 4 and all(o.isascii() and o.isdigit() and len(o) <= 3 and int(o) < 256 for o in octets):
            return ".".join(str(int(o)) for o in octets)  # leading zeros
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)
