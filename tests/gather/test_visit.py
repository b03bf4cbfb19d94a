"""The five examples visited in their worlds: where they end, what they ask, who is on the wire, what is left out."""

from __future__ import annotations

import base64
import json
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests.gather.playground import has_browser, needs_browser

from gyotaku.gather.browser import Browser
from gyotaku.gather.decoy import leaks
from gyotaku.gather.personas import PERSONAS
from gyotaku.gather.visit import MemoryBlobs, Visiting, chosen, visit
from gyotaku.gather.world import OfflineWorld
from gyotaku.model import Dissection
from gyotaku.pages.notes import texts
from gyotaku.pipeline import read, report_of
from gyotaku.tell.reports import render
from gyotaku.testing.loopback import LoopbackWorld
from gyotaku.testing.mails import mail

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("eki-net-account", "kagoya-activemail", "kagoya-domain-expiry", "kagoya-invoice", "webmail-settings")


def example(name: str) -> Dissection:
    """One example, read."""
    return read((EXAMPLES / name / "mail.eml").read_bytes())


async def seen(name: str, browser: Browser, visiting: Visiting, times: int = 1) -> tuple[list[Dissection], list[str]]:
    """The dissection after each visit, and all that went over the wire."""
    async with LoopbackWorld(EXAMPLES / name / "world", sources=()) as world:
        got = [await visit(example(name), world, browser, visiting) for _ in range(times)]
        return got, list(world.seen())


@cache
def visits() -> dict[str, tuple[list[Dissection], list[str], MemoryBlobs]]:
    """All five, once, with decoy logins."""

    async def main() -> dict[str, tuple[list[Dissection], list[str], MemoryBlobs]]:
        found = {}
        async with Browser() as browser:
            for name in NAMES:
                blobs = MemoryBlobs()
                visiting = Visiting(login=True, decoy_domain="decoy.example.net", blobs=blobs)
                found[name] = (*await seen(name, browser, visiting, 2 if name.startswith("eki") else 1), blobs)
        return found

    return anyio.run(main)


ENDS = {
    "eki-net-account": (
        ["start"], "https://www.eki-net-member.revapec.cn/register/index.php", "eki-net",
        {"mail", "account", "password", "phone", "address"}, "https://www.eki-net-member.revapec.cn/register/card.php",
    ),
    "kagoya-activemail": (
        ["start", "302"], "https://3-96-203-61.cprapid.com/activemail/jp/login.php", "kagoya",
        {"account", "password"}, "https://3-96-203-61.cprapid.com/activemail/jp/check.php",
    ),
    "kagoya-domain-expiry": (
        ["start", "302", "302", "script"],
        "https://stlukescommunitychurch.org/kagoya-net-customer-portal/webmail.php", "kagoya",
        {"account", "password"}, "https://stlukescommunitychurch.org/kagoya-net-customer-portal/webmail.php",
    ),
    "kagoya-invoice": (
        ["start", "302"], "https://alliedacademiesorg-user.in/kagoya-net-customer-portal/webmail.php", "kagoya",
        {"account", "password", "mail"}, "https://alliedacademiesorg-user.in/kagoya-net-customer-portal/post.php",
    ),
    "webmail-settings": (
        ["start"], "https://chinonso.net/webmail/t3/login.php", None,
        {"mail", "password"}, "https://chinonso.net/webmail/t3/login.php",
    ),
}  # fmt: skip


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_an_example_ends_where_its_post_tells(name: str) -> None:
    """The way, the page, the brand it wears, what it asks for, where that goes, and a picture of it."""
    hows, url, brand, asks, target = ENDS[name]
    (d, *_), _, blobs = visits()[name]
    trail = d.trails[0]
    assert [step.how for step in trail.steps] == hows
    assert trail.stopped_by == "landed"
    assert all(step.status and step.ip for step in trail.steps)
    page = d.pages[0]
    assert page.url.partition("#")[0].partition("?")[0] == url
    assert page.liveness == "alive"
    assert set(page.forms[0].asks_for) == asks
    assert page.forms[0].action == target
    if brand is not None:
        worn = next(b for b in d.brands if any(e.pointer.startswith("page:0") for e in b.grounds))
        assert worn.brand == brand
    picture = blobs.get(page.picture_blob or "")
    assert picture is not None
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert blobs.get(page.html_blob or "") is not None


@needs_browser
@pytest.mark.browser
def test_any_password_is_an_error() -> None:
    """The invoice's page refuses whatever is typed; the ticket page asks for a card next."""
    (invoice, *_), wire, _ = visits()["kagoya-invoice"]
    page = invoice.pages[0]
    assert texts(page, "decoy-refused") == ("2",)
    assert texts(page, "decoy-answer")[0] == "アカウント名またはパスワードが正しくありません。"
    assert len([line for line in wire if line.startswith("POST")]) == 2
    (ticket, *_), _, _ = visits()["eki-net-account"]
    assert texts(ticket.pages[0], "decoy-next") == ("card",)


@needs_browser
@pytest.mark.browser
def test_the_second_visit_finds_the_ticket_page_closed() -> None:
    """seed-003's site showed itself once."""
    (first, second), _, _ = visits()["eki-net-account"]
    assert first.pages[0].liveness == "alive"
    assert (second.pages[0].liveness, second.pages[0].status) == ("missing", 404)


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_no_request_carries_the_recipient(name: str) -> None:
    """On the wire: DNS, plain HTTP and what came out of TLS; in every form we know, word by word."""
    (d, *_), wire, _ = visits()[name]
    real = example(name).recipient
    assert len(wire) > 5
    for line in wire:
        assert not leaks(line, real), line
        for token in {t.value for link in example(name).links for t in link.tokens if t.where != "host"}:
            assert token not in line
    assert len(d.recipient.addresses) == len(real.addresses) + 1


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_reports_name_neither_recipient_nor_decoy(name: str) -> None:
    """After redaction no format holds the decoy: the phisher must not learn which visitor we were."""
    (d, *_), _, _ = visits()[name]
    decoy = d.recipient.addresses[-1]
    for kind in ("text", "json", "html", "markdown"):
        said = render(report_of(d), kind, "ja").decode()
        assert decoy not in said
        assert decoy.partition("@")[0] not in said
        assert base64.b64encode(decoy.encode()).decode()[:20] not in said
        assert "hanako" not in said


def test_without_a_browser_pages_are_read_without_pictures() -> None:
    """No Chromium: the way is walked, the page read, and why there is no picture is told."""

    class Bare(Browser):
        async def __aenter__(self) -> Browser:
            return self

    async def main() -> Dissection:
        async with Bare() as browser:
            got, _ = await seen("kagoya-invoice", browser, Visiting())
            return got[0]

    d = anyio.run(main)
    page = d.pages[0]
    assert d.trails[0].stopped_by == "landed"
    assert (page.picture_blob, page.liveness) == (None, "alive")
    assert "password" in page.forms[0].asks_for
    assert texts(page, "stopped-by") == ("no-browser",)


def test_the_plain_persona_needs_no_browser() -> None:
    """The plain client follows by itself."""

    async def main() -> Dissection:
        visiting = Visiting(personas=(PERSONAS["plain"],), compare=True)
        got, _ = await seen("kagoya-invoice", Browser(), visiting)
        return got[0]

    d = anyio.run(main)
    assert texts(d.pages[0], "persona") == ("plain",)
    assert len(texts(d.pages[0], "token-gate")) == 1


def test_a_world_without_a_gate_leads_nowhere() -> None:
    """Offline nothing is opened, whatever was switched on."""
    d = example("kagoya-invoice")
    assert anyio.run(visit, d, OfflineWorld(), Browser(), Visiting(login=True)) is d


def test_without_visit_no_page_is_asked_for(tmp_path: Path) -> None:
    """The command without --visit asks the world and opens nothing; with it the sites are asked."""
    from gyotaku.cli import main

    out = tmp_path / "report.json"
    source = str(EXAMPLES / "webmail-settings" / "mail.eml")
    world = f"loopback:{EXAMPLES / 'webmail-settings'}"
    words = ["dissect", "--world", world, "--format", "json", "-o", str(out), source]
    assert main(words) == 0
    assert json.loads(out.read_text())["pages"] == []
    assert main([*words, "--visit", "--persona", "plain"]) == 0
    pages: list[dict[str, Any]] = json.loads(out.read_text())["pages"]
    assert [p["liveness"] for p in pages] == ["alive"]
    for wrong in (["--visit"], ["--world", "offline", "--try-decoy-login"]):
        assert main(["dissect", *wrong, source]) == 2
    assert main(["dissect", "--world", world, "--persona", "phone-ja", source]) == 2
    assert main(["dissect", "--world", world, "--visit", "--persona", "martian", source]) == 2


def test_which_links_are_opened_first() -> None:
    """Those that carry the recipient before others; official sites, the recipient's own and repeats are left out."""
    raw = mail(
        to="hanako@example.jp",
        html="<a href=https://one.example.org/>a</a><a href=https://www.kagoya.jp/>b</a><a href=https://example.jp/>c</a>"
        "<a href=https://two.example.org/?e=hanako@example.jp>d</a><a href=https://one.example.org/>e</a>"
        "<a href=mailto:x@example.org>f</a><img src=https://three.example.org/x.png>",
    )
    d = read(raw)
    assert [link.host for link in chosen(d, 5)] == ["two.example.org", "one.example.org"]
    assert len(chosen(d, 1)) == 1


def test_a_named_wrapper_is_not_asked() -> None:
    """A SafeLinks wrapper tells its target by itself: its owner's servers are not visited."""
    inner = "https%3A%2F%2Fevil.example.org%2Flogin"
    raw = mail(
        to="hanako@example.jp",
        html=f"<a href='https://jpn01.safelinks.protection.outlook.com/?url={inner}&data=x'>x</a>",
    )
    d = read(raw)
    link = chosen(d, 1)[0]
    assert [s.how for s in d.trails[link.id].steps] == ["start", "safelinks"]


def test_every_examples_sites_can_be_read() -> None:
    """pages.toml of each example names hosts that its zone knows."""
    from gyotaku.testing.servers import Zone

    for name in NAMES:
        folder = EXAMPLES / name / "world"
        zone = Zone((folder / "zone").read_text(encoding="utf-8"))
        rows = tomllib.loads((folder / "pages" / "pages.toml").read_text(encoding="utf-8"))["page"]
        for row in rows:
            assert zone.addresses(row["host"]), (name, row["host"])


def test_has_browser_is_told() -> None:
    """So that a run without Chromium says what it left out."""
    if not has_browser:
        pytest.skip("there is no Chromium here: the tests marked browser were left out")
    assert replace(Visiting(), login=True).login
