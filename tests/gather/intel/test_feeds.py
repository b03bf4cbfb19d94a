"""``feeds`` and what reads their files: each form, its date, and files that are broken or hostile."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from tests.gather.intel.answers import Recorded, ask, told

from gyotaku.gather.intel.feed_index import url_keys
from gyotaku.gather.intel.feeds import SOURCE
from gyotaku.model import Listing, State

PHISHTANK = (
    "phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target\n"
    '1,"https://evil.example/a,b/login.php?x=1",http://x,2024-11-10T00:00:00+00:00,yes,2024-11-11T03:00:00+00:00,yes,Other\n'
    "2\n"
    "3,not a url,x,y,z,w,yes,Other\n"
)
OPENPHISH = "https://evil.example/a,b/login.php?x=1\n# remark\nhttp://192.0.2.7/\nhttp://[2001:db8::7]:8080/x\n\n"
OBJECTS = json.dumps(
    [
        {
            "phish_id": 1,
            "url": "https://evil.example/a,b/login.php?x=1",
            "verification_time": "2024-11-11T03:00:00+00:00",
        },
        7,
    ]
)
URL = "http://EVIL.example/a,b/login.php?x=1#top"


def folder(path: Path, name: str, content: bytes) -> Recorded:
    """A data folder with one list."""
    (path / "feeds").mkdir(exist_ok=True)
    (path / "feeds" / name).write_bytes(content)
    return Recorded(data_dir=path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("phishtank.csv", PHISHTANK.encode()),
        ("phishtank.csv.gz", gzip.compress(PHISHTANK.encode())),
        ("phishtank.json", OBJECTS.encode()),
        ("phishtank-bom.csv", b"\xef\xbb\xbf" + PHISHTANK.encode()),
    ],
)
def test_every_form_lists_the_address_with_its_date(tmp_path: Path, name: str, content: bytes) -> None:
    """Whatever the scheme, the case of the host and the fragment; also without its query, and by its host."""
    network = folder(tmp_path, name, content)
    assert told(SOURCE, "url", URL, network) == Listing(True, "phishing", f"{name}, 2024-11-11")
    assert told(SOURCE, "url", "https://evil.example/a,b/login.php", network).listed
    assert told(SOURCE, "host", "evil.example", network).threat == "phishing on this host"
    assert told(SOURCE, "url", "https://evil.example/", network) == Listing(False, None, f"{name}, 2024-11-11")
    assert told(SOURCE, "host", "good.example", network).listed is False


def test_a_text_list_and_a_list_that_changed(tmp_path: Path) -> None:
    """A changed file is read anew."""
    network = folder(tmp_path, "openphish.txt", OPENPHISH.encode())
    assert told(SOURCE, "url", URL, network).listed
    assert told(SOURCE, "host", "192.0.2.7", network).listed
    assert told(SOURCE, "host", "2001:db8::7", network).listed
    folder(tmp_path, "openphish.txt", b"https://other.example/x\n")
    assert not told(SOURCE, "url", URL, network).listed


def test_no_list_is_not_asked_and_a_broken_one_not_known(tmp_path: Path) -> None:
    """Neither is "not listed"."""
    assert ask(SOURCE, "url", URL, Recorded()).state is State.SKIPPED
    assert ask(SOURCE, "url", URL, Recorded(data_dir=tmp_path)).state is State.SKIPPED
    network = folder(tmp_path, "broken.csv.gz", b"no gzip")
    answer = ask(SOURCE, "url", URL, network)
    assert (answer.state, answer.reason) == (State.UNKNOWN, "could not be read: broken.csv.gz")


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b'url\n"' + b"x" * 300_000, b"\x00" * 1_000, b"url\n" + b"\xff" * 50_000]
)
def test_hostile_files_are_not_known_or_empty(tmp_path: Path, content: bytes) -> None:
    """No header, a quote without end, noise."""
    assert ask(SOURCE, "url", URL, folder(tmp_path, "x.csv", content)).state in (State.UNKNOWN, State.FOUND)
    assert ask(SOURCE, "url", URL, folder(tmp_path, "x.json", b"{" * 400_000)).state is State.UNKNOWN


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        ("https://evil.example", ("evil.example/",)),
        ("https://evil.example/a?b#c", ("evil.example/a?b", "evil.example/a")),
        ("https://evil.example:443/a", ("evil.example/a",)),
        ("https://evil.example:8443/a", ("evil.example:8443/a",)),
        ("https://evil.example/x/../a", ("evil.example/a",)),
        ("HTTP://EVIL.example/A b", ("evil.example/A%20b",)),
        ("http://0x7f.1/", ("127.0.0.1/",)),
        ("https://user:pw@evil.example/", ("evil.example/",)),
        ("https://evil.example/?", ("evil.example/",)),
        ("https://日本.example/", ("xn--wgv71a.example/",)),
        ("ftp://evil.example/", ()),
        ("", ()),
    ],
)
def test_addresses_are_compared_as_a_browser_reads_them(url: str, keys: tuple[str, ...]) -> None:
    """By the quick way and by the thorough one alike."""
    assert url_keys(url) == keys


def test_a_large_list_is_read_once(tmp_path: Path) -> None:
    """The second question costs no second reading."""
    rows = "".join(f"https://h{n}.example/p{n}\n" for n in range(20_000))
    network = folder(tmp_path, "many.txt", rows.encode())
    began = time.perf_counter()
    assert told(SOURCE, "url", "https://h19999.example/p19999", network).listed
    first = time.perf_counter() - began
    began = time.perf_counter()
    assert told(SOURCE, "url", "https://h7.example/p7", network).listed
    assert time.perf_counter() - began < first / 2
