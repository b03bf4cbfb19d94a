"""Pages inside the page."""

from __future__ import annotations

import base64

import pytest
from tests.pages.captures import login, notes, page

INNER = (
    '<title>x</title><p>メールの確認</p><form action="/in"><input name=mail value="hanako@example.jp">'
    "<input type=password></form>"
)


@pytest.mark.parametrize(
    "outer",
    [
        f"<iframe srcdoc='{INNER}'></iframe>",
        f'<iframe src="data:text/html;base64,{base64.b64encode(INNER.encode()).decode()}"></iframe>',
        "<object data='data:text/html," + INNER.replace('"', "%22") + "'></object>",
    ],
)
def test_a_written_out_frame_is_read(outer: str) -> None:
    """A login in srcdoc or a data URL is read with the page, and its words with the page's."""
    read = page(f"<p>ようこそ</p>{outer}")
    assert [form.asks_for for form in read.forms] == [("mail", "password")]
    assert "メールの確認" in read.text
    assert notes(read, "prefilled") == ["form 0: mail"]


def test_frames_as_the_browser_had_them() -> None:
    """A frame of another host posts from where it stands; forms are counted on from the page's own."""
    read = page(login(), frames=(("https://in.example.net/f", login(action="go").encode()),))
    assert [form.action for form in read.forms] == [
        "https://login.evil.example/a/check.php",
        "https://in.example.net/go",
    ]


def test_honest_twin_hidden_and_foreign_frames() -> None:
    """A hidden frame and one whose content nobody took add nothing."""
    assert (
        page(f"<iframe hidden srcdoc='{INNER}'></iframe><iframe src='https://ads.example.net/'></iframe>").forms == ()
    )
    assert page("<iframe src='data:text/html;base64,!!!'></iframe>").forms == ()
