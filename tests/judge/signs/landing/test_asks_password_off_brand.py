"""The page asks for a secret in a brand's name, on a host that is not the brand's."""

from __future__ import annotations

import pytest
from tests.pages.captures import found, landed, login, page

from gyotaku.model import Dissection, Strength
from gyotaku.testing import received

ID = "asks-password-off-brand"


FACE = "えきねっと ログイン"
FULL = login(FACE, extra="<h1>えきねっと</h1><footer>© えきねっと</footer>")


def strengths(d: Dissection) -> list[Strength]:
    """Of this sign's findings."""
    return [f.strength for f in found(ID, d)]


def test_a_worn_face_is_decisive() -> None:
    """A page that wears a brand on several grounds and asks for a password at a stranger's host is decisive."""
    (finding,) = found(ID, landed(page(FULL)))
    assert (finding.strength, finding.facts["variant"]) == (Strength.DECISIVE, "password")
    assert finding.facts["brand"] == "えきねっと"
    assert finding.evidence[0].pointer == "page:0/form:0"


def test_card_is_told_as_card() -> None:
    """What is asked for decides the sentence."""
    html = "<title>えきねっと</title><h1>えきねっと</h1><form><input name=cardnumber></form>"
    (finding,) = found(ID, landed(page(html)))
    assert finding.facts["variant"] == "card"


def test_the_mail_names_the_brand_and_the_page_none() -> None:
    """A nameless login behind a mail in a brand's name is strong."""
    d = landed(page(login()), sender="えきねっと <a@faxohbr.cn>")
    (finding,) = found(ID, d)
    assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, "mail")


def test_webmail_software_in_a_providers_name() -> None:
    """Active! mail's face on a stranger's host, behind a mail in KAGOYA's name, is strong."""
    d = landed(page(login("Active! mail")), sender="KAGOYA <a@wlssmee.com>")
    (finding,) = found(ID, d)
    assert finding.facts["brand"] == "カゴヤ・ジャパン"


STEP = "<title>えきねっと ログイン</title><h1>えきねっと</h1><form><input name=userid><button>次へ</button></form>"


def test_first_half_of_a_login() -> None:
    """A brand's face that asks for the name now and the password on the next page is strong already."""
    (finding,) = found(ID, landed(page(STEP)))
    assert (finding.strength, finding.facts["variant"]) == (Strength.STRONG, "account")


def test_honest_twin_newsletter_under_a_brands_name() -> None:
    """An agent's page that names a brand and takes addresses for a newsletter is no login."""
    html = "<title>えきねっと の旅</title><h1>えきねっと</h1><p>旅の便り</p><form><input type=email name=m></form>"
    assert strengths(landed(page(html))) == []
    assert strengths(landed(page("<title>ログイン</title><form><input name=userid></form>"))) == []


@pytest.mark.parametrize("host", ["www.eki-net.com", "login.eki-net.com", "www.jreast.co.jp"])
def test_honest_twin_at_home(host: str) -> None:
    """The brand's own page on its own or its parent's site stays silent."""
    assert strengths(landed(page(FULL, url=f"https://{host}/login"))) == []


def test_honest_twin_webmail_of_a_university() -> None:
    """Active! mail on a host of its own, in nobody's name, is everyday software."""
    assert strengths(landed(page(login("Active! mail"), url="https://webmail.example.ac.jp/"))) == []


def test_honest_twin_the_recipients_own_webmail() -> None:
    """Outlook's face on a host of the recipient's own organisation is their employer's server."""
    html = login("Outlook", extra="<h1>Outlook</h1><footer>© Microsoft</footer>")
    assert strengths(landed(page(html, url="https://mail.example.jp/owa/auth/logon.aspx"))) == []
    assert strengths(landed(page(html, url="https://mail.evil.example/owa/auth/logon.aspx"))) == [Strength.DECISIVE]


def test_honest_twin_a_page_that_only_mentions_the_brand() -> None:
    """A login that offers to sign in with a big firm's account, or writes about it, wears no face."""
    html = login("北山書店", extra="<h1>北山書店</h1><p>Googleでログイン</p><p>えきねっとで行くツアー</p>")
    assert strengths(landed(page(html, url="https://shop.example.com/"))) == []


def test_honest_twin_asks_for_nothing() -> None:
    """A page with the brand's name and no question about secrets is another sign's affair."""
    assert strengths(landed(page("<title>えきねっと</title><h1>えきねっと</h1>"))) == []


def test_proven_brand_mail_weakens() -> None:
    """Behind a mail that the brand's own domain proved, an unknown host is weak: it may be a partner's."""
    d = landed(
        page(FULL),
        sender="えきねっと <info@eki-net.com>",
        received=received(),
        results="dkim=pass header.d=eki-net.com; dmarc=pass header.from=eki-net.com",
    )
    assert strengths(d) == [Strength.WEAK]


def test_customers_space_of_the_brand_is_weak() -> None:
    """On hosts that the brand rents out, its face is neither its own nor a stranger's."""
    html = login("KAGOYA", extra="<h1>カゴヤ・ジャパン</h1><footer>© KAGOYA JAPAN</footer>")
    assert strengths(landed(page(html, url="https://customer.kagoya.net/"))) == [Strength.WEAK]
