"""Where a link leads, read from the link alone."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.domains import parse_url, registrable
from gyotaku.mail.unwrap import MAX_STEPS, refang, unwrap
from gyotaku.model import Link, Recipient, Trail

HANAKO = Recipient(("hanako@example.jp",))


def trail(text: str) -> Trail:
    url = parse_url(text)
    host = url.host if url else ""
    return unwrap(Link(3, text, url.href if url else "", host, registrable(host), "", None, "part:1", "html"), HANAKO)


def way(text: str) -> list[tuple[str, str]]:
    return [(step.how, step.url) for step in trail(text).steps[1:]]


def b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


EVIL = "https://evil.example.net/x?a=1"
QUOTED = "https%3A%2F%2Fevil.example.net%2Fx%3Fa%3D1"


@pytest.mark.parametrize(
    ("url", "how"),
    [
        (f"https://jpn01.safelinks.protection.outlook.com/?url={QUOTED}&data=05&reserved=0", "safelinks"),
        (f"https://gcc02.safelinks.protection.office365.us/?url={QUOTED}&data=05", "safelinks"),
        (f"https://urldefense.com/v3/__{EVIL}__;!!ABC!xyz$", "urldefense"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.example.net_x-3Fa-3D1&d=x", "urldefense"),
        (f"https://urldefense.proofpoint.com/v1/url?u={QUOTED}&k=x", "urldefense"),
        (f"https://www.google.co.jp/url?sa=t&url={QUOTED}", "google"),
        (f"https://www.googleadservices.com/pagead/aclk?sa=L&adurl={QUOTED}", "google"),
        (f"https://www.bing.com/ck/a?!&&p=1&u=a1{b64(EVIL)}&ntb=1", "bing"),
        (f"https://r.search.yahoo.com/_ylt=A/RV=2/RU={QUOTED}/RK=2/RS=a", "yahoo"),
        (f"https://duckduckgo.com/l/?uddg={QUOTED}", "duckduckgo"),
        (f"https://l.facebook.com/l.php?u={QUOTED}&h=x", "facebook"),
        (f"https://protect2.fireeye.com/v1/url?k=1&q=1&u={QUOTED}", "fireeye"),
        (f"https://ca-1234.trendmicro.com:443/wis/clicktime/v1/query?url={QUOTED}&umid=1", "trend"),
        (f"https://linkprotect.cudasvc.com/url?a={QUOTED}&c=E", "barracuda"),
        (f"https://secure-web.cisco.com/1Ab/{QUOTED}", "cisco"),
        (f"https://clicktime.symantec.com/3Ab/?u={QUOTED}", "symantec"),
        (f"https://www.linkedin.com/redir/redirect?url={QUOTED}", "linkedin"),
        (f"https://protect.checkpoint.com/v2/___{EVIL}___.YXA", "checkpoint"),
        ("https://evil-example-net.translate.goog/x?a=1&_x_tr_sl=ja&_x_tr_tl=en", "google-translate"),
        (f"https://translate.google.com/translate?sl=ja&u={QUOTED}", "google-translate"),
        ("https://www.google.com/amp/s/evil.example.net/x?a=1", "amp"),
        ("https://evil-example-net.cdn.ampproject.org/c/s/evil.example.net/x?a=1", "amp"),
        (f"https://host.example.com/r?redirect_uri={QUOTED}", "query:redirect_uri"),
        (f"https://host.example.com/r?x={QUOTED}", "query:x"),
        (f"https://host.example.com/r?url={b64(EVIL)}", "query:url base64"),
        (f"https://host.example.com/r?url={b64(b64(EVIL))}", "query:url base64 base64"),
        (f"https://host.example.com/r?goto={EVIL.encode().hex()}", "query:goto hex"),
        (f"https://host.example.com/r?{QUOTED}", "query"),
        (f"https://host.example.com/go/{b64(EVIL)}", "path base64"),
        (f"https://host.example.com/go/{EVIL}", "path"),
        (f"https://host.example.com/L0/{QUOTED}/1/0100", "path"),
        (f"https://host.example.com/#{b64(EVIL)}", "fragment base64"),
        (f"https://host.example.com/#/open?target={QUOTED}", "fragment"),
    ],
)
def test_each_wrapper_gives_what_it_wraps(url: str, how: str) -> None:
    """Named services, parameters, path and fragment, plain and encoded."""
    assert way(url) == [(how, EVIL)]


def test_encoded_stars_of_proofpoint_come_back() -> None:
    """Version 3 keeps replaced characters, single and in runs, in a base64 list."""
    hidden = base64.urlsafe_b64encode("+日本語".encode()).decode().rstrip("=")
    assert way(f"https://urldefense.com/v3/__https://a.example.net/*/**B__;{hidden}!!x") == [
        ("urldefense", "https://a.example.net/+/日本語")
    ]


@pytest.mark.parametrize(
    "url",
    [
        EVIL,
        "https://www.google.com/url?q=javascript:alert(1)",
        f"https://www.google.com/search?q={QUOTED}",
        f"https://host.example.com/?ref={QUOTED}",
        f"https://host.example.com/?utm_source={QUOTED}",
        "https://login.example.com/?continue=https%3A%2F%2Fwww.example.com%2Fhome",
        f"https://jpn01.safelinks.protection.outlook.com.evil.example/?url={QUOTED}",
        f"https://urldefense.com.evil.example/v3/__{EVIL}__;!!x",
        f"https://notgoogle.com.example/url?q={QUOTED}",
        "https://example.com/v3/__x__;!",
        f"https://www.facebook.com/sharer/sharer.php?u={QUOTED}",
        f"https://twitter.com/intent/tweet?url={QUOTED}",
        "https://host.example.com/?file=index.php&url=manual.html",
        "https://host.example.com/?u=hanako@example.jp",
    ],
)
def test_what_must_stay_stays(url: str) -> None:
    """Look-alikes of a wrapper, share buttons, referrers and the site's own pages are not unwrapped."""
    assert way(url) == []


def test_a_chain_of_three_hosts_ends_in_the_recipient() -> None:
    """Base64 round percent-encoding round base64, as kits chain open redirectors; the token is found at every step."""
    last = f"https://a.b.landing.example/portal/{b64('example.jp|hanako@example.jp')}"
    middle = "https://jobs.example.org/tracking.php?id=3&url=" + last.replace(":", "%3A").replace("/", "%2F")
    found = trail("https://www.first.example/url.php?url=" + base64.b64encode(middle.encode()).decode())
    assert [(s.how, s.host, s.domain) for s in found.steps[1:]] == [
        ("query:url base64", "jobs.example.org", "example.org"),
        ("query:url", "a.b.landing.example", "landing.example"),
    ]
    assert all(any(t.what == "address" for t in step.tokens) for step in found.steps[1:])


def test_wrappers_round_wrappers_are_taken_off_six_deep() -> None:
    """SafeLinks round Proofpoint round Google and again."""
    from urllib.parse import quote

    url = EVIL
    for _ in range(2):
        url = "https://www.google.com/url?q=" + quote(url, safe="")
        url = "https://urldefense.com/v3/__" + url + "__;!!a!b$"
        url = "https://jpn01.safelinks.protection.outlook.com/?url=" + quote(url, safe="") + "&data=1"
    assert [how for how, _ in way(url)] == ["safelinks", "urldefense", "google"] * 2
    assert way(url)[-1][1] == EVIL


def test_a_site_s_redirect_to_itself_is_followed_only_when_it_leaves() -> None:
    """A site's own redirector between it and the other host hides nothing."""
    from urllib.parse import quote

    inner = "https://b.example.com/r?url=" + quote(EVIL, safe="")
    assert [how for how, _ in way("https://a.example.com/r?url=" + quote(inner, safe=""))] == ["query:url", "query:url"]


def test_redirect_names_win_over_unknown_names() -> None:
    """The most plausible parameter is followed, whatever the order."""
    assert way(f"https://h.example.com/?pixel=https%3A%2F%2Fcdn.example.org%2F&url={QUOTED}") == [("query:url", EVIL)]


@pytest.mark.parametrize("url", ["mailto:a@example.com", "javascript:alert(1)", "data:text/html,x", "tel:0312345678"])
def test_other_schemes_stop_at_once(url: str) -> None:
    """What is no web address is said to be none."""
    assert (way(url), trail(url).stopped_by) == ([], "not-http")


def test_defanged_links_are_made_whole() -> None:
    """Brackets and hxxp are a colleague's care, not another host."""
    assert way("hxxps[:]//www[.]evil[.]example/a") == [("refang", "https://www.evil.example/a")]
    assert refang("hxxp://evil(dot)example") == "http://evil.example"
    assert trail("http://").stopped_by == "refused"


def test_steps_are_limited() -> None:
    """A link that wraps itself a hundred times is followed as far as the limit says."""
    url = EVIL
    for i in range(100):
        url = f"https://h{i}.example{i}.com/?url={url}"
    found = trail(url)
    assert found.stopped_by == "limit-steps"
    assert len(found.steps) == MAX_STEPS + 1


URLISH = st.text(alphabet="abcHT0189:/?&=#%.@-_*;~[] あ\\+", max_size=60)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "https://",
                "url=",
                "?",
                "&",
                "%3A%2F%2F",
                "/v3/__",
                "__;",
                "#",
                "aHR0cHM6Ly9hLmpw",
                "a.jp",
                "google.com",
                "/amp/s/",
            ]
        )
        | URLISH,
        max_size=12,
    ).map("".join)
)
def test_unwrapping_always_ends_and_never_raises(text: str) -> None:
    """Any text makes a trail that begins with the link and names why it stopped."""
    for url in (text, "https://" + text, "https://www.google.com/" + text, "https://urldefense.com/" + text):
        found = trail(url)
        assert found.steps[0].how == "start"
        assert found.stopped_by
        assert len(found.steps) <= MAX_STEPS + 1


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/?" + "url=https://a.example/?" * 2_500,
        "https://a.example/?" + "url=" * 15_000,
        "https://a.example/" + "http://a" * 8_000,
        "https://a.example/" + "aHR0cHM6Ly9h/" * 5_000,
        "https://urldefense.com/v3/__" + "/v3/__*" * 9_000,
        "https://a.example/#" + "&=" * 30_000,
        "https://a.example/?url=" + "%25" * 20_000,
        "https://a.example/" + "x" * 1_000_000,
    ],
)
def test_hostile_lengths_stay_linear(text: str) -> None:
    """The worst inputs of the longest length that is looked into take well under a second or two."""
    start = time.process_time()
    trail(text)
    assert time.process_time() - start < 5
