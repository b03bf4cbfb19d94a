"""The guard refuses what the recipient can be read from, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import os
import tarfile
from pathlib import Path
from urllib.parse import quote

import pytest

from gyotaku.errors import LeakError
from gyotaku.model import Recipient
from gyotaku.tell.guard import Guard
from gyotaku.tell.redactor import Redactor

A = "hanako@shirasagi.example"
HANAKO = Recipient((A,), ("九条 花子",))
PAGE = "<!doctype html><html><head><style>.info{{color:#fff}}</style></head><body><p>{}</p></body></html>"
SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))


def guard(recipient: Recipient = HANAKO, tokens: tuple[str, ...] = ("k7Qx92Lmz0aB",)) -> Guard:
    return Redactor(recipient, tokens).guard()


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (A, "address"),
        ("HANAKO&#64;shirasagi&period;example", "address"),
        ("hana<wbr>ko@shira<b>sagi</b>.example", "address"),
        (f"https://x.example.net/?u={quote(quote(A, safe=''), safe='')}", "address"),
        (f"https://x.example.net/?u=q{b64(b64(A))}", "address"),
        (hashlib.sha1(A.encode()).hexdigest(), "address"),
        ("mx1.shirasagi.example", "domain"),
        ("九条花子 様", "name"),
        ("九条様", "name"),
        ("t=k7Qx92Lmz0aB", "token"),
        ("data-x=\\u0068\\u0061\\u006e\\u0061\\u006b\\u006f", "local"),
    ],
)
def test_a_leak_is_refused_without_repeating_it(text: str, what: str) -> None:
    """The message says what, how and where; an error log must not be the leak."""
    page = PAGE.format(text)
    assert what in {leak.what for leak in guard().leaks(page)}
    with pytest.raises(LeakError) as caught:
        guard().check(page.encode(), "report.html")
    message = str(caught.value)
    assert message.startswith("report.html: ")
    assert not any(secret in message.lower() for secret in ("hanako", "shirasagi", "九条", "k7qx"))


@pytest.mark.parametrize("form", ["{}", "&lt;{}&gt;", "\\u003c{}\\u003e", "%3C{}%3E", "<{}>"])
def test_the_placeholders_pass_in_every_escape(form: str) -> None:
    """Even for a recipient who is called like one."""
    watch = guard(Recipient(("recipient@shirasagi.example", "token@shirasagi.example", "base64@shirasagi.example")))
    for word in ("recipient", "recipient-local", "recipient-domain", "token", "base64:recipient"):
        if form != "{}":
            watch.check(PAGE.format(form.format(word)).encode(), "x")


def test_common_local_parts_do_not_stop_a_page() -> None:
    """A class called info, a heading Contact, a link to /report: gyotaku's own words are not the recipient."""
    page = '<a class="info" href="#contact">Contact</a> <p>report info mail section</p> {"mail": "info"}'
    for local in ("info", "contact", "mail", "report", "section", "a"):
        guard(Recipient((f"{local}@shirasagi.example",))).check(page.encode(), "x")


def test_what_the_redactor_passes_the_guard_passes() -> None:
    """Both know the same secrets: a report is never refused for what a text already lost."""
    redactor = Redactor(HANAKO, ("k7Qx92Lmz0aB",))
    texts = [A, b64(A), f"u={b64('x=' + A)}&t=k7Qx92Lmz0aB", hashlib.md5(A.encode()).hexdigest(), "九条花子様", A[::-1]]
    page = PAGE.format("</p><p>".join(redactor.text(t, "x").replace("<", "&lt;").replace(">", "&gt;") for t in texts))
    redactor.guard().check(page.encode(), "x")


def test_a_leak_made_by_the_format_is_seen() -> None:
    """Two harmless halves side by side are an address again."""
    assert guard().leaks("<td>hanako</td><td>@shirasagi.example</td>")


def test_no_false_alarm_on_real_mails() -> None:
    """Some sixty mails of strangers, four made-up recipients: no alarm."""
    archives = sorted((SHARED / "corpora").glob("*.tar*")) if (SHARED / "corpora").is_dir() else []
    if not archives:
        pytest.skip("needs the mail corpora (GYOTAKU_SHARED)")
    watches = [
        guard(Recipient((address,), (name,)), ())
        for address, name in (
            ("t.kujo@shirasagi-denki.example", "九条 徹"),
            ("kumiko88@gmail.com", "Kumiko Asahina"),
            ("x@momiji-ya.example", "紅葉 一"),
            ("rentarou@docomo.ne.jp", "蓮太郎"),
        )
    ]
    seen = 0
    for archive in archives:
        with tarfile.open(archive) as tar:
            for member in tar:
                if not member.isfile() or member.size > 60_000 or member.name.endswith((".md", ".csv", ".jsonl")):
                    continue
                handle = tar.extractfile(member)
                data = handle.read() if handle else b""
                for watch in watches:
                    assert watch.leaks(data) == (), member.name
                seen += 1
                if seen % 15 == 0:
                    break
    assert seen
