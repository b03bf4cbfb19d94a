"""Sites as data: rows, slots, and the site that closes after one look."""

from __future__ import annotations

import pytest

from gyotaku.errors import ConfigError
from gyotaku.pages.site import Asked, answer, read_site

ROWS = """
[[page]]
host = "*.a.example"
path = "/x/*/**"
status = 302
headers = { location = "https://b.example/{1}?u={query:u}&r={2}" }

[[page]]
host = "b.example"
path = "/in"
file = "in.html"
once = true

[[page]]
host = "b.example"
path = "/in"
status = 404
body = "closed"

[[page]]
host = "b.example"
path = "/in"
method = "POST"
scheme = "https"
headers = { location = "{base64:n}" }

[[page]]
host = "b.example"
path = "/*"
files = "."
"""
SITE = read_site(ROWS)
NAMES = frozenset({"in.html", "s.css"})


def test_slots_are_filled() -> None:
    """Parts of the path and parameters go on in the redirect, decoded."""
    served = answer(SITE, Asked("https", "q.A.example", "/x/1%20a/b/c", "u=z"), NAMES)
    assert (served.status, dict(served.headers)["location"]) == (302, "https://b.example/1 a?u=z&r=b/c")


def test_closes_after_the_first_visit() -> None:
    """A row marked once answers once; the next that fits answers after."""
    first = answer(SITE, Asked("https", "b.example", "/in"), NAMES)
    again = answer(SITE, Asked("https", "b.example", "/in"), NAMES, first.spent)
    assert (first.status, first.file, again.status, again.body) == (200, "in.html", 404, "closed")


def test_method_scheme_and_base64() -> None:
    """Rows are chosen by method and scheme; a visitor cannot write headers."""
    served = answer(SITE, Asked("https", "b.example", "/in", "n=aHR0cHM6Ly9jLmV4YW1wbGUvDQpYOiB5", "POST"), NAMES)
    assert dict(served.headers)["location"] == "https://c.example/X: y"
    assert answer(SITE, Asked("http", "b.example", "/in", "", "POST"), NAMES).status == 404


@pytest.mark.parametrize(("path", "file"), [("/s.css", "s.css"), ("/../etc/passwd", None), ("/none.css", None)])
def test_files_of_the_folder_only(path: str, file: str | None) -> None:
    """A folder row gives the files beside it and nothing else."""
    served = answer(SITE, Asked("https", "b.example", path), NAMES)
    assert served.file == file
    assert served.status == (200 if file else 404)


def test_strangers_get_404() -> None:
    """A host that is not in the rows has no page."""
    assert answer(SITE, Asked("https", "a.example", "/x/1/2"), NAMES).status == 404


@pytest.mark.parametrize("text", ["[[page]", '[[page]]\npath="/"', '[[page]]\nhost="a"\npath="/"\nfoo=1'])
def test_a_broken_row_is_named(text: str) -> None:
    """What cannot be read is the operator's error, with the row's number."""
    with pytest.raises(ConfigError, match=r"pages\.toml"):
        read_site(text)
