"""What came of made-up credentials."""

from __future__ import annotations

from tests.pages.captures import EVIL, capture, login, page

from gyotaku.pages.capture import DecoyLogin, DecoyTry, Request
from gyotaku.pages.decoy import read_decoy

WRONG = login(extra="<p>パスワードが正しくありません。</p>")
CARD = "<form><input name=cardnumber><input name=cvv></form>"
SENT = (
    Request("https://login.evil.example/check.php", "POST", "document", 302, ("id", "pw"), ("account", "password")),
)


def _notes(*answers: str, url: str = EVIL, sent: tuple[Request, ...] = SENT) -> dict[str, object]:
    return dict(read_decoy(DecoyLogin(tuple(DecoyTry(0, sent, capture(a, url)) for a in answers)), page(login())))


def test_refused_twice() -> None:
    """Two made-up logins called wrong are counted, with what the page said."""
    assert _notes(WRONG, WRONG) == {
        "decoy-tries": 2,
        "decoy-answer": "パスワードが正しくありません。",
        "decoy-sent": "same-host login.evil.example",
        "decoy-refused": 2,
    }


def test_taken_and_asked_for_more() -> None:
    """A page that goes on to the card has taken made-up credentials."""
    got = _notes(CARD)
    assert (got["decoy-refused"], got["decoy-next"]) == (0, "card")


def test_bounced_to_the_real_site() -> None:
    """The end on another house's host is told."""
    assert _notes("<h1>ようこそ</h1>", url="https://www.eki-net.com/")["decoy-bounced"] == "www.eki-net.com"


def test_sent_to_a_bot() -> None:
    """A request that carried the password to a messenger is told with its kind."""
    bot = (Request("https://api.telegram.org/bot1:x/sendMessage", "POST", "fetch", 200, ("text",), ("password",)),)
    assert _notes(WRONG, sent=bot)["decoy-sent"] == "messenger api.telegram.org"


def test_honest_twin_a_hint_that_stood_there_before() -> None:
    """A page that speaks of wrong passwords before anything was typed has refused nothing by it."""
    hint = "<p>パスワードを間違えた方はこちら</p>"
    result = DecoyLogin((DecoyTry(0, (), capture(login(extra=hint))),))
    assert dict(read_decoy(result, page(login(extra=hint))))["decoy-refused"] == 0
