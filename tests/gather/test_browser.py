"""One Chromium a visit: what it brings home, what it survives, and that nothing of it is left."""

from __future__ import annotations

import atexit
import hashlib
import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import anyio
import anyio.abc
import pytest
from PIL import Image
from tests.gather.playground import Raw, html, needs_browser, playground

from gyotaku.gather.browser import Browser, Errand, Limits, Look
from gyotaku.gather.browser.onpage import carried, field_names, mask_words
from gyotaku.gather.decoy import decoy_for
from gyotaku.gather.personas import PERSONAS, Persona, personas
from gyotaku.model import Recipient
from gyotaku.pages.capture import Capture
from gyotaku.pages.read import read_page
from gyotaku.testing.servers import Reply, Request

HANAKO = Recipient(("hanako@example.jp",))
DECOY = decoy_for("00" * 32, "decoy.example.net", HANAKO)
PHONE, DESKTOP = PERSONAS["phone-ja"], PERSONAS["desktop-ja"]
SHORT = Limits(seconds=6.0, load=3.0, settle=2.0, max_bytes=4_000_000, dialogs=5, popups=5)
PROFILES = tempfile.mkdtemp(prefix="gyotaku-tests-")
atexit.register(shutil.rmtree, PROFILES, ignore_errors=True)

pytestmark = [pytest.mark.browser, needs_browser]


def look(
    answer: Callable[[Request], Reply] | str | None = None,
    raw: Raw | None = None,
    url: str = "http://evil.example/",
    persona: Persona = DESKTOP,
    login: bool = False,
) -> Look:
    """One visit to a playground."""

    async def main() -> Look:
        reply = (lambda r: html(answer)) if isinstance(answer, str) else answer
        async with playground(reply, raw, {"none.example": ()}) as ground, Browser(SHORT, profiles=PROFILES) as browser:
            official = (lambda host: host == "bank.example") if login else None
            return await browser.look(ground.gate, Errand(url, persona, DECOY, HANAKO, 0, official))

    got = anyio.run(main)
    assert_nothing_left()
    return got


def assert_nothing_left() -> None:
    """No profile and no process of any visit of this run."""
    assert os.listdir(PROFILES) == []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert PROFILES.encode() not in entry.read_bytes()
        except OSError:
            continue


# -- What is brought home ----------------------------------------------------------------------------------------------


def test_a_print_of_a_page() -> None:
    """DOM with what script filled in, text, title, requests, console, headers, a picture, and the hash of each."""
    page = """<!DOCTYPE html><html lang=ja><title>ログイン</title><h1>会員ページ</h1>
    <form action=/post method=post><input name=id id=id><input name=pw type=password></form><img src=/logo.png>
    <script>id.value = "filled-by-script"; console.log("hello"); fetch("/api", { method: "POST",
      headers: { "content-type": "application/json" }, body: JSON.stringify({ mail: "x", pass: "secret-value" }) });
    </script>"""
    drawn = io.BytesIO()
    Image.linear_gradient("L").save(drawn, "PNG")

    def answer(request: Request) -> Reply:
        if request.target == "/logo.png":
            return Reply(200, drawn.getvalue(), (("content-type", "image/png"),))
        return html(page, 200, ("x-kit", "one"))

    got = look(answer, url="https://evil.example/login")
    capture = got.capture
    assert (capture.status, capture.title, capture.stopped_by, capture.trail) == (200, "ログイン", "", 0)
    assert b'value="filled-by-script"' in got.html
    assert capture.html_blob == hashlib.sha256(got.html).hexdigest()
    assert "会員ページ" in (capture.text or "")
    assert ("x-kit", "one") in capture.headers
    assert capture.console == ("log: hello",)
    posted = next(r for r in capture.requests if r.method == "POST")
    assert (posted.names, posted.status) == (("mail", "pass"), 200)
    assert "secret-value" not in repr(capture.requests)
    assert [s.how for s in capture.steps] == ["start"]
    assert capture.steps[0].ip == "203.0.113.9"
    assert capture.certificate is not None
    assert "evil.example" in capture.certificate.names
    assert {p.role for p in capture.pictures} == {"picture", "page"}
    assert got.picture is not None
    with Image.open(io.BytesIO(got.picture)) as picture:
        assert picture.width == 1280
    assert read_page(capture, DECOY.person).forms[0].asks_for


def test_every_way_of_moving_on_is_a_step() -> None:
    """302, Refresh, meta and script, each by its name; the fragment of the last is kept."""
    pages = {
        "/": Reply(302, b"", (("location", "/refresh"),)),
        "/refresh": html("", 200, ("refresh", "0;url=/meta")),
        "/meta": html("<meta http-equiv=refresh content='0;url=/script'>"),
        "/script": html("<script>setTimeout(() => location.href = '/end#key', 300)</script>"),
        "/end": html("<title>end</title>the end of the way"),
    }
    capture = look(lambda r: pages.get(r.target, Reply(404))).capture
    assert [s.how for s in capture.steps] == ["start", "302", "refresh", "meta", "script"]
    assert [s.status for s in capture.steps] == [302, 200, 200, 200, 200]
    assert capture.steps[-1].url.endswith("/end#key")
    assert capture.title == "end"


def test_personas_differ() -> None:
    """A phone in Japan and a desktop abroad say so in every way a page can ask; nobody says that a robot looks."""
    ask = """<script>document.title = [navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone,
      innerWidth, navigator.maxTouchPoints > 0, navigator.webdriver, /Headless/.test(navigator.userAgent),
      /Mobile/.test(navigator.userAgent)].join(" ")</script>"""
    seen: list[str] = []

    def answer(request: Request) -> Reply:
        if request.target == "/":
            seen.append(request.headers["accept-language"])
        return html("<meta name=viewport content='width=device-width'>" + ask)

    assert look(answer, persona=PHONE).capture.title == "ja-JP Asia/Tokyo 412 true false false true"
    abroad = look(answer, persona=PERSONAS["abroad"]).capture.title
    assert abroad == "en-US America/New_York 1280 false false false false"
    assert seen[0].startswith("ja-JP")
    assert seen[1].startswith("en-US")


def test_prefilled_addresses_are_dotted_out() -> None:
    """The picture of a page that shows the visitor is that of a page that shows dots of the same length."""
    page = "<body style='font: 20px monospace'><p>{0}</p><input value='{0}' size=60><p title='{0}'>to {0}.</p>"
    shown = look(page.format(DECOY.address))
    dotted = look(page.format("●" * len(DECOY.address)))
    assert shown.picture is not None
    assert shown.picture == dotted.picture
    assert DECOY.address.encode() in shown.html
    assert look(page.format("hanako@example.jp")).picture == look(page.format("●" * 17)).picture


# -- What is typed -----------------------------------------------------------------------------------------------------

LOGIN = """<title>login</title><form id=f><label>メールアドレス <input name=mail></label><input name=pw type=password>
<input name=tel type=tel><button>ログイン</button></form><p id=e></p><script>f.onsubmit = event => {
event.preventDefault(); fetch("/take", { method: "POST", body: new URLSearchParams(new FormData(f)) }).then(() => {
  e.textContent = "パスワードが正しくありません"; f.pw.value = ""; }); };</script>"""


def test_decoy_credentials_go_through_the_pages_own_script() -> None:
    """Typed twice with different passwords; what was sent, what came back; no telephone number is made up."""
    bodies: list[str] = []

    def answer(request: Request) -> Reply:
        if request.method == "POST":
            bodies.append(request.body.decode())
        return html(LOGIN)

    got = look(answer, login=True)
    assert got.login is not None
    assert len(got.login.tries) == 2
    assert [DECOY.passwords[n] in bodies[n] for n in (0, 1)] == [True, True]
    assert all(body.endswith("tel=") for body in bodies)
    for one in got.login.tries:
        assert one.sent[0].carries == ("mail", "password")
        assert "正しくありません" in (one.answer.text or "")
    assert not any(r.method == "POST" for r in got.capture.requests)


def test_nothing_is_typed_without_the_switch_nor_into_official_sites() -> None:
    """Without the switch no POST; on an official host none either; a form that posts to one reaches nobody."""
    posted: list[str] = []
    form = "<form action='https://bank.example/login' method=post><input name=i><input name=p type=password><button>go"

    def answer(request: Request) -> Reply:
        if request.method == "POST":
            posted.append(request.host)
        return html(form)

    assert look(answer).login is None
    assert look(answer, url="http://bank.example/", login=True).login is None
    got = look(answer, login=True)
    assert got.login is not None
    assert got.login.tries[0].answer.final_url == "https://bank.example/login"
    assert posted == []


# -- What is survived --------------------------------------------------------------------------------------------------


async def endless(stream: anyio.abc.ByteStream, request: Request) -> None:
    """Ten gigabytes of page."""
    await stream.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 10000000000\r\n\r\n")
    while True:
        await stream.send(b"<p>" + b"x" * 65_536)


async def download(stream: anyio.abc.ByteStream, request: Request) -> None:
    """Five gigabytes to keep."""
    head = 'attachment; filename="seikyu.exe"'
    top = f"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-disposition: {head}\r\n"
    await stream.send(top.encode() + b"content-length: 5000000000\r\n\r\n")
    while True:
        await stream.send(b"M" * 65_536)


async def crawl(stream: anyio.abc.ByteStream, request: Request) -> None:
    """A byte now and then."""
    await stream.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>slow</title><p>here")
    while True:
        await stream.send(b".")
        await anyio.sleep(0.5)


HOSTILE = {
    "busy": ("<title>x</title><script>while (1);</script>", "timeout"),
    "busy-later": ("<p>hello<script>setTimeout(() => { while (1); }, 50)</script>", "timeout"),
    "alerts": ("<script>while (1) alert('x')</script>", "limit-dialogs"),
    "hungry": ("<script>const a = []; while (1) a.push(new Array(1e6).fill(Math.random()));</script>", "crash"),
    "growing": ("<script>setInterval(() => document.body.innerHTML += 'x'.repeat(1e5), 1)</script>", None),
    "popups": ("<script>for (let i = 0; i < 1000; i++) open('/' + i)</script>", None),
    "prints": ("<script>for (let i = 0; i < 50; i++) print()</script>", None),
    "unload": ("<script>onbeforeunload = () => 'stay'; location = '/x'</script>", None),
    "frames": ("<script>for (let i = 0; i < 300; i++) document.write('<iframe src=/f></iframe>')</script>", None),
    "history": ("<script>setInterval(() => history.pushState(0, '', '/' + Math.random()), 1)</script>", None),
    "reloads": ("<script>location.reload()</script>", None),
}


def test_hostile_pages_end_in_time() -> None:
    """Each ends within the limit and a little, with its word; what must be killed is killed. Two at a time."""
    looks: dict[str, tuple[Look, float]] = {}
    room = anyio.CapacityLimiter(2)

    async def one(browser: Browser, name: str) -> None:
        async with room, playground(lambda r: html(HOSTILE[name][0])) as ground:
            started = time.monotonic()
            looks[name] = (await browser.look(ground.gate, Errand("http://evil.example/", DESKTOP)), 0.0)
            looks[name] = (looks[name][0], time.monotonic() - started)

    async def main() -> None:
        async with Browser(SHORT, profiles=PROFILES) as browser, anyio.create_task_group() as group:
            for name in HOSTILE:
                group.start_soon(one, browser, name)

    anyio.run(main)
    assert_nothing_left()
    for name, (got, seconds) in looks.items():
        word = HOSTILE[name][1]
        assert seconds < SHORT.seconds + 5, name
        if word is not None:
            assert got.capture.stopped_by == word, (name, got.detail)
            assert bool(got.detail) == bool(word), name


@pytest.mark.parametrize(
    ("raw", "word"), [(endless, "limit-bytes"), (crawl, ""), (download, None)], ids=["endless", "crawl", "download"]
)
def test_a_hostile_server_ends_in_time(raw: Raw, word: str | None) -> None:
    """A body without end, one that crawls, a file nobody wanted: the name of the file is kept, the file is not."""
    started = time.monotonic()
    got = look(raw=raw)
    assert time.monotonic() - started < SHORT.seconds + 6
    if word is not None:
        assert got.capture.stopped_by == word, got.detail
    if raw is download:
        assert got.capture.downloads == ("seikyu.exe",)
    if raw is crawl:
        assert got.capture.title == "slow"


@pytest.mark.parametrize(("url", "word"), [("http://none.example/", "dns"), ("http://evil.example:9/", "refused")])
def test_where_nobody_is(url: str, word: str) -> None:
    """A name without address, a port that is not open: the gate's own word, no status, no picture."""
    got = look("x", url=url)
    assert (got.capture.stopped_by, got.capture.status, got.picture) == (word, None, None)
    assert got.detail


def test_neighbours_are_unharmed() -> None:
    """While one page runs wild in its browser, another is printed; the killed one ends at its limit."""

    def answer(request: Request) -> Reply:
        return html("<script>while (1);</script>" if request.host.startswith("wild") else "<title>calm</title>calm")

    looks: dict[str, Capture] = {}

    async def main() -> None:
        async with (
            playground(answer) as ground,
            Browser(SHORT, profiles=PROFILES) as browser,
            anyio.create_task_group() as group,
        ):

            async def one(host: str) -> None:
                got = await browser.look(ground.gate, Errand(f"http://{host}/", DESKTOP))
                looks[host] = got.capture

            group.start_soon(one, "wild.example")
            await anyio.sleep(0.5)
            group.start_soon(one, "calm.example")

    anyio.run(main)
    assert looks["calm.example"].title == "calm"
    assert looks["wild.example"].stopped_by == "timeout"
    assert_nothing_left()


# -- Pure pieces -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "names"),
    [
        ("a=1&b=2&a=3", "application/x-www-form-urlencoded", ("a", "b")),
        ('{"user": {"mail": "x"}, "pw": "y"}', "application/json", ("user", "mail", "pw")),
        (
            '--b\r\nContent-Disposition: form-data; name="card"\r\n\r\n42\r\n',
            "multipart/form-data; boundary=b",
            ("card",),
        ),
        ("no fields at all", "text/plain", ()),
        ("{broken", "application/json", ()),
        ("[" * 100_000, "application/json", ()),
        (None, "", ()),
    ],
)
def test_field_names_without_values(body: str | None, kind: str, names: tuple[str, ...]) -> None:
    """The shape of a body: names in order, never a value."""
    assert field_names(body, kind) == names


def test_what_a_request_carries() -> None:
    """A decoy value is recognised in clear, percent-encoded, in base64 and backwards."""
    import base64

    secret = [("password", "Himawari1234"), ("mail", "a.b@decoy.example.net")]
    assert carried("p=Himawari1234", secret) == ("password",)
    assert carried("m=a.b%40decoy.example.net", secret) == ("mail",)
    assert carried("x=" + base64.b64encode(b"zz:Himawari1234").decode(), secret) == ("password",)
    assert carried("x=4321irawamiH", secret) == ("password",)
    assert carried("nothing", secret) == ()


def test_mask_words_longest_first() -> None:
    """Whole addresses before their parts, so that dots keep the length."""
    words = mask_words(("hanako@example.jp",))
    assert words[0] == "hanako@example.jp" or len(words[0]) >= len("hanako@example.jp")
    assert "example.jp" in words


def test_unknown_personas_are_refused() -> None:
    """``all`` is everybody, browsers first; a name there is none of is the operator's mistake."""
    from gyotaku.errors import ConfigError

    assert [p.id for p in personas(("all",))] == ["phone-ja", "desktop-ja", "abroad", "plain"]
    assert [p.id for p in personas(("plain", "abroad"))] == ["abroad", "plain"]
    with pytest.raises(ConfigError, match="phone-ja"):
        personas(("martian",))
