"""URLs, domains and look-alikes: what a reader must not be fooled by."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.domains import (
    ip_in_host,
    is_ip,
    is_public_mail_domain,
    lookalike,
    parse_url,
    platform_of,
    registrable,
    skeleton,
    to_ascii,
    to_unicode,
)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.example.jp/a?b#c", "www.example.jp"),
        ("https:\\\\evil.example\\path", "evil.example"),
        ("  https://evil.example ", "evil.example"),
        ("https://ev\til.exam\nple/", "evil.example"),
        ("http://3232235777/", "192.168.1.1"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://①②.③④.example/", "12.34.example"),
        ("https://www。example。jp/", "www.example.jp"),
        ("https://exam\u00adple.jp/", "example.jp"),
        ("https://www.bank.example@evil.example/", "evil.example"),
        ("https://日本語.jp/", "xn--wgv71a119e.jp"),
        ("http://[::FFFF:7f00:1]/", "[::ffff:7f00:1]"),
    ],
)
def test_host_is_the_one_the_browser_connects_to(text: str, host: str) -> None:
    """Odd spellings do not hide the host."""
    url = parse_url(text)
    assert url is not None
    assert url.host == host


def test_userinfo_is_kept() -> None:
    """What stands before the at sign is shown, since it is there to deceive."""
    url = parse_url("https://www.bank.example:login@evil.example:8443/x")
    assert url is not None
    assert (url.username, url.port, url.path) == ("www.bank.example:login", 8443, "/x")


@pytest.mark.parametrize(
    "text", ["", "http://", "http://a b/", "http://[::1", "//evil.example", "www.example.jp", "http://a:99999/"]
)
def test_no_url_is_none(text: str) -> None:
    """What a browser refuses, and relative references, are no URL."""
    assert parse_url(text) is None


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.co.jp", "example.co.jp"),
        ("example.jp", "example.jp"),
        ("WWW.Example.JP.", "example.jp"),
        ("34-227-30-224.cprapid.com", "34-227-30-224.cprapid.com"),
        ("a.b.vercel.app", "b.vercel.app"),
        ("vercel.app", ""),
        ("co.jp", ""),
        ("localhost", ""),
        ("", ""),
        ("..", ""),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("www.xn--55qx5d.cn", "www.xn--55qx5d.cn"),
        ("a.食狮.公司.cn", "食狮.公司.cn"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    """The private section counts, addresses are themselves, nonsense is empty."""
    assert registrable(host) == domain


@pytest.mark.parametrize(
    ("host", "platform"),
    [
        ("shop.vercel.app", "vercel.app"),
        ("34-227-30-224.cprapid.com", "cprapid.com"),
        ("www.example.co.jp", None),
        ("10.0.0.1", None),
        ("localhost", None),
    ],
)
def test_platform_is_told_from_an_own_domain(host: str, platform: str | None) -> None:
    """A name below a platform goes to the platform's desk, not to a registrar."""
    assert platform_of(host) == platform


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("34-227-30-224.cprapid.com", "34.227.30.224"),
        ("ec2-3-96-203-61.ca-central-1.compute.amazonaws.com", "3.96.203.61"),
        ("61.203.96.3.bc.googleusercontent.com", "3.96.203.61"),
        ("static.61.203.96.3.clients.your-server.de", "3.96.203.61"),
        ("app.192.0.2.7.nip.io", "192.0.2.7"),
        ("c0000207.sslip.io", "192.0.2.7"),
        ("host192-0-2-7.example.net", "192.0.2.7"),
        ("192.0.2.7", None),
        ("v-1-2-3-4-5.example.net", None),
        ("192-0-2-256.example.net", None),
        ("www.example.jp", None),
    ],
)
def test_address_spelt_out_in_a_host_name(host: str, address: str | None) -> None:
    """Machine-made names give their address in its true order; serial numbers do not."""
    assert ip_in_host(host) == address


def test_is_ip() -> None:
    """Only the usual text forms are addresses; the parser makes the odd ones usual first."""
    assert [is_ip(h) for h in ("192.0.2.1", "::1", "[2001:db8::1]", "0x7f.1", "1.2.3", "example.jp", "")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip


def test_names_convert_both_ways() -> None:
    """A-labels and Unicode, broken labels left as they are."""
    assert to_ascii("Eコマース.JP") == "xn--e-efusa1mzf.jp"
    assert to_unicode("xn--e-efusa1mzf.jp") == "eコマース.jp"
    assert to_unicode("xn--999999999.jp") == "xn--999999999.jp"
    assert to_ascii("foo_bar.example") == "foo_bar.example"


@pytest.mark.parametrize(
    ("domain", "public"),
    [
        ("gmail.com", True),
        ("yahoo.co.jp", True),
        ("docomo.ne.jp", True),
        ("x.ocn.ne.jp", True),
        ("example.jp", False),
        ("ne.jp", False),
    ],
)
def test_public_mail_domains(domain: str, public: bool) -> None:
    """A shared provider's domain says nothing about its user."""
    assert is_public_mail_domain(domain) is public


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "раураl"),
        ("rnicrosoft", "microsoft"),
        ("amazon", "ａｍａｚｏｎ"),
        ("g00gle", "Google"),
        ("paypaI", "paypal"),
        ("rakuten", "rаkutеn"),
        ("facebook", "fácebook"),
        ("ヤマト", "ﾔﾏﾄ"),
        ("vvebmail", "webmail"),
        ("ama\u200bzon", "amazon"),
    ],
)
def test_look_alikes_have_one_skeleton(one: str, other: str) -> None:
    """Texts that are taken for each other compare equal."""
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("rakuten", "kakuyasu"), ("がき", "かき"), ("三井", "三菱"), ("jcb", "jal")]
)
def test_different_names_keep_different_skeletons(one: str, other: str) -> None:
    """Voicing marks and other letters still tell names apart."""
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    "host",
    [
        "www.example.jp", "テスト.jp", "楽天-rakuten.jp", "三菱ufj.jp", "eki-ネット.com", "株式会社2.jp",
        "コーヒー.com", "トップへ.jp", "ソニー.jp", "日本・野球.jp", "髙島屋.jp", "köln.de", "český.cz", "straße.de",
        "việtnam.vn",
        "россия.рф", "ремонт.ru", "ελλάδα.gr", "한국.com", "中国.cn", "ไทย.com", "注音ㄅㄆㄇㄈ.tw",
    ],
)  # fmt: skip
def test_sound_names_are_no_look_alikes(host: str) -> None:
    """Japanese mixes and other languages' own names are left alone."""
    assert lookalike(host) is None
    assert lookalike(to_ascii(host)) is None


@pytest.mark.parametrize(
    ("host", "reason", "twin"),
    [
        ("аррӏе.com", "whole-script", "apple.com"),
        ("microsоft.com", "mixed-scripts", "microsoft.com"),
        ("rаkuten.co.jp", "mixed-scripts", "rakuten.co.jp"),
        ("ısparta.com", "latin-twin", "isparta.com"),
        ("aノb.com", "slash-like", None),
        ("abー.jp", "dash-like", None),
        ("一abc.jp", "ideograph-twin", None),
        ("カヘカ.jp", None, None),
        ("カへカ.jp", "kana-twin", None),
        ("12з4.com", "digits", "1234.com"),
        ("pi̇xel.com", "hidden-dot", "pixel.com"),
        ("x·y.com", "middle-dot", None),
        ("🔒bank.jp", "unusual-character", None),
        ("xn--999999999.jp", "broken-label", None),
    ],
)
def test_dangerous_names(host: str, reason: str | None, twin: str | None) -> None:
    """Each rule on its own name, with the name it can be read as."""
    found = lookalike(host)
    if reason is None:
        assert found is None
        return
    assert found is not None
    assert reason in found.reasons
    if twin:
        assert found.twin == twin


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_nothing_raises(text: str) -> None:
    """Any text can be asked about."""
    parse_url(text)
    parse_url("http://" + text)
    for host in (text, text + ".jp", "xn--" + text):
        registrable(host)
        platform_of(host)
        ip_in_host(host)
        is_ip(host)
        to_unicode(to_ascii(host))
        lookalike(host)
        is_public_mail_domain(host)
    skeleton(text)


def test_lone_surrogates_are_read_as_the_replacement_character() -> None:
    """Broken text from a broken charset does not raise."""
    assert parse_url("http://\ud800.example/") is None
    url = parse_url("http://a.example/\ud800")
    assert url is not None
    assert url.path == "/%EF%BF%BD"
    assert to_ascii("\ud800.jp") == "\ud800.jp"
    lookalike("\ud800.jp")
    skeleton("\ud800")


@pytest.mark.parametrize(
    "text", ["a." * 500_000, "1-" * 500_000, "http://" + "a" * 1_000_000, "xn--" * 250_000, "٠" * 500_000]
)
def test_a_megabyte_costs_no_more_than_a_second(text: str) -> None:
    """Work grows with the length, not with its square."""
    start = time.process_time()
    parse_url(text)
    registrable(text)
    platform_of(text)
    ip_in_host(text)
    lookalike(text)
    skeleton(text)
    assert time.process_time() - start < 5
