"""What the reader is shown: which parts, as which text."""

from __future__ import annotations

import time

from gyotaku.mail.bodies import choose, differ, plain_text, read_body
from gyotaku.mail.parse import parse
from gyotaku.model import Body, Mail
from gyotaku.testing import mail


def body_of(**kwargs: str) -> Body:
    return read_body(parse(mail(**kwargs)))  # type: ignore[arg-type]


def tree(text: str) -> Mail:
    return parse(text.strip().replace("\n", "\r\n").encode())


NESTED = """
Subject: x
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=a

--a
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

plain words
--b
Content-Type: multipart/related; boundary=c

--c
Content-Type: text/html; charset=utf-8

<p>shown <b>words</b></p>
--c
Content-Type: image/gif
Content-ID: <i>

GIF89a
--c--
--b--
--a
Content-Type: text/plain; charset=utf-8

-- the list's footer
--a
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename=notes.txt

attached words
--a
Content-Type: message/rfc822

Subject: inner

inner words
--a--
"""


def test_alternative_shows_html_and_mixed_joins_sections() -> None:
    """Of alternatives the HTML is shown, of mixed parts each; attachments and nested mails are not the body."""
    body = read_body(tree(NESTED))
    assert body.text == "shown words\n\n-- the list's footer"
    assert [s.path for s in body.sections] == ["1.2.1", "2"]
    assert body.plain == "plain words"


def test_pointer_names_the_part_and_its_own_offsets() -> None:
    """A pointer counts from the start of its section, not of the joined text."""
    body = read_body(tree(NESTED))
    at = body.text.index("footer")
    assert body.pointer(at, at + 6) == "part:2@14-20"


def test_last_alternative_wins_only_when_it_is_html() -> None:
    """A plain part after the HTML does not replace it."""
    made = tree(
        """
Subject: x
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/html

<p>page</p>
--b
Content-Type: text/plain

text
--b--
"""
    )
    assert read_body(made).text == "page"
    assert [p.media_type for p in choose(made).aside] == ["text/plain"]


def test_only_text_marked_as_attachment_is_still_read() -> None:
    """A mail whose single part calls itself an attachment has that part as its body."""
    made = tree("Subject: x\nContent-Type: text/html\nContent-Disposition: attachment\n\n<p>hello there</p>\n")
    assert read_body(made).text == "hello there"


def test_no_parts_no_body() -> None:
    """A mail without text has an empty body, no language and no charset."""
    body = read_body(Mail(b"", "", (), ()))
    assert (body.text, body.sections, body.language, body.charset_as_read) == ("", (), None, None)


def test_charset_is_that_of_the_shown_part() -> None:
    """Labelled and read charset come from what is shown."""
    raw = b"Subject: x\r\nContent-Type: text/plain; charset=Shift_JIS\r\n\r\n" + "ご確認ください".encode("cp932")
    body = read_body(parse(raw))
    assert body.charset_as_labelled == "shift_jis"
    assert body.text == "ご確認ください"


def test_plain_text_folds_space_and_names_invisible_characters() -> None:
    """Lines stay, runs of blanks and empty lines fold, characters without room are taken out and named."""
    text, runs = plain_text("a\u200bb \t c\r\n\r\n\r\n\r\nd  \u3000e\n")
    assert text == "ab c\n\nd e"
    assert [(r.how, r.text) for r in runs] == [("zero-width", "U+200B ×1")]


def test_alternatives_that_tell_two_stories_differ() -> None:
    """An innocent plain part beside a threatening page is seen."""
    innocent = "The weather in the valley stays fine for the weekend, and the market opens at nine o'clock as always."
    threat = (
        "<p>Your account will be suspended today. Confirm your card at once to avoid a permanent lock of service.</p>"
    )
    assert body_of(text=innocent, html=threat).alternatives_differ


def test_alternatives_that_differ_in_layout_do_not_differ() -> None:
    """Line breaks, rules, upper case and written-out links are layout."""
    html = "<h1>Your invoice</h1><p>Thank you for your order of three books. <a href='//example.com/i'>See it</a></p>"
    plain = "YOUR INVOICE\n=====\nThank you for\nyour order of three\nbooks.\nSee it: https://example.com/i\n"
    assert not body_of(text=plain, html=html).alternatives_differ


def test_shorter_plain_part_does_not_differ() -> None:
    """A plain part that gives only the gist is honest."""
    long = "We have changed our opening hours. " * 3 + "The office is closed on Mondays. " + "More follows below. " * 9
    assert not differ("We have changed our opening hours. The office is closed on Mondays.", long, "")


def test_excuse_for_missing_html_does_not_differ() -> None:
    """ "Your reader cannot show HTML" is no second story."""
    html = "<p>Your parcel waits for you at the desk until Friday evening, bring your card and this number.</p>"
    assert not body_of(
        text="Please use an HTML enabled email client to view this message.", html=html
    ).alternatives_differ


def test_plain_link_to_another_host_differs() -> None:
    """Little text, but the two links lead to different owners."""
    html = "<p><a href='https://evil.example.net/x'>Open</a></p>"
    assert body_of(text="Open: https://www.example.com/x", html=html).alternatives_differ


def test_time_grows_with_size_only() -> None:
    """Ten megabytes of plain text in one line are read in bounded time."""
    start = time.process_time()
    plain_text("a b " * 1_000_000)
    plain_text("\u200b" * 1_000_000)
    assert time.process_time() - start < 5
