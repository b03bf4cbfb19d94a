"""The link runs a script or carries a whole page inside itself."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-script"


def test_page_inside_a_link() -> None:
    """A data: page to click is strong, also with white space in the scheme."""
    assert findings_of(mail(html='<a href="data:text/html,<form>">a</a>'), ID)
    assert findings_of(mail(html='<a href="java\nscript:alert(1)">a</a>'), ID)


def test_honest_twin_empty_script() -> None:
    """The do-nothing link of a careless template stays silent."""
    assert findings_of(mail(html='<a href="javascript:void(0)">a</a>'), ID) == ()
