"""The recipient inside a URL, at any depth."""

from __future__ import annotations

import base64
import codecs
import hashlib
import html
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.encodings import decodings, variants
from gyotaku.mail.tokens import SURE, find_tokens, opacity
from gyotaku.model import Recipient, Token

HANAKO = Recipient(("hanako@example.jp",))
ADDRESS = "hanako@example.jp"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def known(url: str, recipient: Recipient = HANAKO) -> list[Token]:
    return [token for token in find_tokens(url, recipient) if token.what != "opaque"]


@pytest.mark.parametrize(
    ("url", "what", "value", "encodings", "where"),
    [
        (f"https://a.example/?e={ADDRESS}", "address", ADDRESS, (), "query:e"),
        ("https://a.example/?e=HANAKO@Example.JP", "address", "HANAKO@Example.JP", (), "query:e"),
        ("https://a.example/?e=hanako%40example.jp", "address", "hanako%40example.jp", ("percent",), "query:e"),
        ("https://a.example/hanako=example.jp/", "address", "hanako=example.jp", (), "path"),
        ("https://a.example/hanako%7Cexample.jp/", "address", "hanako%7Cexample.jp", ("percent",), "path"),
        (f"https://a.example/x#{ADDRESS}", "address", ADDRESS, (), "fragment"),
        (f"https://a.example/p/{b64(ADDRESS)}", "address", b64(ADDRESS), ("base64",), "path"),
        (f"https://a.example/#{b64(ADDRESS)[:-1]}", "address", b64(ADDRESS)[:-1], ("base64",), "fragment"),
        (f"https://a.example/?d={ADDRESS.encode().hex()}", "address", ADDRESS.encode().hex(), ("hex",), "query:d"),
        ("https://a.example/?d=unanxb@rknzcyr.wc", "address", "unanxb@rknzcyr.wc", ("rot13",), "query:d"),
        ("https://a.example/?d=pj.elpmaxe@okanah", "address", "pj.elpmaxe@okanah", ("reversed",), "query:d"),
        ("https://a.example/hanako/", "local", "hanako", (), "path"),
        ("https://hanako.a.example/", "local", "hanako", (), "host"),
        ("https://hanako:pw@a.example/", "local", "hanako", (), "userinfo"),
        ("https://a.example/?c=example.jp", "domain", "example.jp", (), "query:c"),
        ("https://example.jp.a.example/", "domain", "example.jp", (), "host"),
        ("mailto:x@a.example?subject=hanako@example.jp", "address", ADDRESS, (), "query:subject"),
    ],
)  # fmt: skip
def test_each_form_is_found_where_it_stands(
    url: str, what: str, value: str, encodings: tuple[str, ...], where: str
) -> None:
    """In clear, glued, encoded; in path, query, fragment, host and userinfo."""
    found = [(t.what, t.value, t.encodings, t.where) for t in known(url)]
    assert found == [(what, value, encodings, where)]


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256"])
@pytest.mark.parametrize("place", ["https://a.example/u/{}/x", "https://a.example/?h={}&x=1"])
def test_hash_values_of_the_address_are_found(name: str, place: str) -> None:
    """In hex of either case and in base64, also of local part and domain glued with a bar."""
    for text in (ADDRESS, "hanako|example.jp"):
        digest = hashlib.new(name, text.encode()).digest()
        coded = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        for form in (digest.hex(), digest.hex().upper(), coded):
            (token,) = known(place.format(form))
            assert (token.what, token.value, token.encodings[-1]) == ("address", form, name)


@pytest.mark.parametrize("shift", range(6))
def test_base64_is_found_at_every_alignment(shift: int) -> None:
    """Text glued before the address inside the encoding, and before the encoding, moves its place."""
    inside = b64("x" * shift + "|" + ADDRESS + "|tail")
    before = "k" * shift + "-" + b64(ADDRESS)
    for form in (inside, before, inside.replace("=", "")):
        assert [t.what for t in known(f"https://a.example/?t={form}")] == ["address"]


def test_three_levels_and_more() -> None:
    """The chain of encodings is told outermost first."""
    text = b64("".join(f"%{ord(c):02X}" for c in b64("example.jp|" + ADDRESS)))
    (token,) = known(f"https://a.example/?t={text.encode().hex()}")
    assert token.encodings[:3] == ("hex", "base64", "percent")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.jp/",
        "https://example.jp:8443/x",
        "https://a.example/?e=ohanakob",
        "https://a.example/chanako2/",
        "https://a.example/?c=example.jpg",
        "https://a.example/news/2026/autumn.html?page=3",
        "",
        "https://",
    ],
)
def test_what_is_no_token_is_none(url: str) -> None:
    """The recipient's own site, longer words, plain links."""
    assert find_tokens(url, HANAKO) == ()


def test_public_provider_s_domain_and_role_words_are_no_tokens() -> None:
    """gmail.com and info stand in other people's links too; the whole address still counts."""
    taro = Recipient(("info@gmail.com",))
    assert find_tokens("https://a.example/info?via=gmail.com", taro) == ()
    assert [t.what for t in find_tokens("https://a.example/?e=info@gmail.com", taro)] == ["address"]


def test_short_local_part_counts_only_with_its_domain() -> None:
    """Three letters are in every second word."""
    ken = Recipient(("ken@example.jp",))
    assert find_tokens("https://a.example/ken/token", ken) == ()
    assert [t.what for t in find_tokens("https://a.example/ken_example.jp", ken)] == ["address"]


@pytest.mark.parametrize(
    "value",
    [
        "a08ab34b-16b2-4f40-846b-995957e91253", "ba654fa7d9346fec1b3fa6c55906d045", "1N85WR5439VWW",
        "64-UBOhIuLfNZVnMQsNGWF8w6YrPhnR", "ADKq_NaDnCLLG7ZQP2X1nN-Lao0_Eios", "quHN45cbRtxNTbGO7nDxPGNg0",
        "4YPpXA7033MQvVw537qeQm0aCH0WKFO0", "qxzvkjwpqmtrbxcz",
    ],
)  # fmt: skip
def test_random_marks_are_surely_opaque(value: str) -> None:
    """Serial marks of mailing systems."""
    assert opacity(value) >= SURE
    assert [t.value for t in find_tokens(f"https://a.example/?t={value}", HANAKO)] == [value]


@pytest.mark.parametrize(
    "value",
    [
        "kagoya-net-customer-portal", "webmail", "OverQuotaPerm", "RequestPasswordReset2026", "20261122", "index2024",
        "customer_support_center", "iphone-15-pro-max-256gb", "meiji-yasuda-seimei", "shinkansen",
        "n3xx_rh_sfp_protocols",
        "UserAccountSettings", "1234567890", "newsletter", "mitsuisumitomo",
    ],
)  # fmt: skip
def test_words_names_numbers_and_dates_are_not(value: str) -> None:
    """Slugs, CamelCase and romanised Japanese are readable."""
    assert opacity(value) < SURE


def test_opaque_marks_inside_a_wrapped_link_are_cut_at_the_percent_signs() -> None:
    """Only the mark is the token, not the URL around it."""
    mark = "quHN45cbRtxNTbGO7nDxPGNg0"
    url = f"https://a.example/?url=https%3A%2F%2Fb.example%2F{mark}%3Fx%3D1"
    assert [t.value for t in find_tokens(url, HANAKO)] == [mark]


# -- Random recipients through random encoders -------------------------------------------------------------------------

ENCODERS: dict[str, Callable[[str], str]] = {
    "percent": lambda t: "".join(f"%{b:02X}" for b in t.encode()),
    "quote": lambda t: quote(t, safe=""),
    "base64": b64,
    "base64url": lambda t: base64.urlsafe_b64encode(t.encode()).decode().rstrip("="),
    "base64 inside": lambda t: b64("id=7;m=" + t + ";v2"),
    "hex": lambda t: t.encode().hex(),
    "HEX": lambda t: t.encode().hex().upper(),
    "base32": lambda t: base64.b32encode(t.encode()).decode(),
    "entity": lambda t: "".join(f"&#{ord(c)};" for c in t),
    "escape": html.escape,
    "unicode escape": lambda t: "".join(f"\\u{ord(c):04x}" for c in t),
}
TURNS: dict[str, Callable[[str], str]] = {
    "rot13": lambda t: codecs.encode(t, "rot13"),
    "reversed": lambda t: t[::-1],
}
LOCALS = st.from_regex(r"[a-z][a-z0-9]{4,9}(?:[._][a-z0-9]{2,6})?", fullmatch=True)
DOMAINS = st.sampled_from(["example.jp", "mail.example.com", "example.co.jp", "example-corp.net"])


@settings(max_examples=400, deadline=None)
@given(
    LOCALS,
    DOMAINS,
    st.lists(st.sampled_from(sorted(ENCODERS)), min_size=3, max_size=4),
    st.sampled_from(["https://a.example/?t={}", "https://a.example/x/{}", "https://a.example/#{}"]),
)
def test_random_recipients_are_found_behind_random_encoders(
    local: str, domain: str, stack: list[str], place: str
) -> None:
    """Three levels and more, in query, path and fragment."""
    text = f"{local}@{domain}"
    for name in stack:
        if len(text) < 4_000:
            text = ENCODERS[name](text)
    url = place.format(quote(text, safe=""))
    assert "address" in {t.what for t in find_tokens(url, Recipient((f"{local}@{domain}",)))}


@settings(max_examples=150, deadline=None)
@given(LOCALS, DOMAINS, st.sampled_from(["base64", "base64url", "hex", "base32"]), st.sampled_from(sorted(TURNS)))
def test_turned_round_encodings_are_found(local: str, domain: str, encoder: str, turn: str) -> None:
    """Rot13 and reversal before and after base64, base64url, base32 and hex."""
    recipient = Recipient((f"{local}@{domain}",))
    before = ENCODERS[encoder](TURNS[turn](f"{local}@{domain}")).rstrip("=")
    after = TURNS[turn](ENCODERS[encoder](f"{local}@{domain}").rstrip("="))
    again = b64(after)
    for text in (before, after, again):
        assert "address" in {t.what for t in find_tokens(f"https://a.example/?t={text}", recipient)}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_never_raises(text: str) -> None:
    """Any text is read; every token stands in it as said."""
    for url in (text, "https://a.example/" + text, "https://a.example/?" + text):
        for token in find_tokens(url, HANAKO):
            assert token.value in url
    list(decodings(text))


def test_variants_are_found_again() -> None:
    """What one encoder makes of a secret, the reader of encodings reads back or the finder knows."""
    for encoding, form in variants(ADDRESS):
        if encoding == "base64" and len(form) < len(b64(ADDRESS)) - 4:
            continue
        url = "https://a.example/?t=" + quote(form, safe="")
        assert find_tokens(url, HANAKO), (encoding, form)


@pytest.mark.parametrize(
    "text",
    [
        b64("A" * 20_000),
        "%25" * 10_000,
        "&#38;" * 6_000,
        ("hanako" * 5_000),
        "41" * 16_000,
        "aHR0" * 8_000,
        "=41" * 10_000,
        "A/" * 16_000,
        "\\u0041" * 5_000,
        "x=1&" * 8_000,
        "~".join(["aB3dE5fG7"] * 3_000),
    ],
)
def test_hostile_urls_stay_linear(text: str) -> None:
    """The longest URL that is read takes a second or two at worst, whatever is in it."""
    start = time.process_time()
    find_tokens("https://a.example/?t=" + text, HANAKO)
    assert time.process_time() - start < 5
