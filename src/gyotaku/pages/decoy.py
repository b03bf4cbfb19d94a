"""What came of typing decoy credentials: did the page call them wrong, where did they go, what was asked next."""

from __future__ import annotations

from gyotaku.domains import parse_url, registrable
from gyotaku.model import Page
from gyotaku.pages.capture import DecoyLogin, DecoyTry
from gyotaku.pages.destinations import destination
from gyotaku.pages.document import folded
from gyotaku.pages.notes import Notes
from gyotaku.pages.read import read_page
from gyotaku.patterns import pattern

_REFUSED = pattern(
    r"incorrect|invalid|wrong|not match|does ?n.t match|failed|try again|denied|not recogni[sz]ed|error"
    r"|正しくありません|正しくない|間違|誤り|誤って|一致しません|エラ[ーｰ]|失敗|認証できません|ログインできません|もう一度|再度"
    r"|falsch|ungültig|incorrect[oae]?|inv[aá]lid[oa]|erron[ée]|错误|不正确"
)
MAX_ANSWER = 200


def read_decoy(login: DecoyLogin, page: Page) -> Notes:
    """The ``decoy-…`` notes to add to ``page.notes``.

    "Refused" says only that the page called made-up credentials wrong, which every honest page does as well; where they
    went and what came next is what tells.
    """
    notes: Notes = [("decoy-tries", len(login.tries))]
    before = set(page.text.split("\n"))
    refused = 0
    for one in login.tries:
        answer = read_page(one.answer)
        fresh = [line for line in answer.text.split("\n") if line not in before]
        line = next((line for line in fresh if _REFUSED.search(folded(line[:400]))), None)
        again = "password" in _asked(answer)
        if line is not None and (again or not _asked(answer)):
            refused += 1
            notes.append(("decoy-answer", line[:MAX_ANSWER]))
        elif _asked(answer) - _asked(page):
            notes.append(("decoy-next", " ".join(sorted(_asked(answer) - _asked(page)))))
        notes += _sent(one, page)
        notes += _bounced(answer, page)
    notes.append(("decoy-refused", refused))
    return notes


def _asked(page: Page) -> set[str]:
    return {what for form in page.forms for what in form.asks_for}


def _sent(one: DecoyTry, page: Page) -> Notes:
    """Where a decoy secret was seen to go."""
    notes: Notes = []
    for request in one.sent:
        if {"password", "card", "code"} & set(request.carries):
            how, host = destination(request.url, page.url)
            notes.append(("decoy-sent", f"{how} {host}".strip()))
    return notes


def _bounced(answer: Page, page: Page) -> Notes:
    """The host where the visit ended after the login, when it is another house's."""
    old, new = parse_url(page.url), parse_url(answer.url)
    if old and new and new.host and registrable(old.host) != registrable(new.host):
        return [("decoy-bounced", new.host)]
    return []
