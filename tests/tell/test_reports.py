"""All formats: one door, one order, nothing of the recipient, nothing of the mail that acts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.tell.cases import CODE, WHO, dissection, verdict

from gyotaku.errors import ConfigError, LeakError
from gyotaku.model import Dissection, Evidence, Fact, Finding, Strength, Verdict
from gyotaku.tell.redact import redact
from gyotaku.tell.report import Report
from gyotaku.tell.reports import formats, render
from gyotaku.tell.words import words

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8")
)
ALL = ("text", "json", "html", "markdown")
LANGS = ("ja", "en")


def report(d: Dissection | None = None, v: Verdict | None = None, private: bool = False) -> Report:
    d = d or dissection()
    return redact(d, v or verdict(d), private)


def shown(one: Report, format: str, lang: str = "ja", **options: Any) -> str:
    return render(one, format, lang, **options).decode("utf-8")


def test_the_four_formats_are_there() -> None:
    """Putting a file into the folder is all the registration there is."""
    assert set(ALL) <= set(formats())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("format", ALL)
def test_nothing_of_the_recipient_is_printed(format: str, lang: str) -> None:
    """Not the address, not its base64, not the private domain, in no format."""
    text = shown(report(), format, lang)
    for form in (WHO, CODE, CODE.rstrip("="), "hanako", "example.jp", "example[.]jp"):
        assert form not in text


@pytest.mark.parametrize("format", ALL)
def test_without_a_guard_nothing_is_rendered(format: str) -> None:
    """A report that lost its leak check fails closed."""
    with pytest.raises(LeakError, match="guard"):
        render(replace(report(), guard=None), format, "ja")


@pytest.mark.parametrize("format", ALL)
def test_a_leak_stops_the_rendering(format: str) -> None:
    """A field that carries the recipient past the redactor never reaches the reader."""
    one = report()
    leaking = replace(one, sender=one.sender._replace(address=WHO), body=one.body._replace(text=f"{WHO} 様"))
    leaking = replace(leaking, card=(one.card[0]._replace(value=WHO), *one.card[1:]))
    with pytest.raises(LeakError):
        render(leaking, format, "ja")


@pytest.mark.parametrize("format", ALL)
def test_a_private_report_keeps_everything_and_says_so(format: str) -> None:
    """For the recipient's own eyes, marked as such where people read it."""
    text = shown(report(private=True), format)
    assert WHO in text.replace("\\", "")
    if format != "json":
        assert words("ja")("heading", "specimen_private") in text


def test_unknown_format_and_language_are_the_callers_mistake() -> None:
    """The message names what there is."""
    with pytest.raises(ConfigError, match="markdown"):
        render(report(), "docx", "ja")
    with pytest.raises(ConfigError, match="ja or en"):
        render(report(), "text", "fr")


def test_the_guard_is_never_shown_nor_compared() -> None:
    """It knows the recipient; it must not turn up in a log line."""
    one = report()
    assert one == replace(one, guard=None)
    assert "guard" not in repr(one)
    assert WHO not in repr(one)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("format", ["text", "html", "markdown"])
def test_the_order_is_the_order_of_need(format: str, lang: str) -> None:
    """Answer, first aid, how sure, evidence, indicators, what is not known, about."""
    text = shown(report(), format, lang)
    text = text[text.find("<body") :] if format == "html" else text
    say = words(lang)
    order = [
        say("answer", "phishing_brand", brand="カゴヤ・ジャパン" if lang == "ja" else "KAGOYA JAPAN"),
        say("aid", "heading"),
        say("sure", "heading"),
        say("heading", "specimen"),
        say("heading", "subject"),
        say("heading", "path"),
        say("heading", "indicators"),
        say("heading", "sources"),
    ]
    places: list[int] = []
    for line in order:
        at = text.find(line, places[-1] if places else 0)
        assert at >= 0, line
        places.append(at)


@pytest.mark.parametrize("label", ["phishing", "suspicious", "undecided", "no-signs"])
@pytest.mark.parametrize("format", ["text", "html", "markdown"])
def test_every_label_has_its_answer_and_none_says_safe(format: str, label: str) -> None:
    """The four labels have their own words; "safe" is never claimed."""
    d = dissection()
    one = report(d, replace(verdict(d), label=label))  # type: ignore[arg-type]
    for lang in LANGS:
        text = shown(one, format, lang)
        say = words(lang)
        assert say("answer", f"{label}_brand", brand="カゴヤ・ジャパン" if lang == "ja" else "KAGOYA JAPAN") in text
        assert "This mail is safe" not in text
        assert "安全です" not in text


# -- JSON --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_json_keeps_the_contract(lang: str) -> None:
    """Every key present, nothing else, types as the schema says."""
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(shown(report(), "json", lang)))


def test_json_of_an_empty_mail_keeps_the_contract_too() -> None:
    """A mail that says nothing still has every key."""
    d = dissection(text="")
    d = replace(d, links=(), trails=(), hops=(), auth=(), brands=(), received_at=None, date=None)
    empty = Verdict("undecided", 0.5, (), (), (), "2026-11")
    data = json.loads(shown(report(d, empty), "json"))
    Draft202012Validator(SCHEMA).validate(data)
    assert data["brand"]["id"] is None
    assert data["auth"]["dmarc"]["status"] is None
    assert data["indicators"]["urls"] == []


def test_json_is_one_line_unless_asked() -> None:
    """A case a line, so that a million cases are a stream."""
    assert shown(report(), "json").count("\n") == 1
    assert shown(report(), "json", indent=True).count("\n") > 50


def test_json_escapes_what_could_act_on_a_terminal() -> None:
    """UTF-8 stays readable; C0, C1, bidi controls and line separators are escaped, and come back on reading."""
    nasty = "a\x1b[31m\x9b\x7f\u202e\u2028\ufeff\x00b日本"
    d = dissection(subject=nasty)
    line = shown(report(d), "json")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ufeff]", line)
    assert "日本" in line
    assert json.loads(line)["subject"]["text"] == nasty


def test_json_addresses_are_dead_and_facts_are_raw() -> None:
    """Links and indicators cannot be clicked; hosts and IPs stay as machines want them."""
    data = json.loads(shown(report(), "json"))
    assert data["links"][0]["host"] == "www.jump-mado.example"
    assert data["links"][0]["url"].startswith("hxxps://www[.]jump-mado[.]example/")
    assert [s["how"] for s in data["links"][0]["steps"]] == ["start", "base64", "query:url"]
    assert data["origin"]["ip"] == "203.0.113.62"
    assert data["links"][0]["carries_recipient"] is True
    assert data["links"][0]["official"] is False
    assert data["links"][1]["official"] is True
    assert data["brand"]["sender_is_official"] is True
    assert data["sender"]["reply_to"] == "desk@maru-net.example"
    assert "https://" not in json.dumps(data["body"]) + json.dumps(data["findings"]) + json.dumps(data["indicators"])


# -- Hostile values ----------------------------------------------------------------------------------------------------

HOSTILE = (
    "\x1b]0;title\x07\x1b[2J\x9b31m",
    "\u202egnp.exe\u2066",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><a href='https://evil.example/'>x</a>",
    "](javascript:alert(1)) ![x](https://evil.example/p.png) <https://evil.example>",
    "{{ 7*7 }} {% raw %} ${x} %s {0}",
    "https://evil.example/ www.evil.example desk@evil.example",
    "x\n# 見出し\n- [ok](https://evil.example)\r\n> 引用\u2028[安全]\u0085y",
    "| a | b |\n| --- | --- |",
    "`code` **bold** ~~gone~~ @everyone #1 !x $e^x$ <!-- c -->",
    "\ud800 lone \U000e0041 tag Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
)


def hostile(text: str) -> Report:
    """A case in which every place that a sender controls says ``text``."""
    d = dissection(text=f"前\n{text}\n後", subject=text)
    link = replace(d.links[0], text=text, shown=text, url="https://evil.example/" + text, host="evil.example")
    headers = tuple(h._replace(value=text) if h.index != 1 else h for h in d.mail.headers)
    facts: dict[str, Fact] = dict.fromkeys(
        ("display", "domain", "stamp", "brand", "brand_en", "official", "host"), text
    )
    d = replace(
        d,
        mail=replace(d.mail, headers=headers),
        sender=replace(d.sender, display=text, message_id=text, x_mailer=text),
        hops=tuple(replace(h, helo=text, ptr=text, by=text) for h in d.hops),
        links=(link, *d.links[1:]),
        source=text,
    )
    found = (
        Finding("sender-not-brand", Strength.STRONG, (Evidence("header:3", text), Evidence("part:1@2-6", text)), facts),
        Finding("no-such-sign", Strength.WEAK, (Evidence("part:1", text),), facts),
    )
    return report(d, replace(verdict(d), findings=found))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("lang", LANGS)
def test_text_never_acts(text: str, lang: str) -> None:
    """Nothing of the mail moves the cursor, turns the line or forges one; only our own colours are escapes."""
    for color in (False, True):
        out = re.sub("\x1b\\[[0-9;]{1,9}m", "", shown(hostile(text), "text", lang, color=color))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", out)
        assert "\n# 見出し" not in out
        assert "\n> 引用" not in out


class _Elements(HTMLParser):
    """Every element and attribute that a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_html_never_acts(text: str) -> None:
    """No element and no address of the mail's making: links lead inside the page, and no attribute quotes the mail."""
    page = shown(hostile(text), "html")
    elements = _Elements(page).seen
    assert not {"script", "img", "iframe", "object", "embed", "form", "base", "link"} & {tag for tag, _ in elements}
    for tag, attributes in elements:
        assert tag not in ("a", "use") or str(attributes["href"]).startswith("#")
        assert not {"src", "srcset", "style", "action"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
        assert "evil" not in str(attributes)
        assert "alert" not in str(attributes)
    assert "https://evil" not in page
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("lang", LANGS)
def test_markdown_never_acts(text: str, lang: str) -> None:
    """Read by a Markdown reader with tables and auto-links on, no link, picture, raw HTML or forged heading appears."""
    from markdown_it import MarkdownIt

    out = shown(hostile(text), "markdown", lang)
    for reader in (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})):
        html = reader.render(out)
        assert "<a " not in html
        assert "<img" not in html
        assert "<script" not in html
        assert "<h1>見出し" not in html
        assert "<del>" not in html
        assert "<code>" not in html
        assert len(re.findall("<h1>", html)) == 1
    assert not re.search(r"(?<!\\)@", out)
    assert not re.search(r"https?:|(?<!\\\[)\bwww\.", out)


def test_json_needs_no_template_and_no_terminal() -> None:
    """Bulk work pays for neither Jinja nor Rich."""
    code = (
        "import sys\n"
        "from gyotaku.tell.redact import redact\n"
        "from gyotaku.tell.reports import render\n"
        "from tests.tell.cases import dissection, verdict\n"
        "d = dissection()\n"
        "render(redact(d, verdict(d)), 'json', 'ja')\n"
        "assert not {'jinja2', 'rich', 'markupsafe'} & set(sys.modules), 'loaded'\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
