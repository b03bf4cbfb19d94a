"""The examples' pages, played from their rows and read: each is what its post describes."""

from __future__ import annotations

import base64
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from tests.pages.captures import EXAMPLES, HANAKO, Folder, found, notes

from gyotaku.judge.brands.recognise_page import bundled_marks, recognise_page
from gyotaku.model import Dissection, Page
from gyotaku.pages.capture import Capture, Picture
from gyotaku.pages.pictures import phash
from gyotaku.pages.read import read_page
from gyotaku.pipeline import read

STARTS = {
    "kagoya-invoice": "https://x.ox1t.sbs/spacethemes/43293cac3b3dcdb6e556442f861d80b3/aGFuYWtvQGV4YW1wbGUuanA=",
    "kagoya-activemail": "http://34-227-30-224.cprapid.com/cgi-bin/owa/3-96-203-61/activemail/session/index.php?am=jp",
    "kagoya-domain-expiry": "https://stlukescommunitychurch.org/kagoya-net-customer-portal/webmail.php",
    "eki-net-account": "https://www.eki-net-member.revapec.cn/register/index.php",
    "webmail-settings": "https://chinonso.net/webmail/t3/login.php",
}


def visit(folder: Folder, url: str) -> Page:
    """Follow Location as a browser would and read what stands there."""
    for _ in range(5):
        status, headers, body = folder.get(url)
        if "location" not in headers:
            break
        url = urljoin(url, headers["location"])
    pictures = tuple(
        Picture(name, "icon" if name == "icon.png" else "picture", "", phash((folder.path / name).read_bytes()))
        for name in sorted(folder.names)
        if name.endswith((".png", ".jpg")) and name.encode() in body
    )
    return read_page(Capture(url, url, status, (), body, trail=0, pictures=pictures), HANAKO)


def case(example: str) -> Dissection:
    """The mail with its page."""
    d = read((EXAMPLES / example / "mail.eml").read_bytes())
    return replace(d, pages=(visit(Folder(example), STARTS[example]),))


ASKS = {
    "kagoya-invoice": {"account", "password", "mail"},
    "kagoya-activemail": {"account", "password"},
    "kagoya-domain-expiry": {"account", "password"},
    "eki-net-account": {"mail", "account", "password", "phone", "address"},
    "webmail-settings": {"mail", "password"},
}
WEARS = {
    "kagoya-invoice": "kagoya",
    "kagoya-activemail": "kagoya",
    "kagoya-domain-expiry": "kagoya",
    "eki-net-account": "eki-net",
    "webmail-settings": None,
}


@pytest.mark.parametrize("example", STARTS)
def test_asks_and_face(example: str) -> None:
    """What each page asks for and whose face it wears."""
    (page,) = case(example).pages
    assert page.liveness == "alive"
    assert {what for form in page.forms for what in form.asks_for} == ASKS[example]
    best = next((claim for claim in recognise_page(page, 0) if claim.score >= 0.5), None)
    assert (best and best.brand) == WEARS[example]


@pytest.mark.parametrize("example", STARTS)
def test_each_page_is_found_out(example: str) -> None:
    """Every page brings a strong or decisive finding of the landing."""
    d = case(example)
    ids = {"asks-password-off-brand", "asks-mailbox-password"}
    graves = [f for i in ids for f in found(i, d) if f.strength in ("decisive", "strong")]
    assert graves, example


def test_invoice_posts_by_script_to_another_path() -> None:
    """The Active! mail-like page sends by script to post.php."""
    (page,) = case("kagoya-invoice").pages
    (form,) = page.forms
    assert (form.method, form.action) == (
        "script",
        "https://alliedacademiesorg-user.in/kagoya-net-customer-portal/post.php",
    )


def test_invoice_answers_wrong_to_anything() -> None:
    """post.php says no to whatever it gets."""
    status, _, body = Folder("kagoya-invoice").get(
        "https://alliedacademiesorg-user.in/kagoya-net-customer-portal/post.php", "POST"
    )
    assert (status, body) == (200, b'{"ok": false}')


def test_chain_of_three_hosts() -> None:
    """Two redirectors by parameter, then a script, with the visitor's token handed on as it came."""
    folder = Folder("kagoya-domain-expiry")
    last = "https://aaa.reflexivesurface.com/example.jp/hanako@example.jp"
    inner = f"https://studyrama-emploi.com/tracking.php?id=3521&systeme=PUBLI_BODY&url={last}"
    _, headers, _ = folder.get(f"https://www.ieliulanqi.net/url.php?url={base64.b64encode(inner.encode()).decode()}")
    assert headers["location"] == inner
    _, headers, _ = folder.get(inner)
    assert headers["location"] == last
    _, _, body = folder.get(last)
    assert b"location.replace" in body


def test_site_closes_after_one_look() -> None:
    """The えきねっと-like registration is closed at the second visit."""
    folder = Folder("eki-net-account")
    assert visit(folder, STARTS["eki-net-account"]).liveness == "alive"
    closed = visit(folder, STARTS["eki-net-account"])
    assert (closed.liveness, closed.status, closed.forms) == ("missing", 404, ())


def test_dead_language_menu() -> None:
    """The WebMail page's 言語 menu does nothing."""
    (page,) = case("webmail-settings").pages
    assert notes(page, "dead-menu") == ["言語"]
    assert [f.facts["menu"] for f in found("dead-controls", case("webmail-settings"))] == ["言語"]


def test_two_examples_share_a_kit_path() -> None:
    """Invoice and domain expiry stand under one path, as the posts say."""
    paths = {str(notes(case(e).pages[0], "kit-path")[0]) for e in ("kagoya-invoice", "kagoya-domain-expiry")}
    assert paths == {"/kagoya-net-customer-portal/webmail.php"}


def test_marks_are_of_the_drawings_named() -> None:
    """Every bundled mark is the hash of the drawing that its row names."""
    import tomllib

    root = EXAMPLES.parent
    rows = tomllib.loads((root / "src/gyotaku/judge/brands/marks.toml").read_text())["mark"]
    assert len(rows) == len(bundled_marks())
    for row in rows:
        assert f"{phash((root / row['drawing']).read_bytes()):016x}" == row["phash"], row["drawing"]


@pytest.mark.parametrize("example", STARTS)
def test_pages_are_our_own_and_stay_at_home(example: str) -> None:
    """Each page says that it is an imitation of ours and loads nothing from outside its folder."""
    folder = Folder(example)
    for name in folder.names:
        if name.endswith(".html"):
            text = (folder.path / name).read_text(encoding="utf-8")
            assert "gyotaku examples" in text, name
            assert 'src="http' not in text
            assert 'href="http' not in text
