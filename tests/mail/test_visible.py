"""Visible and hidden text of HTML parts."""

from __future__ import annotations

import time

import pytest

from gyotaku.mail.visible import Reading, read_html


def hidden(reading: Reading) -> dict[str, str]:
    return {run.how: run.text for run in reading.hidden}


def test_blocks_break_lines_and_inline_does_not() -> None:
    """Blocks end lines, paragraphs leave one empty line, cells a blank; inline elements leave nothing."""
    html = "<div>a<b>b</b></div><div>c<br>d</div><p>e</p><table><tr><td>f<td>g<tr><td>h</table>"
    assert read_html(html).text == "ab\nc\nd\n\ne\n\nf g\nh"


def test_entities_and_no_break_spaces_are_read() -> None:
    """Entities are decoded once; no-break and ideographic spaces fold like blanks."""
    assert read_html("a&nbsp;&nbsp;b&amp;lt;　c").text == "a b&lt; c"


def test_preformatted_text_keeps_its_lines() -> None:
    """Line ends count inside <pre>."""
    assert read_html("<pre>a\nb  c\n\nd</pre>").text == "a\nb c\n\nd"


HIDING = {
    "display-none": '<span style="display:none">secret</span>',
    "visibility-hidden": '<span style="visibility: hidden">secret</span>',
    "zero-size": '<span style="font-size:0px">secret</span>',
    "opacity": '<span style="opacity:0.0">secret</span>',
    "mso-hide": '<span style="mso-hide:all">secret</span>',
    "off-screen": '<div style="position:absolute;left:-9999px">secret</div>',
    "attribute": "<div hidden>secret</div>",
    "clip": '<div style="position:absolute;clip:rect(0,0,0,0)">secret</div>',
    "comment": "<!-- secret -->",
}


@pytest.mark.parametrize("how", HIDING)
def test_hidden_text_is_set_apart(how: str) -> None:
    """Each way of hiding is named, and its text is not in the visible one."""
    reading = read_html(f"<p>seen {HIDING[how]} too</p>")
    assert "secret" not in reading.text
    assert hidden(reading)[how] == "secret"


@pytest.mark.parametrize(
    "html",
    [
        '<font color="#FFFFFF">secret</font>',
        '<span style="color:#fefefe">secret</span>',
        '<span style="color: rgb(250, 250,250)">secret</span>',
        '<span style="color:transparent">secret</span>',
        '<table bgcolor="#000080"><tr><td><font color=navy>secret</font></table>',
        '<div style="background:#222 none"><p><span style="color:#232323">secret</span></p></div>',
        "<style>.x{color:white}</style><i class='y x'>secret</i>",
        "<style>@media screen{#z{color:#fff !important}}</style><i id=z style='color:red'>secret</i>",
        "<span style='c\\6flor:/**/white'>secret</span>",
    ],
)
def test_text_in_the_colour_of_its_paper_is_hidden(html: str) -> None:
    """Colour and background are inherited, named, mixed, escaped and taken from sheets."""
    reading = read_html(f"<p>seen {html}</p>")
    assert reading.text == "seen"
    assert hidden(reading)["same-colour"] == "secret"


@pytest.mark.parametrize(
    "html",
    [
        '<table><td style="font-size:0"><span style="font-size:14px">word</span></table>',
        '<div style="visibility:hidden"><p style="visibility:visible">word</p></div>',
        '<table><td bgcolor="#003366"><font color="#ffffff">word</font></table>',
        '<table><td background="b.png" style="color:#fff">word</table>',
        '<table><td style="background:url(b.png)"><font color=white>word</font></table>',
        "<style>@media (max-width:600px){.m{display:none}}</style><p class=m>word</p>",
        '<div style="height:0;width:0">word</div>',
        '<div style="color:#fff;background-color:#0a0"><a href="https://example.com/">word</a></div>',
        '<div style="text-indent:-20px">word</div>',
        "<style>.a .x{display:none}</style><p class=x>word</p>",
        '<p style="font-size:small;opacity:1">word</p>',
    ],
)
def test_honest_styles_hide_nothing(html: str) -> None:
    """What newsletters do for layout is not taken for hiding."""
    assert read_html(html).text == "word"


def test_preheader_box_is_hidden() -> None:
    """The usual preview text: a box of no height with its overflow cut."""
    reading = read_html('<div style="max-height:0;overflow:hidden">preview</div><p>mail</p>')
    assert (reading.text, hidden(reading)["zero-size"]) == ("mail", "preview")


def test_invisible_characters_are_taken_out_by_kind() -> None:
    """A cut word, a soft hyphen, a direction control and padding are four kinds; emoji joiners stay."""
    reading = read_html("<p>pay\u200bpal a\u00adb \u202ex &zwnj;&nbsp;&zwnj; 👩\u200d💻</p>")
    assert reading.text == "paypal ab x 👩\u200d💻"
    assert hidden(reading) == {
        "zero-width": "U+200B ×1",
        "soft-hyphen": "U+00AD ×1",
        "bidi": "U+202E ×1",
        "filler": "U+200C ×2",
    }


def test_look_alike_letters_stay() -> None:
    """Letters of other scripts are seen, so they stay for the signs to judge."""
    assert read_html("<p>lоlірор カ一ド</p>").text == "lоlірор カ一ド"


def test_anchor_spans_stand_in_the_visible_text() -> None:
    """Each anchor's span is exactly the text seen on it."""
    reading = read_html("<p>go <a href='https://example.com/a'> <b>here</b> now </a> or<a href=/b><img src=c></a></p>")
    spans = [(p.kind, p.url, reading.text[p.start : p.end]) for p in reading.places]
    assert spans == [("html", "https://example.com/a", "here now"), ("html", "/b", ""), ("image", "c", "")]


def test_links_in_hidden_text_are_kept_without_text() -> None:
    """A link nobody sees is still a place."""
    reading = read_html("<p>x<span style='display:none'><a href='https://example.com/'>y</a></span></p>")
    assert [(p.url, p.start == p.end) for p in reading.places] == [("https://example.com/", True)]


BOMBS = {
    "nested-div": "<div>" * 100_000 + '<a href="https://example.com/">x</a>',
    "nested-closed": "<div>" * 50_000 + '<a href="https://example.com/">x</a>' + "</div>" * 50_000,
    "formatting": "".join(f"<font color={i}>" for i in range(20_000))
    + "<p>x" * 20_000
    + '<a href="https://example.com/">x</a>',
    "attributes": "<div " + " ".join(f"a{i}=1" for i in range(100_000)) + '><a href="https://example.com/">x</a>',
    "quoted": "<div " + "".join(f'a{i}="<"' for i in range(100_000)) + '><a href="https://example.com/">x</a>',
    "css-comment": "<style>" + "/* x */" * 1_000_000 + '</style><a href="https://example.com/">x</a>',
    "css-open": "<style>" + "a{" * 200_000 + '</style><a href="https://example.com/">x</a>',
    "css-trailing": "<style>a{}" + "x" * 2_000_000 + '</style><a href="https://example.com/">x</a>',
    "comment": "<!--" + "-" * 5_000_000 + '--><a href="https://example.com/">x</a>',
    "open-quotes": '<a href="https://example.com/">x</a>' + '<a b="' * 100_000,
    "open-tags": '<a href="https://example.com/">x</a>' + "<a " * 300_000,
    "angles": '<a href="https://example.com/">x</a>' + "<" * 2_000_000,
    "entities": '<a href="https://example.com/">x</a>' + "&amp;&#x41;&zwnj;" * 100_000,
    "styles": '<a href="https://example.com/">x</a>' + "".join(f'<p style="color:#{i:06x}">' for i in range(40_000)),
    "urls": '<a href="https://example.com/">x</a><p style="' + "url(" * 200_000 + '">',
    "raw": '<a href="https://example.com/">x</a>' + "<style><title><textarea>" * 60_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_read_in_bounded_time_and_the_link_is_found(name: str) -> None:
    """Markup made to hang a reader costs seconds at most, and hides no link."""
    start = time.process_time()
    reading = read_html(BOMBS[name])
    assert "https://example.com/" in [p.url for p in reading.places]
    assert time.process_time() - start < 8


def test_flat_reading_keeps_text_and_links() -> None:
    """Markup too deep to nest is read as written: text, hidden text and links."""
    deep = "<b><i>" * 600 + '<p>see <span style="display:none">x</span><a href="https://example.com/">this</a></p>'
    reading = read_html("<div>" * 1_200 + deep)
    assert reading.flat
    assert reading.text == "see this"
    assert [reading.text[p.start : p.end] for p in reading.places] == ["this"]
