"""A bill or an order confirmation comes from a mailbox that anybody can get."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import from_domain, is_list_mail, of_from
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength

_ORDER = re.compile(
    r"\b(?:invoice|order (?:id|no|number|#|\d|has been|is|confirm|payment|summary)|your order|your purchase"
    r"|payment (?:confirm|received|method)"
    r"|transaction id|auto[- ]?renew|renewal|subscription|billed|receipt)|ご請求|請求書|ご注文|自動更新|決済完了",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:[$€£¥￥]|\b(?:usd|eur|gbp|jpy)\b)\s{0,3}[0-9][0-9.,]{1,12}|[0-9][0-9.,]{1,12}\s{0,3}(?:[$€£円]|\b(?:usd|eur|gbp|dollars)\b)",
    re.IGNORECASE,
)
_WELCOME = re.compile(r"\b(?:re|fwd?|aw|sv):", re.IGNORECASE)


def look(d: Dissection) -> Iterator[Finding]:
    """Such a bill is made to be telephoned about. An answer in a conversation is not meant."""
    domain = from_domain(d)
    if not is_public_mail_domain(domain) or is_list_mail(d) or _WELCOME.match(d.subject.text):
        return
    text = d.body.text[:8000]
    order, money = _ORDER.search(d.subject.text[:300]) or _ORDER.search(text), _MONEY.search(text)
    if order and money:
        evidence: tuple[Evidence, ...] = (*of_from(d), d.body.quote(*money.span(), 30))
        facts = {"domain": domain, "amount": money.group()}
        yield Finding("bill-from-freemail", Strength.STRONG, evidence, facts)


SIGN = Sign(
    id="bill-from-freemail",
    viewpoint="body",
    benign="craftsmen and private sellers who bill from their own free mailbox",
    look=look,
)
