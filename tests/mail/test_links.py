"""Every place that could lead the reader away."""

from __future__ import annotations

import time

import pytest

from gyotaku.mail.attached import office_urls, pdf_urls, shortcut_urls
from gyotaku.mail.bodies import read_body
from gyotaku.mail.links import MAX_LINKS, calendar_urls, read_links
from gyotaku.mail.parse import parse
from gyotaku.model import Link, Recipient
from gyotaku.testing import mail

HANAKO = Recipient(("hanako@example.jp",))


def links_of(raw: bytes) -> tuple[Link, ...]:
    made = parse(raw)
    return read_links(made, read_body(made), HANAKO)


def of_html(html: str) -> list[tuple[str, str]]:
    return [(link.kind, link.url) for link in links_of(mail(html=html))]


def test_shown_text_stands_against_the_target() -> None:
    """Text, shown address, host as a browser reads it, registrable domain and place of one anchor."""
    html = "<p>確認: <a href='https://www.example.com@203.0.113.5/a?b=1&amp;c=2'>https://www.example.com/</a></p>"
    (link,) = links_of(mail(html=html))
    assert (link.id, link.kind, link.url) == (0, "html", "https://www.example.com@203.0.113.5/a?b=1&c=2")
    assert (link.host, link.domain) == ("203.0.113.5", "203.0.113.5")
    assert link.text == link.shown == "https://www.example.com/"
    assert link.where == "part:1@4-28"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<map><area href='https://e.example.com/'></map>", [("area", "https://e.example.com/")]),
        ("<form action='https://e.example.com/p'><input name=a></form>", [("form", "https://e.example.com/p")]),
        (
            "<form><button formaction='https://e.example.com/b'>go</button></form>",
            [("form", "https://e.example.com/b")],
        ),
        (
            "<svg><a xlink:href='https://e.example.com/s'><text>x</text></a></svg>",
            [("html", "https://e.example.com/s")],
        ),
        (
            "<meta http-equiv=refresh content='0; url=https://e.example.com/r'>",
            [("refresh", "https://e.example.com/r")],
        ),
        ("<img src='https://e.example.com/1.gif'>", [("image", "https://e.example.com/1.gif")]),
        (
            "<img srcset='https://e.example.com/1.gif 1x, https://e.example.com/2.gif 2x'>",
            [("image", "https://e.example.com/1.gif"), ("image", "https://e.example.com/2.gif")],
        ),
        ("<table background='https://e.example.com/b.png'></table>", [("image", "https://e.example.com/b.png")]),
        ("<p style=\"background:url('https://e.example.com/c')\">x</p>", [("css", "https://e.example.com/c")]),
        ("<style>@import 'https://e.example.com/i.css';</style>x", [("css", "https://e.example.com/i.css")]),
        ("<link rel=stylesheet href='https://e.example.com/s.css'>x", [("css", "https://e.example.com/s.css")]),
        ("<link rel=canonical href='https://e.example.com/c'>x", [("meta", "https://e.example.com/c")]),
        ("<iframe src='https://e.example.com/f'></iframe>", [("html", "https://e.example.com/f")]),
        ("<object data='https://e.example.com/o'></object>", [("html", "https://e.example.com/o")]),
        (
            "<!--[if mso]><v:roundrect href='https://e.example.com/v'><![endif]-->x",
            [("html", "https://e.example.com/v")],
        ),
        ("<base href='https://e.example.com/d/'><a href='x?y'>z</a>", [("html", "https://e.example.com/d/x?y")]),
        ("<a href='//e.example.com/a'>z</a>", [("html", "https://e.example.com/a")]),
        ("<a href=' java\tscript:alert(1)'>z</a>", [("html", "javascript:alert(1)")]),
        ("<a href='mailto:a@example.com'>z</a>", [("html", "mailto:a@example.com")]),
        ("<a href='#top'>z</a><img src='cid:a'><img src='data:image/gif;base64,R0lGODlh'>", []),
        ("<!-- <a href='https://e.example.com/c'>z</a> -->x", []),
    ],
)
def test_places_of_html(html: str, expected: list[tuple[str, str]]) -> None:
    """Each element that leads away gives one link of its kind; what leads nowhere gives none."""
    assert of_html(html) == expected


def test_address_in_visible_text_is_a_link_once() -> None:
    """Readers make addresses in text clickable; an address that is an anchor's text is that anchor."""
    html = "<p>https://a.example.com/x と <a href='https://b.example.com/'>https://c.example.com/</a>"
    assert of_html(html) == [("text", "https://a.example.com/x"), ("html", "https://b.example.com/")]


def test_links_without_a_host_are_kept() -> None:
    """mailto, tel and javascript have no host and stay in the list; nonsense has no href."""
    found = links_of(mail(html="<a href='tel:0312345678'>x</a><a href='[[LINK]]'>y</a>"))
    assert [(f.url, f.host, f.domain, bool(f.href)) for f in found] == [
        ("tel:0312345678", "", "", True),
        ("[[LINK]]", "", "", False),
    ]


def test_plain_part_beside_html_adds_only_new_addresses() -> None:
    """The alternative that is not shown is searched too, without repeating what is shown."""
    html = "<a href='https://a.example.com/'>x</a>"
    found = links_of(mail(text="https://a.example.com/ https://b.example.com/", html=html))
    assert [(f.kind, f.url) for f in found] == [("html", "https://a.example.com/"), ("text", "https://b.example.com/")]


def test_recipient_in_a_link_is_found() -> None:
    """Tokens come with the link."""
    (link,) = links_of(mail(text="https://e.example.com/?u=hanako@example.jp"))
    assert [t.what for t in link.tokens][:1] == ["address"]


def test_calendar_properties_are_read_unfolded() -> None:
    """Folded lines are joined; only properties that are shown count."""
    text = "BEGIN:VEVENT\nURL:https://e.example.com/a\n b\nDESCRIPTION:join\\nhttps://f.example.com/c\\, now\nUID:https://g.example.com/\n"
    assert list(calendar_urls(text)) == ["https://e.example.com/ab", "https://f.example.com/c"]


def test_calendar_attachment() -> None:
    """An invitation's links are of kind calendar."""
    ics = b"BEGIN:VCALENDAR\r\nLOCATION:https://e.example.com/m\r\nEND:VCALENDAR\r\n"
    found = links_of(mail(text="x", attachments=[("a.ics", "text/calendar", ics)]))
    assert [(f.kind, f.url) for f in found] == [("calendar", "https://e.example.com/m")]


def test_nested_mail_links() -> None:
    """Links of a mail inside the mail are of kind nested."""
    lines = [
        "Subject: x",
        "MIME-Version: 1.0",
        "Content-Type: multipart/digest; boundary=a",
        "",
        "--a",
        "",
        "Subject: one",
        "Content-Type: text/html",
        "",
        "<a href='https://e.example.com/n'>x</a>",
        "--a",
        "",
        "Subject: two",
        "",
        "https://f.example.com/n",
        "--a--",
        "",
    ]
    found = links_of("\r\n".join(lines).encode())
    assert [(f.kind, f.url) for f in found] == [
        ("nested", "https://e.example.com/n"),
        ("nested", "https://f.example.com/n"),
    ]


def test_html_attachment_links_and_scripts() -> None:
    """A page opened from the mail: its links and forms, and the addresses its scripts hold."""
    page = b"<form action='https://e.example.com/p'></form><script>location='https:\\/\\/f.example.com/s'</script>"
    found = links_of(mail(text="x", attachments=[("a.html", "text/html", page)]))
    assert [(f.kind, f.url) for f in found] == [
        ("attachment", "https://e.example.com/p"),
        ("attachment", "https://f.example.com/s"),
    ]


def test_unsubscribe_header_is_a_quiet_link() -> None:
    """List-Unsubscribe is listed last and is not clickable."""
    found = links_of(
        mail(text="x", headers=[("List-Unsubscribe", "<https://e.example.com/u>, <mailto:u@example.com>")])
    )
    assert [(f.kind, f.url, f.clickable) for f in found] == [
        ("header", "https://e.example.com/u", False),
        ("header", "mailto:u@example.com", False),
    ]


def test_pdf_uri_actions_plain_escaped_and_hex() -> None:
    """URI actions are read in their three spellings."""
    data = rb"%PDF-1.4 /URI (https://e.example.com/\(a\)) /URI<68747470733A2F2F662E6578616D706C652E636F6D> /URI (x"
    assert list(pdf_urls(data)) == ["https://e.example.com/(a)", "https://f.example.com"]


def test_pdf_object_streams_are_opened() -> None:
    """URI actions inside a compressed object stream are found."""
    import zlib

    packed = zlib.compress(b"1 0 <</S/URI/URI(https://e.example.com/z)>>")
    data = b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/Filter/FlateDecode>>\nstream\n" + packed + b"\nendstream"
    assert list(pdf_urls(data)) == ["https://e.example.com/z"]


def test_office_relations() -> None:
    """External targets of a document are read; broken packages give nothing."""
    import io
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        relation = '<Relationship Id="r" Target="https://e.example.com/?a=1&amp;b" TargetMode="External"/>'
        package.writestr("word/_rels/document.xml.rels", relation)
    assert list(office_urls(file.getvalue())) == ["https://e.example.com/?a=1&b"]
    assert list(office_urls(file.getvalue()[:60])) == []


def test_shortcut_files() -> None:
    """A .url file's target."""
    assert list(shortcut_urls(b"[InternetShortcut]\r\nURL=https://e.example.com/\r\n")) == ["https://e.example.com/"]


def test_clickable_links_are_kept_first() -> None:
    """Beyond the limit pictures go before links, and order stays."""
    html = "<img src='https://i.example.com/x.gif'>" * 3_000 + "".join(
        f"<a href='https://e.example.com/{i}'>x</a>" for i in range(1_990)
    )
    found = links_of(mail(html=html))
    assert len(found) == MAX_LINKS
    assert sum(f.kind == "html" for f in found) == 1_990
    assert [f.id for f in found] == list(range(MAX_LINKS))


@pytest.mark.parametrize("unit", ["/URI (", "/URI <41", "/ObjStm>>stream\n", "/URI (\\", "/ObjStm "])
def test_pdf_scanning_is_bounded(unit: str) -> None:
    """A megabyte of half an action costs seconds at most."""
    start = time.process_time()
    list(pdf_urls(unit.encode() * (1_000_000 // len(unit))))
    assert time.process_time() - start < 5
