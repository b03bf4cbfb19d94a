"""The decoy stands where the recipient stood, in the same code at the same depth; nothing of the recipient is left."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.gather.decoy import Decoy, decoy_for, disguise, leaks, shaped
from gyotaku.mail.tokens import find_tokens
from gyotaku.model import Recipient

HANAKO = Recipient(("hanako@example.jp",))
CASE = hashlib.sha256(b"a mail").hexdigest()
DECOY = decoy_for(CASE, "decoy.example.net", HANAKO)
WHO = "hanako@example.jp"

Code = Callable[[str], str]


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def b64url(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


CODES: dict[str, Code] = {
    "plain": lambda t: t,
    "quoted": lambda t: quote(t, safe=""),
    "percent": percent,
    "base64": b64,
    "base64url": b64url,
    "hex": lambda t: t.encode().hex(),
    "HEX": lambda t: t.encode().hex().upper(),
    "base32": lambda t: base64.b32encode(t.encode()).decode().rstrip("="),
    "reversed": lambda t: t[::-1],
}


def test_one_identity_a_case() -> None:
    """The same case gives the same decoy; another gives another; none shares a word with the recipient."""
    assert decoy_for(CASE, "decoy.example.net", HANAKO) == DECOY
    assert decoy_for("00" * 32, "decoy.example.net", HANAKO) != DECOY
    for name in ("yui.sato", "aoi", "inoue.ren", "sakura"):
        person = Recipient((f"{name}@example.jp",))
        for n in range(40):
            made = decoy_for(f"{n:064x}", "decoy.example.net", person)
            assert not any(word in made.local for word in name.split("."))
    assert len(set(DECOY.passwords)) == 2


@pytest.mark.parametrize("code", CODES)
def test_same_code_same_depth(code: str) -> None:
    """What a page decodes from the place is the decoy, written as the recipient was."""
    coded = CODES[code]
    for url in ("https://evil.example/x?e={}&k=1", "https://evil.example/x#{}", "https://evil.example/go/{}"):
        done = disguise(url.format(coded(WHO)), HANAKO, DECOY)
        assert done is not None
        assert done.cut == ()
        value = done.url.partition("e=")[2].partition("&")[0] if "?" in url else done.url.rpartition("#")[2]
        value = value if "#" in url or "?" in url else done.url.rpartition("/")[2]
        assert value.rstrip("=").lower() == coded(DECOY.address).rstrip("=").lower()


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/?u=" + quote("https://b.example/?e=" + quote(WHO, safe=""), safe=""),
        "https://evil.example/?u=" + b64("https://b.example/?u=" + b64(WHO)),
        "https://evil.example/?x=" + b64(f"id=7;{WHO};ja"),
        "https://evil.example/t/" + b64(b64(b64(WHO))),
        "https://evil.example/?x=" + b64(WHO)[::-1],
        "https://evil.example/?d=example.jp&u=hanako",
    ],
)
def test_nested_and_surrounded(url: str) -> None:
    """Inside another URL, inside other words, three times over: replaced, not cut."""
    done = disguise(url, HANAKO, DECOY)
    assert done is not None
    assert done.cut == ()
    assert [t.what for t in find_tokens(done.url, DECOY.person) if t.what != "opaque"]
    assert not leaks(done.url, HANAKO)


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256"])
def test_hashes_become_the_decoys(name: str) -> None:
    """A mark that is the address's hash becomes the hash of the decoy's."""
    done = disguise(f"https://evil.example/?h={hashlib.new(name, WHO.encode()).hexdigest()}", HANAKO, DECOY)
    assert done is not None
    assert done.url.endswith(hashlib.new(name, DECOY.address.encode()).hexdigest())


def test_opaque_marks_keep_their_shape() -> None:
    """A mark that may stand for the recipient becomes another of the same shape, the same every time."""
    url = "https://evil.example/t/43293cac3b3dcdb6e556442f861d80b3?id=Xk29-fQ7zLp0Wm"
    done, again = disguise(url, HANAKO, DECOY), disguise(url, HANAKO, DECOY)
    assert done is not None
    assert done == again
    assert len(done.url) == len(url)
    assert "43293cac3b3dcdb6e556442f861d80b3" not in done.url
    kept = disguise(url, HANAKO, DECOY, opaque="keep")
    assert kept is not None
    assert kept.url == url


def test_hosts_stay() -> None:
    """A random-looking host is where the site is; it stays, in the URL and in a URL inside it."""
    host = "wwwcmucreatelaborgredirectmentfourlbtnewsnorkrshopbannerhit.example.org"
    for url in (f"https://{host}/", "https://a.example/?u=" + b64(f"https://{host}/{WHO}")):
        done = disguise(url, HANAKO, DECOY)
        assert done is not None
        assert host in done.url or host in base64.b64decode(done.url.partition("u=")[2]).decode()


def test_cut_and_random_for_comparing() -> None:
    """The same URL without the mark, and with noise in its place."""
    url = f"https://evil.example/?e={b64(WHO)}&k=1"
    cut, noise = disguise(url, HANAKO, DECOY, put="cut"), disguise(url, HANAKO, DECOY, put="random")
    assert cut is not None
    assert noise is not None
    assert cut.url == "https://evil.example/?e=&k=1"
    assert len(noise.url) == len(url)
    assert not leaks(noise.url, HANAKO)


def test_the_recipients_own_site_is_not_disguised() -> None:
    """A link to the recipient's own domain cannot be opened without saying so."""
    assert disguise("https://example.jp/login", HANAKO, DECOY) is None


def test_shaped_keeps_kinds_of_characters() -> None:
    """Digits stay digits, capitals capitals, hexadecimal hexadecimal."""
    made = shaped("aB3-9f", "seed")
    assert [c.isdigit() for c in made] == [False, False, True, False, True, False]
    assert made[1].isupper()
    assert set(shaped("00ffAB", "x").lower()) <= set("0123456789abcdef")


addresses = st.builds(
    lambda local, domain: f"{local}@{domain}",
    st.from_regex(r"[a-z]{4,9}[._]?[a-z0-9]{1,6}", fullmatch=True),
    st.sampled_from(["example.jp", "shop.example.co.jp", "docomo.ne.jp", "gmail.com", "kaisha-example.co.jp"]),
)
stacks = st.lists(st.sampled_from(sorted(CODES)), min_size=0, max_size=3)
places = st.sampled_from(
    [
        "https://evil.example/?e={}",
        "https://evil.example/{}",
        "https://evil.example/a/b#{}",
        "https://evil.example/?u=https%3A%2F%2Fb.example%2F%3Fe%3D{}",
        "https://evil.example/x?a=1&id=zz-{}&b=2",
    ]
)


@settings(max_examples=150, deadline=None)
@given(addresses, stacks, places)
def test_no_form_of_the_recipient_is_left(address: str, stack: list[str], place: str) -> None:
    """Random people through random stacks of codes: the URL that is asked for holds nothing of them, or none is."""
    text = address
    for code in stack:
        text = CODES[code](text)
    person = Recipient((address,))
    decoy = decoy_for(CASE, "decoy.example.net", person)
    done = disguise(place.format(text), person, decoy)
    if done is not None:
        assert text not in done.url
        assert address not in done.url.lower()
        assert not leaks(done.url, person)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    """Whatever stands in a link, the disguise answers and never raises."""
    decoy: Decoy = DECOY
    done = disguise("https://evil.example/" + text, HANAKO, decoy)
    assert done is None or not leaks(done.url, HANAKO)
