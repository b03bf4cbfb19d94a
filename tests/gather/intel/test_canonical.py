"""``canonical``: URLs as Safe Browsing hashes them, with the examples of its documentation."""

from __future__ import annotations

import pytest

from gyotaku.gather.intel.canonical import MAX_URL, canonical, expressions


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("http://host/%25%32%35", "host/%25"),
        ("http://host/%25%32%35%25%32%35", "host/%25%25"),
        ("http://host/%2525252525252525", "host/%25"),
        ("http://host/asdf%25%32%35asd", "host/asdf%25asd"),
        ("http://host/%%%25%32%35asd%%", "host/%25%25%25asd%25%25"),
        ("http://www.google.com/", "www.google.com/"),
        (
            "http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61%79%2E%63%6F%6D/",
            "168.188.99.26/.secure/www.ebay.com/",
        ),
        (
            "http://host%23.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B",
            "host%23.com/~a!b@c%23d$e%25f^00&11*22(33)44_55+",
        ),
        ("http://3279880203/blah", "195.127.0.11/blah"),
        ("http://www.google.com/blah/..", "www.google.com/"),
        ("www.google.com/", "www.google.com/"),
        ("www.google.com", "www.google.com/"),
        ("http://www.evil.com/blah#frag", "www.evil.com/blah"),
        ("http://www.GOOgle.com/", "www.google.com/"),
        ("http://www.google.com.../", "www.google.com/"),
        ("http://www.google.com/foo\tbar\rbaz\n2", "www.google.com/foobarbaz2"),
        ("http://www.google.com/q?", "www.google.com/q?"),
        ("http://www.google.com/q?r?", "www.google.com/q?r?"),
        ("http://evil.com/foo#bar#baz", "evil.com/foo"),
        ("http://evil.com/foo?bar;", "evil.com/foo?bar;"),
        ("http://%01%80.com/", "%01%80.com/"),
        ("http://notrailingslash.com", "notrailingslash.com/"),
        ("http://www.gotaport.com:1234/", "www.gotaport.com/"),
        ("  http://www.google.com/  ", "www.google.com/"),
        ("http:// leadingspace.com/", "%20leadingspace.com/"),
        ("https://www.securesite.com/", "www.securesite.com/"),
        ("http://host.com/ab%23cd", "host.com/ab%23cd"),
        ("http://host.com//twoslashes?more//slashes", "host.com/twoslashes?more//slashes"),
        ("http://a:b@host.com/", "host.com/"),
        ("http://[2001:0db8:0000::1]/", "[2001:db8::1]/"),
        ("http://[::ffff:1.2.3.4]/", "1.2.3.4/"),
        ("http://[64:ff9b::1.2.3.4]/", "1.2.3.4/"),
    ],
)
def test_the_documented_forms(url: str, form: str) -> None:
    """Each example comes out as the documentation says."""
    parts = canonical(url)
    assert parts is not None
    host, path, query = parts
    assert (host + path + (b"" if query is None else b"?" + query)).decode() == form


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "http://a.b.com/1/2.html?param=1",
            "a.b.com/1/2.html?param=1 a.b.com/1/2.html a.b.com/ a.b.com/1/ "
            "b.com/1/2.html?param=1 b.com/1/2.html b.com/ b.com/1/",
        ),
        (
            "http://a.b.c.d.e.f.com/1.html",
            "a.b.c.d.e.f.com/1.html a.b.c.d.e.f.com/ c.d.e.f.com/1.html c.d.e.f.com/ d.e.f.com/1.html d.e.f.com/ "
            "e.f.com/1.html e.f.com/ f.com/1.html f.com/",
        ),
        ("http://1.2.3.4/1/", "1.2.3.4/1/ 1.2.3.4/"),
        ("http://example.co.uk/1", "example.co.uk/1 example.co.uk/"),
    ],
)
def test_the_documented_expressions(url: str, wanted: str) -> None:
    """The expressions of the documentation's examples, in whatever order."""
    assert {e.decode() for e in expressions(url)} == set(wanted.split())


@pytest.mark.parametrize("url", ["", "http://", "http:///x", "http://x/" + "a" * MAX_URL, "\ud800", "http://[::g]/"])
def test_nonsense_is_quiet(url: str) -> None:
    """Whatever stands in a mail gives some expressions or none, and no exception; never more than thirty."""
    assert len(list(expressions(url))) <= 30


def test_escapes_upon_escapes_end() -> None:
    """The worst case of the repeated unescaping is a moment's work."""
    assert len(list(expressions("http://x.example/" + "%25" * 2_700))) == 2
